"""What the people of the demo house were told of late, and who of them is away."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, TypeAlias

from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.outreach.notices.models import Notification
from shouze.outreach.notices.table import LIMIT
from shouze.outreach.notices.telling import tell

from .settling import Town

Item: TypeAlias = tuple[datetime, Callable[[], object]]
#: (absent, delegate, first day as working days before the end, days until the return): an engineer is away
#: now, and a reviewer was
AWAY: Final = (("E020", "E003", 1, 12), ("E021", "E004", 30, 9))
#: what was told in these last days stands in the lists; what is older than the second of them has been read
TOLD, UNREAD = timedelta(days=8), timedelta(days=5)
EVERY_FOURTH: Final = 4


def absences(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done when somebody goes away: he names his delegate in the morning."""
    for absent, delegate, before, length in AWAY:
        first = days[-before]
        asked = {"valid_from": first.isoformat(), "valid_until": (first + timedelta(days=length)).isoformat()}
        yield clock.moment(first, "08:31"), partial(_lend, town, absent, delegate, asked)


def inform() -> None:
    """Tell of the last days' entries as the worker would have, and let most of it be read; of what is older
    nobody is told any more.
    """
    since = int((clock.now() - TOLD).timestamp() * 1000)
    queued = ProcrastinateJob.objects.filter(task_name="notices.tell", status="todo").order_by("id")
    for arguments in queued.values_list("args", flat=True):
        entry = uuid.UUID(arguments["entry"])
        if entry.int >> 80 >= since:  # the uid of an entry begins with its moment
            tell(entry, arguments["stages"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'notices.tell' AND status = 'todo'")
    told = Notification.objects.order_by("at", "id")
    told.filter(at__lt=clock.now() - UNREAD).update(read_at=clock.now() - timedelta(hours=2))
    rows = enumerate(told.values_list("pk", "kind"))
    # Of the limits, which the watch warned of all at once, most were read; of the rest, some.
    some = [one for place, (one, kind) in rows if (place % EVERY_FOURTH == 0) != (kind == LIMIT)]
    told.filter(pk__in=some, read_at=None).update(read_at=clock.now() - timedelta(hours=1))


def _lend(town: Town, absent: str, delegate: str, asked: dict[str, str]) -> None:
    person = town.people[absent]
    given = {**asked, "delegate": str(town.people[delegate])}
    perform("delegation.given", by=person, subject=person, given=given, via="page")
