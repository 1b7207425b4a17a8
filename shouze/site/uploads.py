"""What is too large is cut off while it comes in: neither memory nor disk holds more than the rule allows."""

from __future__ import annotations

from typing import Final

from django.core.files.uploadhandler import FileUploadHandler

from shouze.kernel import clock, rulebook
from shouze.kernel.files.store import SIZE_RULE

FILES_OF_FULL_SIZE: Final = 4


class Cut(FileUploadHandler):
    """Lets a file pass up to the first byte beyond the rule ``limits/file_size`` (and what one request brings
    up to four times that), and drops the rest: the store then finds it too large and says so.
    """

    chunk_size = FileUploadHandler.chunk_size
    _limit = 0
    _total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Return the chunk for the handlers that keep it, or None when there is enough of it."""
        limit = self._limit = self._limit or rulebook.value(SIZE_RULE, on=clock.today()).whole
        if start > limit or self._total > FILES_OF_FULL_SIZE * limit:
            return None
        self._total += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing: the next handler has the file."""
