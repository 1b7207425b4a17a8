"""Was this certificate valid on a day? Answered on its page and by program, with the proof to take along."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from shouze.audiences.parts.days import day_of
from shouze.certification.certificates.credentials.days import first_day
from shouze.certification.certificates.day_proofs import day_proof
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.queries import facts_on, find_certificate, find_credential
from shouze.certification.changes.differences import Difference, differences
from shouze.kernel import clock
from shouze.kernel.words import Words

from .checking import check_here
from .keeping import NO_STORE, kept, too_often

NO_DAY: Final = Words("请输入日期，例如 2026-01-31。", "Enter a day, for example 2026-01-31.")
FUTURE: Final = Words("这一天还没有到，无法回答。", "That day is still to come: nobody can tell.")
TODAY: Final = Words(
    "今天还没有结束，状态在明天凌晨承诺；现在的状态见上。",
    "Today is not over: its states are committed to in the coming night. The state now stands above.",
)
BEFORE: Final = Words(
    "本机构自 {first} 起每天承诺状态；此前的日子没有承诺，只能看下面的状态变化。",
    "This body commits to its states daily since {first}; for earlier days there are only the changes of "
    "state below.",
)
NEVER: Final = Words(
    "状态还没有开始每日承诺，请看下面的状态变化。",
    "States are not committed to yet; see the changes of state below.",
)
NO_CREDENTIAL: Final = Words(
    "这张证书的电子凭证还没有生成，请稍后再试。",
    "The credential of this certificate is not made yet; try later.",
)
_TONES: Final = {"valid": "good", "suspended": "bad", "ended": "bad", "expired": "bad", "not_issued": "warn"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a day. ``proved``: the file that proves it can be taken along."""

    on: str
    words: Words
    tone: str = "note"
    proved: bool = False


def answer(number: str, asked: str) -> Answer | None:
    """The answer for a day as it was typed; None when none was asked for."""
    if not asked:
        return None
    on = day_of(asked)
    if on is None:
        return Answer("", NO_DAY)
    for words in (found for test in _EDGES if (found := test(on))):
        return Answer(on.isoformat(), words)
    token = find_credential(number)
    if token is None:
        return Answer(on.isoformat(), NO_CREDENTIAL)
    day = check_here(token.encode(), on).day or {"state": "unknown", "proved": False, "zh": "", "en": ""}
    words = Words(day["zh"], day["en"])
    return Answer(on.isoformat(), words, _TONES.get(day["state"], "warn"), bool(day["proved"]))


def said_otherwise(number: str, asked: str) -> tuple[Difference, ...]:
    """In what a certificate said something else on a day than it says now; nothing where it did not."""
    on = day_of(asked) if asked else None
    found = find_certificate(number) if on else None
    if on is None or found is None or found.revision == 1 or on < found.first_issued_on:
        return ()
    then = CertificateFacts.model_validate(facts_on(found, on))
    return tuple(differences(then, CertificateFacts.model_validate(found.facts)))


@kept(NO_STORE)
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Send everything that proves the state of a certificate on the day ``on``, as one file for `shouze
    check` (404 for what does not exist, 422 without a day).
    """
    if waits := too_often(request):
        return waits
    on = day_of(request.GET.get("on", ""))
    if on is None:
        return JsonResponse({"words": NO_DAY.as_json()}, status=422)
    document = day_proof(number, on)
    if document is None:
        raise Http404
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="{number}-{on}.proof.json"'
    return response


def _not_yet(on: date) -> Words | None:
    today = clock.today()
    return {True: FUTURE, False: TODAY if on == today else None}[on > today]


def _too_early(on: date) -> Words | None:
    first = first_day()
    if first is None:
        return NEVER
    return BEFORE.fill(first=first) if on < first else None


_EDGES: Final[tuple[Callable[[date], Words | None], ...]] = (_not_yet, _too_early)
