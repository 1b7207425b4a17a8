"""An XLSX file that somebody sent is looked through before it is read: a small one can be huge inside.

In: the bytes of the file. Out: the same sheets, packed anew with sizes that are true; or ValueError. What
the archive says of itself is not believed: every member is unpacked here, up to a limit. A sheet of two
cells in opposite corners is as large for its reader as the area between them, so the corners are looked at.
"""

import io
import re
import zipfile
from typing import Final

MEBIBYTE: Final = 1 << 20
LARGEST_UNPACKED: Final = 32 * MEBIBYTE
#: rows times columns of one sheet, from its first cell
LARGEST_AREA: Final = 2_000_000
#: what a spreadsheet program writes; others can unpack without measure
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
#: members by which a reader would take the file for another kind (XLSB, ODS), whose sheets are not looked at
_OTHER_KINDS: Final = frozenset({"xl/workbook.bin", "content.xml"})
_SHEET: Final = b"sheetData"
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_CELL: Final = re.compile(rb"[<:]c[\s/>]")
_LETTERS: Final = 26
_BEFORE_A: Final = ord("A") - 1
_ENCRYPTED: Final = 1


def checked(content: bytes) -> bytes:
    """Return the workbook packed anew. Raises ValueError where it unpacks to too much or spreads too wide,
    and zipfile.BadZipFile where it is no archive.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as anew:
        if _OTHER_KINDS & {one.filename.casefold() for one in packed.infolist()}:
            raise ValueError("no XLSX")
        left = LARGEST_UNPACKED
        for one in packed.infolist():
            member = _unpacked(packed, one, left)
            left -= len(member)
            if _SHEET in member and _area(member) > LARGEST_AREA:
                raise ValueError("spreads too wide")
            anew.writestr(one.filename, member)
    return out.getvalue()


def _unpacked(packed: zipfile.ZipFile, one: zipfile.ZipInfo, left: int) -> bytes:
    if one.compress_type not in _PACKINGS or one.flag_bits & _ENCRYPTED:
        raise ValueError("packed otherwise")
    with packed.open(one) as member:
        unpacked = member.read(left + 1)
    if len(unpacked) > left:
        raise ValueError("unpacks to too much")
    return unpacked


def _area(sheet: bytes) -> int:
    """Rows times columns from the first cell to the farthest; what names no place follows the last."""
    rows = columns = placed = 0
    for match in _PLACE.finditer(sheet):
        letters, digits = match.groups()
        placed += bool(letters)
        rows, columns = max(rows, int(digits or 0)), max(columns, _column(letters))
    unplaced = sum(1 for _ in _CELL.finditer(sheet)) - placed
    return (rows + sheet.count(b"row")) * (columns + max(unplaced, 0))


def _column(letters: bytes) -> int:
    """A is 1, AA is 27."""
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + letter - _BEFORE_A
    return column
