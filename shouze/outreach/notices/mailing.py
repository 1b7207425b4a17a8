"""Mails of notices: plain text and simple HTML in the reader's language, with a link and nothing more.

A mail that is handed over twice annoys, one that is lost loses nothing: the notice stands in the app. So the
row says ``sending`` before the mail is handed over, and whoever finds it so later leaves it. What the server
refused for certain is tried again.
"""

import smtplib
import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse

from shouze.kernel import clock, rulebook
from shouze.kernel.words import Language, Words
from shouze.resources.people import queries as people
from shouze.resources.people.models import Person

from .choices import language_of
from .models import Notification, Reader
from .table import KINDS

FILES: Final = "shouze.site.outbox.FileOutbox"
MOST_IN_A_DIGEST: Final = 100
OPEN: Final = Words("打开", "Open")
CHOOSE: Final = Words("选择接收哪些邮件", "Choose which mails you get")
IN_PLACE: Final = Words("代 {name}", "for {name}")
DIGEST: Final = Words("{number} 项未读通知", "{number} unread notices")


class NotTaken(Exception):
    """The mail was refused for certain: it may be tried again."""


def where() -> Words:
    """Say where mails go: to a server, or into files beside the house."""
    if settings.EMAIL_BACKEND == FILES:
        folder = Path(settings.EMAIL_FILE_PATH)
        place = f"{folder.parent.name}/{folder.name}"
        return Words(
            f"未配置邮件服务器：邮件存为文件（{place}），不向外发送",
            f"No mail server is set: mails are kept as files ({place}) and not sent",
        )
    return Words(f"邮件经 {settings.EMAIL_HOST} 发送", f"Mails are sent by {settings.EMAIL_HOST}")


def send_one(notification: int) -> bool:
    """Send the mail of one notice that waits for it; say whether it went out now. Raises NotTaken when the
    server refused it: the notice waits again.
    """
    waiting = Notification.objects.filter(pk=notification, mail="now")
    if not waiting.update(mail="sending"):
        return False
    row = Notification.objects.select_related("person", "case").get(pk=notification)
    if not _reachable(row.person):
        return _leave([row])
    title = _title(row)
    return _hand_over(row.person, [row], title, f"{row.entry}.{row.person_id}", back_to="now")


def send_digest(person: uuid.UUID, on: date) -> bool:
    """Send a person the digest of what he has not read, once on a day; say whether one went out now. Raises
    NotTaken as ``send_one`` does.
    """
    rows = list(_claimed(person))
    if not rows:
        return False
    unread = [one for one in rows if one.read_at is None]
    Reader.objects.update_or_create(person_id=person, defaults={"digest_on": on})
    if not unread or not _reachable(unread[0].person):
        return _leave(rows)
    _leave([one for one in rows if one.read_at is not None])
    title = DIGEST.fill(number=len(unread))
    return _hand_over(unread[0].person, unread, title, f"{on}.{person}", back_to="daily")


def waiting_for_digest(on: date) -> Sequence[uuid.UUID]:
    """List who has notices for a digest and has had none on ``on``."""
    had = Reader.objects.filter(digest_on=on).values("person_id")
    waiting = Notification.objects.filter(mail="daily").exclude(person_id__in=had)
    return list(waiting.order_by().values_list("person_id", flat=True).distinct())


def _claimed(person: uuid.UUID) -> Sequence[Notification]:
    waiting = Notification.objects.filter(person_id=person, mail="daily").order_by("-at", "-id")
    ids = list(waiting.values_list("pk", flat=True)[:MOST_IN_A_DIGEST])
    claimed = Notification.objects.filter(pk__in=ids, mail="daily").update(mail="sending")
    rows = Notification.objects.filter(pk__in=ids, mail="sending") if claimed else Notification.objects.none()
    return list(rows.select_related("person", "case").order_by("-at", "-id"))


def _reachable(person: Person) -> bool:
    """Nobody is written to who has left."""
    return bool(person.email) and bool(people.posts_of(person.pk, clock.today()))


def _leave(rows: Sequence[Notification]) -> bool:
    Notification.objects.filter(pk__in=[one.pk for one in rows]).update(mail="none")
    return False


def _hand_over(
    person: Person, rows: Sequence[Notification], title: Words, name: str, *, back_to: str
) -> bool:
    ours = Notification.objects.filter(pk__in=[one.pk for one in rows], mail="sending")
    connection = get_connection()
    message = compose(person, rows, title, name)
    message.connection = connection
    try:
        _send(connection, message)
    except NotTaken:
        ours.update(mail=back_to)
        raise
    finally:
        connection.close()
    return bool(ours.update(mail="sent", mailed_at=clock.now()))


def _send(connection: BaseEmailBackend, message: EmailMultiAlternatives) -> None:
    """Hand a mail over. Raises NotTaken for what was refused for certain, without the server's words, which
    may hold the address; what ends otherwise is raised as it is.
    """
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as unreachable:
        raise NotTaken(type(unreachable).__name__) from None
    try:
        message.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refused:
        raise NotTaken(type(refused).__name__) from None


def compose(person: Person, rows: Sequence[Notification], title: Words, name: str) -> EmailMultiAlternatives:
    """Make the mail of notices to a person: subject ``title``, the same message whenever it is made."""
    language: Language = "zh" if language_of(person.pk) == "zh-hans" else "en"
    body_name = rulebook.value("body/name", on=clock.today()).fields
    context = {
        "lang": "zh-Hans" if language == "zh" else "en",
        "title": title.read(language),
        "house": str(body_name[language]),
        "lines": [_line(one, language) for one in rows],
        "open": OPEN.read(language),
        "choose": CHOOSE.read(language),
        "choose_url": settings.ADDRESS + reverse("parts:notice_choices"),
    }
    subject = f"[{context['house']}] {context['title']}"
    message = EmailMultiAlternatives(
        subject.replace("\n", " "),
        render_to_string("notices/mail.txt", context),
        to=[person.email],
        headers={"Message-ID": f"<{name}@shouze>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def _title(row: Notification) -> Words:
    number = f" · {row.case.number}" if row.case else ""
    return Words(row.zh + number, row.en + number)


def _line(row: Notification, language: Language) -> dict[str, str]:
    in_place = IN_PLACE.fill(name=row.absent_name).read(language) if row.absent_name else ""
    return {
        "kind": KINDS[row.kind].read(language),
        "words": row.zh if language == "zh" else row.en,
        "about": f"{row.case.number} {row.case.product_name}" if row.case else "",
        "in_place": in_place,
        "at": f"{row.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}",
        "url": settings.ADDRESS + reverse("parts:notice", args=[row.pk]),
    }
