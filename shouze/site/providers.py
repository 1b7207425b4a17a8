"""Log-in through the body's own identity provider (OpenID Connect), configured from the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def openid_connect(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's providers from `SHOUZE_OIDC`: a JSON list of {id, name, client_id, secret, server_url}.

    ``Any``: the shape is allauth's own. Raises KeyError or ValueError where the list is malformed.
    """
    given = json.loads(environment.get("SHOUZE_OIDC", "[]"))
    apps = [
        {
            "provider_id": one["id"],
            "name": one["name"],
            "client_id": one["client_id"],
            "secret": one["secret"],
            "settings": {"server_url": one["server_url"]},
        }
        for one in given
    ]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


def origins(environment: Mapping[str, str]) -> list[str]:
    """Return where the providers are (scheme, host and port), each once: forms may lead there."""
    found = (urlsplit(one["server_url"]) for one in json.loads(environment.get("SHOUZE_OIDC", "[]")))
    return list(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in found))
