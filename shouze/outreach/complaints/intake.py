"""The door for the public: a complaint comes in without log-in, and its sender can ask how it stands.

In: what was told, files, perhaps a contact. Out: a number and a secret that is shown once; later the state
and the answer to who knows both. The machine does the act for a sender whom nobody need know. The contact
is no fact of the ledger: it stands in a row of its own and is erased some time after the complaint's end.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Final

from django.db import transaction

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Refused, perform
from shouze.kernel.files import store
from shouze.kernel.words import Words
from shouze.resources.people.queries import MACHINE

from .models import Complaint, Contact

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH: Final = 12
LONGEST_CONTACT: Final = 200
QUESTIONS: Final = ("about", "text", "certificate", "model", "place")
PICTURES: Final = frozenset({"image/png", "image/jpeg", "application/pdf"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender gets: the number, and the secret with which the state can be asked for."""

    number: str
    secret: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How a complaint stands, as its sender may know it. Dates are dates of law."""

    number: str
    state: str
    received_on: date
    acknowledge_by: date | None
    conclude_by: date | None
    closed_on: date | None
    result: str
    answer: str


class NotTaken(Exception):
    """The complaint was not taken; ``faults`` are sentences by question ("" for the whole)."""

    def __init__(self, faults: Mapping[str, Sequence[Words]]) -> None:
        super().__init__("; ".join(str(one) for ones in faults.values() for one in ones))
        self.faults = faults


def lodge(told: Mapping[str, str], sent: Sequence[tuple[str, IO[bytes]]] = (), contact: str = "") -> Receipt:
    """Take a complaint. ``told`` are the answers to ``QUESTIONS``, ``sent`` names and contents of files.

    Raises NotTaken with every fault; then nothing is stored but files, which nobody can reach.
    """
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
    digests, faults = _stored(sent)
    if faults:
        raise NotTaken({"files": faults})
    given = {name: told.get(name, "").strip() for name in QUESTIONS}
    given["certificate"] = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", given["certificate"]))
    try:
        with transaction.atomic():
            done = perform(
                "complaint.received",
                by=MACHINE,
                given={**given, "files": digests, "secret_digest": _digest(secret)},
                via="public",
            )
            if contact.strip():
                Contact.objects.create(complaint_id=done.subject, contact=contact.strip()[:LONGEST_CONTACT])
    except Refused as refused:
        raise NotTaken(_faults(refused)) from refused
    return Receipt(Complaint.objects.values_list("number", flat=True).get(pk=done.subject), secret)


def progress(number: str, secret: str) -> Progress | None:
    """Return how a complaint stands to who knows its number and secret, None to everybody else."""
    found = Complaint.objects.filter(number=number.strip().upper()).first()
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", secret)).upper()
    known = found.secret_digest if found else ""
    if not hmac.compare_digest(known or "-", _digest(plain)) or found is None:
        return None
    return Progress(
        found.number,
        found.state,
        found.received_on,
        found.acknowledge_by,
        found.conclude_by,
        found.closed_on,
        found.result,
        found.answer,
    )


def erase_contacts(on: date) -> int:
    """Erase the contacts of complaints that ended longer ago than the rule keeps them; returns how many."""
    kept = rulebook.value("deadlines/complaint_contact_kept", on=on).whole
    ended = Contact.objects.filter(complaint__closed_on__lt=on - timedelta(days=kept))
    return ended.delete()[0]


def _stored(sent: Sequence[tuple[str, IO[bytes]]]) -> tuple[list[str], list[Words]]:
    on = clock.today()
    most = rulebook.value("limits/public_files", on=on).whole
    largest = rulebook.value("limits/public_file_size", on=on).whole
    if len(sent) > most:
        return [], [Words(f"最多 {most} 个文件。", f"At most {most} files.")]
    digests, faults = [], []
    for name, content in sent:
        try:
            if content.seek(0, 2) > largest:
                raise store.Rejected(_too_large(name, largest))
            content.seek(0)
            stored = store.put(content, name, at=clock.now(), person=MACHINE)
            if stored.media_type not in PICTURES:
                raise store.Rejected(
                    Words(f"“{name}”不是照片或 PDF。", f"“{name}” is no picture and no PDF.")
                )
            digests.append(stored.digest)
        except store.Rejected as rejected:
            faults.append(rejected.words)
    return list(dict.fromkeys(digests)), faults


def _too_large(name: str, largest: int) -> Words:
    megabytes = largest // (1 << 20)
    return Words(f"“{name}”超过 {megabytes} MB。", f"“{name}” is larger than {megabytes} MB.")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _faults(refused: Refused) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for one in refused.objections:
        name = one.field or ""
        why = Words(one.why.zh.removeprefix(f"{name} "), one.why.en.removeprefix(f"{name}: "))
        found.setdefault(name, []).append(why)
    return found
