"""Walking the main pages of a house, each some times: server time, and what the database had part in it.

In: the database of the settings, generated or not. Out: a line for each page. The requests go through
Django's own handler in this process, so that no network is measured.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from shouze.resources.people.models import Account

#: how often each page is asked for; the first time fills caches and is told apart
TIMES: Final = 4
#: milliseconds of server time that no page may exceed
BOUND: Final = 200.0

_LATEST: Final = "SELECT {} FROM {} WHERE {} ORDER BY id DESC LIMIT 1"
_CERTIFICATE: Final = _LATEST.format("number", "certificates_certificate", "state = 'valid'")
_FIRM: Final = _LATEST.format("split_part(applicant_name, '有限', 1)", "cases_case", "state = 'certified'")
_UNDER_WAY: Final = _LATEST.format("id", "cases_case", "state = 'planned'")
_CERTIFIED: Final = _LATEST.format("id", "cases_case", "state = 'certified'")

#: page, employee number of the reader ("" nobody, "C" a client, "L" a laboratory's), address, what its {} is
PAGES: Final[Sequence[tuple[str, str, str, str]]] = (
    ("public home", "", "/", ""),
    ("public look-up", "", "/c/{}", _CERTIFICATE),
    ("public search by firm", "", "/search?q={}", _FIRM),
    ("public search by product", "", "/search?q=电饭锅", ""),
    ("public search, rare", "", "/search?q=no-such-product", ""),
    ("public notices", "", "/notices", ""),
    ("worklist of an engineer", "E003", "/staff/", ""),
    ("worklist of everybody", "E002", "/staff/?whose=all", ""),
    ("worklist of a reviewer", "E004", "/staff/", ""),
    ("worklist of a decider", "E005", "/staff/", ""),
    ("search by firm", "E003", "/staff/search/?q={}", _FIRM),
    ("search by number", "E003", "/staff/search/?q={}", _CERTIFICATE),
    ("search by product", "E003", "/staff/search/?q=电饭锅", ""),
    ("palette", "E003", "/staff/palette/?q={}", _FIRM),
    ("board", "E029", "/staff/board/", ""),
    ("board of a year", "E029", "/staff/board/?period=52w", ""),
    ("case file, under way", "E003", "/staff/cases/{}/", _UNDER_WAY),
    ("case file, certified", "E016", "/staff/cases/{}/", _CERTIFIED),
    ("trace", "E016", "/staff/trace/{}/", _CERTIFICATE),
    ("register of people", "E001", "/staff/people/", ""),
    ("register of organisations", "E001", "/staff/organisations/", ""),
    ("register of laboratories", "E001", "/staff/laboratories/", ""),
    ("visits of an inspector", "E008", "/staff/visits/", ""),
    ("client's cases", "C", "/clients/", ""),
    ("client's certificates", "C", "/clients/certificates/", ""),
    ("client's bills", "C", "/clients/bills/", ""),
    ("laboratory's orders", "L", "/laboratories/", ""),
    ("laboratory's history", "L", "/laboratories/history/", ""),
)  # fmt: skip


@dataclass(slots=True)
class Walked:
    """One page: its address and status, milliseconds of the first and of the best later time; of the last
    time queries, milliseconds waited for the database and the slowest statement; ``worked`` are the
    milliseconds for which a processor worked, in this process and in the database's, in the best later time
    (0: not known).
    """

    page: str
    address: str
    status: int
    first: float
    later: float
    queries: int
    in_database: float
    slowest: str
    worked: float

    def line(self) -> str:
        """Return it as a line of a table."""
        over = "  !" if min(self.later, self.worked or self.later) > BOUND else ""
        return (
            f"{self.page:<28} {self.status} {self.first:>9.1f} {self.later:>9.1f} {self.queries:>5}"
            f" {self.in_database:>9.1f} {self.worked:>9.1f}{over}"
        )


@dataclass(slots=True)
class _Watch:
    """Counts statements and times them; a wrapper of the connection."""

    spent: list[tuple[float, str]] = field(default_factory=list)

    def __call__(
        self, execute: Callable[..., Any], statement: str, parameters: Any, many: bool, context: Any
    ) -> Any:
        began = time.perf_counter()
        try:
            return execute(statement, parameters, many, context)
        finally:
            self.spent.append((time.perf_counter() - began, str(statement)))


HEADING: Final = (
    f"{'page':<28} ok  {'first ms':>9} {'later ms':>9} {'asked':>5} {'database':>9} {'processor':>9}"
)


def walk(times: int = TIMES) -> Iterator[Walked]:
    """Ask for every page of the table; pages that have nothing to show in this database are left out."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    for page, reader, address, question in PAGES:
        answer = _answer(question) if question else ""
        if answer is not None:
            yield _one(page, _client(reader), address.format(answer), times)


def _one(page: str, client: Client, address: str, times: int) -> Walked:
    taken: list[float] = []
    worked: list[float] = []
    watch = _Watch()
    status = 0
    for _ in range(times):
        watch.spent.clear()
        began, busy = time.perf_counter(), _worked()
        with connection.execute_wrapper(watch):
            status = client.get(address).status_code
        taken.append((time.perf_counter() - began) * 1000)
        worked.append(_worked() - busy)
    slowest = max(watch.spent, default=(0.0, ""))
    return Walked(
        page, address, status, taken[0], min(taken[1:]), len(watch.spent),
        sum(seconds for seconds, _ in watch.spent) * 1000, slowest[1], min(worked[1:]),
    )  # fmt: skip


def _worked() -> float:
    """Milliseconds for which a processor worked so far, here and for our connection's server process, where
    that runs on this machine and the system tells; the load of the machine does not count into it.
    """
    told = (
        Path(f"/proc/{connection.connection.info.backend_pid}/schedstat") if connection.connection else None
    )
    there = int(told.read_text().split()[0]) / 1e6 if told and told.exists() else 0.0
    return time.process_time() * 1000 + there


def _answer(question: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _client(reader: str) -> Client:
    client = Client()
    if reader:
        number = f"{reader}0" if reader in ("C", "L") else reader
        account = (
            Account.objects.filter(person__employee_number__startswith=number)
            .order_by("person__employee_number")
            .first()
        )
        if account is None:
            raise LookupError(f"no person whose number begins with {number} can log in")
        client.force_login(get_user_model()._default_manager.get(pk=account.user_id))
    return client
