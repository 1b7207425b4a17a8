"""The outbox of files: each mail a file `*.eml` named by its Message-ID, for a house without a mail server.

The same mail written twice is one file. Only this user may read it: it may hold a link for a new password.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")


class FileOutbox(BaseEmailBackend):
    """Writes mails into `settings.EMAIL_FILE_PATH`."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.folder = Path(settings.EMAIL_FILE_PATH)

    def open(self) -> bool:
        """Make the folder. Raises OSError where that cannot be."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail whole or not at all; return how many."""
        self.open()
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        made = message.message()
        name = _UNFIT.sub("-", str(made["Message-ID"]).strip("<>").rpartition("@")[0]) or "mail"
        part = self.folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            opened.write(made.as_bytes())
        part.replace(self.folder / f"{name}.eml")
