"""By which server mail about log-in goes out (a new password); without one none does, nor into a log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

_PORTS: Final = {"smtp": 587, "smtps": 465}


class Mail(NamedTuple):
    """Django's settings of the same names, without their EMAIL_."""

    backend: str = "django.core.mail.backends.dummy.EmailBackend"
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
