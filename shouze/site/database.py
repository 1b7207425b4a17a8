"""Which database, and as whom: the one alias `default`, made from the environment.

`DATABASE_URL` names an external PostgreSQL (its user is the owner of the tables); without it the embedded
server under `var/` is meant. `SHOUZE_ROLE` says as whom: `app` (web and worker, the default), `owner`
(migrations, tests) or `sequencer` (numbers the ledger). With `DATABASE_URL` alone the owner's login steps
down by `SET ROLE`; `DATABASE_APP_URL` and `DATABASE_SEQUENCER_URL` name logins of their own, which cannot
step up.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from shouze.site import postgres

ROLES: Final = {"app": postgres.APP, "owner": postgres.OWNER, "sequencer": postgres.SEQUENCER}


def from_environment(environment: Mapping[str, str], var: Path) -> dict[str, object]:
    """The settings of the alias `default`. Raises KeyError for an unknown SHOUZE_ROLE."""
    asked = environment.get("SHOUZE_ROLE", "app")
    role = ROLES[asked]
    own = environment.get(f"DATABASE_{asked.upper()}_URL")
    url = own or environment.get("DATABASE_URL")
    parts = urlsplit(url or postgres.dsn(var / "postgres", role))
    options: dict[str, object] = {
        **dict(parse_qsl(parts.query)),
        "server_side_binding": True,
        "prepare_threshold": 5,
    }
    host = options.pop("host", None) or unquote(parts.hostname or "")
    if url and not own and role != postgres.OWNER:
        options["options"] = f"-c role={role}"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        # Rows come back in the time zone of the law: `.date()` of a stored moment is the day that counts.
        "TIME_ZONE": "Asia/Shanghai",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": options,
    }
