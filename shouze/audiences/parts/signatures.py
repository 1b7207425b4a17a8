"""A signature as a page brings it: what was shown travels with the form, and how the login was opened."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import JsonResponse

from shouze.audiences.parts.person import PersonRequest
from shouze.kernel import clock
from shouze.kernel.acts import Act, Input
from shouze.kernel.acts.entitlement import entitlement
from shouze.kernel.acts.keyed import asks_for_key, challenge, keys_of
from shouze.kernel.acts.models import Subject
from shouze.kernel.acts.seen import Seen, Thing
from shouze.kernel.acts.signing import Signing, carries_signature, look
from shouze.kernel.words import Words

ROOT, SHOWN, ASSERTION = "_root", "_shown", "_assertion"
#: a form that is sent with this asks what a security key is to sign
CHALLENGE = "_challenge"
#: what kinds of things are called, in the order of the page
KINDS: Final[Mapping[str, Words]] = {
    "certificate": Words("拟发证书", "The certificate to be"),
    "decision": Words("认证决定", "Decision"),
    "review": Words("复核", "Review"),
    "evaluation": Words("评价", "Evaluation"),
    "subject": Words("办理对象", "Subject"),
    "application": Words("认证委托", "Application"),
    "plan": Words("认证方案", "Plan"),
    "order": Words("检测任务", "Test order"),
    "report": Words("检测报告", "Test report"),
    "visit": Words("工厂检查", "Inspection"),
    "file": Words("文件", "File"),
    "doubt": Words("薄弱点", "Weak point"),
    "appeal": Words("未结申诉", "Open appeal"),
    "complaint": Words("未结投诉", "Open complaint"),
    "rule": Words("规则版本", "Rule version"),
    "appointment": Words("任命", "Appointment"),
    "delegation": Words("代办委派", "Delegation"),
    "registration": Words("检查员注册", "Registration"),
    "interests": Words("利益关系", "Interests"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is signed, as the page shows it; ``news`` are the things that are not as they were when the page
    was first opened, by (kind, id). ``keys`` is how many security keys the person has, ``key_needed``
    whether he signs with one.
    """

    seen: Seen
    news: frozenset[tuple[str, str]] = frozenset()
    keys: int = 0
    key_needed: bool = False

    @property
    def root(self) -> str:
        """The root, in hexadecimal."""
        return self.seen.root

    @property
    def leaves(self) -> str:
        """The leaves as the form carries them."""
        return json.dumps(self.seen.leaves, ensure_ascii=False, separators=(",", ":"))

    @property
    def groups(self) -> list[tuple[Words, list[tuple[Thing, bool]]]]:
        """The things by kind, each with whether it is new to the signer."""
        return [
            (words, [(one, (one.kind, one.id) in self.news) for one in self.seen.things if one.kind == kind])
            for kind, words in KINDS.items()
            if any(one.kind == kind for one in self.seen.things)
        ]


def sheet(request: PersonRequest, act: Act, subject: Subject | None) -> Sheet | None:
    """Return what the person signs by this act now; None for an act that is no signature, and for a person
    whom no post lets do it: what others sign is not shown to him.
    """
    now = clock.now()
    if subject is None or not carries_signature(act, now):
        return None
    if not entitlement(act, request.standing, subject, request.on).post:
        return None
    seen = look(act, request.standing, subject, now)
    before = {(str(one.get("kind")), str(one.get("id"))): one for one in _shown(request)}
    news = {
        (one.kind, one.id) for one in seen.things if before and before.get((one.kind, one.id)) != one.leaf
    }
    keys = len(keys_of(request.standing.id))
    return Sheet(seen, frozenset(news), keys, bool(keys) and asks_for_key(act.name, request.on))


def signing_of(request: PersonRequest) -> Signing:
    """Return the signature that a form brings."""
    return Signing(request.POST.get(ROOT, ""), _shown(request), methods(request), _assertion(request))


def to_sign(
    request: PersonRequest, act: Act, subject: Subject | None, given: Input, uid: UUID
) -> JsonResponse:
    """Answer what a security key is to sign, as the browser asks the key for it."""
    asked = challenge(act.name, subject.pk if subject else None, request.POST.get(ROOT, ""), given, uid)
    keys = [{"type": "public-key", "id": one.credential} for one in keys_of(request.standing.id)]
    return JsonResponse(
        {
            "challenge": base64.urlsafe_b64encode(asked).decode().rstrip("="),
            "rpId": _host(request),
            "allowCredentials": keys,
            "userVerification": "required",
        }
    )


def _host(request: PersonRequest) -> str:
    """The relying party, as keys are registered for it."""
    return request.get_host().partition(":")[0]


def _origin(request: PersonRequest) -> str:
    """The origin of our own pages, as a browser writes it: https behind TLS, whatever the proxy says."""
    scheme = "https" if settings.HTTPS else request.scheme
    return f"{scheme}://{request.get_host()}"


def _assertion(request: PersonRequest) -> Mapping[str, str] | None:
    """The assertion that the browser got of the key, and for which house; None when it brings none."""
    try:
        found = json.loads(request.POST.get(ASSERTION, "") or "null")
    except ValueError:
        return None
    return (
        {
            **{str(key): str(one) for key, one in found.items()},
            "rp": _host(request),
            "origin": _origin(request),
        }
        if isinstance(found, dict)
        else None
    )


def methods(request: PersonRequest) -> tuple[str, ...]:
    """Return how the login of this session was authenticated: "password", "totp", "passkey", "session" …"""
    found = [_method(one) for one in get_authentication_records(request, request.user)]
    return tuple(dict.fromkeys(found)) or ("session",)


def _method(record: Mapping[str, Any]) -> str:
    if record.get("method") != "mfa":
        return str(record.get("method", "session"))
    kind = str(record.get("type", "mfa"))
    return "passkey" if kind == "webauthn" else kind


def _shown(request: PersonRequest) -> Sequence[Mapping[str, Any]]:
    try:
        found = json.loads(request.POST.get(SHOWN, "") or "[]")
    except ValueError:
        return ()
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else ()
