"""The register follows an approved change: called inside the approving act, of a later room.

What was registered before stands in the entries of the ledger; certificates keep what they said.
"""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from shouze.kernel.acts import Doing, Move

from .models import Factory, Organisation

#: what is registered stays registered
STAY: Final = Move(("registered",))


def rename_organisation(doing: Doing, organisation: uuid.UUID, fields: Mapping[str, str]) -> None:
    """Let an organisation have a new name or address (``name``, ``name_en``, ``address``, ``address_en``)."""
    _change(doing, Organisation.objects.select_for_update().get(pk=organisation), fields)


def change_factory(doing: Doing, factory: uuid.UUID, fields: Mapping[str, Any]) -> None:
    """Let a factory have a new name, its address as renamed, or the site that it moved to, with its code."""
    _change(doing, Factory.objects.select_for_update().get(pk=factory), fields)


def _change(doing: Doing, row: Organisation | Factory, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    if fields:
        doing.change(row, STAY)
