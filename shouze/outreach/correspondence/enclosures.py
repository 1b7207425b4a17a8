"""What our records say of a certificate that another body takes over, as files that go with a letter."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from shouze.certification.transfers.files.collecting import collected
from shouze.certification.transfers.files.content import Content, written
from shouze.certification.transfers.files.sheets import workbook
from shouze.certification.transfers.files.signing import beside
from shouze.certification.transfers.keys import signing_key
from shouze.certification.transfers.models import Transfer
from shouze.certification.transfers.queries import transfer_of_entry
from shouze.kernel import clock
from shouze.kernel.files import store as files
from shouze.kernel.ledger.queries import Recorded
from shouze.oversight.signals import queries as signals
from shouze.resources.people.queries import MACHINE

#: kind of file -> how its name ends, and how it is written
FILES: Final[Mapping[str, tuple[str, Callable[[Content], bytes]]]] = {
    "json": (".json", written),
    "signature": (".signature.json", lambda one: beside(written(one), signing_key(clock.today()))),
    "xlsx": (".xlsx", workbook),
}


def content_of(transfer: Transfer, on: date) -> Content:
    """What our records say on a day of the certificate that a transfer would take from us."""
    about = transfer.certificate
    if about is None:
        raise ValueError("a transfer to us takes no certificate of ours")
    failures = [
        {"happened_on": one.happened_on.isoformat(), "source": one.title, "items": one.failed_items,
         "dealt_with": False}
        for one in signals.of(about.factory_id, about.product_code) if one.state == "final"
    ]  # fmt: skip
    return collected(transfer, on, failures)


def of_transfer(entry: Recorded) -> list[dict[str, str]]:
    """Store the files on the certificate of the transfer that an entry answers about, as of its day; return
    the name and digest of each.
    """
    transfer = transfer_of_entry(entry)
    if transfer is None:
        raise ValueError(f"the entry {entry.uid} is about no transfer")
    content = content_of(transfer, clock.legal_date(entry.at))
    made = [(f"{transfer.old_number}{ending}", write(content)) for ending, write in FILES.values()]
    return [{"name": name, "digest": _stored(name, written_)} for name, written_ in made]


def _stored(name: str, content: bytes) -> str:
    return files.put(io.BytesIO(content), name, at=clock.now(), person=MACHINE).digest
