"""By which server mail goes out: notices, digests, a new password. Without one each mail is a file in
`var/outbox`, readable by this user alone; none goes into a log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

FILES: Final = "shouze.site.outbox.FileOutbox"
_PORTS: Final = {"smtp": 587, "smtps": 465}


class Mail(NamedTuple):
    """Django's settings of the same names, without their EMAIL_."""

    backend: str = FILES
    host: str = ""
    port: int = 0
    host_user: str = ""
    host_password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


def from_environment(environment: Mapping[str, str]) -> Mail:
    """Read `SHOUZE_SMTP`: smtp://user:password@host:port (STARTTLS), or smtps:// (TLS from the first byte).

    Raises KeyError for another scheme: letters do not go out in the clear.
    """
    url = environment.get("SHOUZE_SMTP")
    if not url:
        return Mail()
    parts = urlsplit(url)
    port = _PORTS[parts.scheme]
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname or "localhost",
        port=parts.port or port,
        host_user=unquote(parts.username or ""),
        host_password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp",
        use_ssl=parts.scheme == "smtps",
    )


def address_of_the_house(environment: Mapping[str, str]) -> str:
    """Under which address people reach the house, without a slash at its end: `SHOUZE_ADDRESS`, else the
    first of `SHOUZE_HOSTS`, else this machine.
    """
    given = environment.get("SHOUZE_ADDRESS", "").rstrip("/")
    host = environment.get("SHOUZE_HOSTS", "").split(",")[0].strip()
    scheme = "https" if environment.get("SHOUZE_HTTPS") else "http"
    return given or (f"{scheme}://{host}" if host else "http://localhost:8000")


def destination(environment: Mapping[str, str]) -> str:
    """Say in one line, in both languages, where mails go."""
    found = from_environment(environment)
    if found.backend == FILES:
        return "邮件存入 var/outbox，不外发（未设 SHOUZE_SMTP） mails are files in var/outbox, none is sent"
    return f"邮件经 {found.host}:{found.port} 发送 mails are sent by {found.host}:{found.port}"
