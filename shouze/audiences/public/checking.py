"""The page on which a certificate's file is dropped: genuine, altered or unknown, and its state now.

Codes and credentials are checked by the reader's own browser; a PDF, and everything where there is no script,
by `shouze_verify` here, from the published files and with the published keys. Nothing that is sent is kept.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shouze.audiences.parts.data_blocks import data_block
from shouze.certification.certificates.published import Files, keys_now
from shouze.kernel import clock, rulebook
from shouze_verify.reports import ANSWERS, GENUINE, REASONS, STATES, Report

from . import texts
from .keeping import NO_STORE, kept, too_often

SCRIPT: Final = "check-worker.js"
LONGEST_TEXT: Final = 2_000_000
_TONES: Final[Mapping[str, str]] = {"valid": "good", "invalid": "bad", "altered": "bad", "unknown": "warn"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the place for a file, or what was found of the one that was sent."""
    answer = _checked(request) if request.method == "POST" else _show(request, {})
    answer.headers["Cache-Control"] = NO_STORE
    patch_vary_headers(answer, ("Cookie", "Accept-Language"))
    return answer


@kept("no-cache")
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of this page: by its scope it reaches nothing else."""
    place = finders.find(SCRIPT)
    if not isinstance(place, str):
        raise Http404
    return HttpResponse(Path(place).read_bytes(), content_type="text/javascript; charset=utf-8")


@kept("public, max-age=300")
def keys(request: HttpRequest) -> HttpResponse:
    """Tell all keys with which papers of this house are checked."""
    response = JsonResponse(keys_now(clock.today()))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _checked(request: HttpRequest) -> HttpResponse:
    if waits := too_often(request):
        return waits
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDenied
    sent, text = request.FILES.get("file"), request.POST.get("text", "")[:LONGEST_TEXT].strip()
    if sent is None and not text:
        return _show(request, {"refused": texts.CHECK["nothing"]}, status=422)
    if sent is not None and (sent.size or 0) > _largest():
        return _show(request, {"refused": texts.CHECK["large"]}, status=422)
    content = sent.read() if sent is not None else text.encode()
    report = check_here(content)
    if report.kind == "other":
        return _show(request, {"refused": texts.CHECK["refused"], "text": text}, status=422)
    return _show(request, {"report": told(report), "file": sent.name if sent is not None else ""})


def check_here(content: bytes, on: date | None = None) -> Report:
    """Check a file from what this house publishes, with the keys that it publishes."""
    # pyHanko takes half a second to load; only a process that checks a paper pays it.
    from shouze_verify.certificates import check
    from shouze_verify.trust import read_trust

    trust = read_trust(json.dumps(keys_now(clock.today())).encode())
    return check(content, trust, at=clock.now(), source=Files(), on=on)


def told(report: Report) -> dict[str, Any]:
    """A report in the reader's language."""
    zh = get_language() != "en"
    return {
        "tone": _TONES[report.answer],
        "answer": report.words[0 if zh else 1],
        "standing": _said(report.standing, zh),
        "facts": [(texts.CHECK_FACTS[name], value) for name, value in report.facts.items()],
        "reasons": [(one.good, _said(one, zh)) for one in report.reasons],
    }


def _said(one: Any, zh: bool) -> str:
    return "" if one is None else str(one.zh if zh else one.en)


def _show(request: HttpRequest, found: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = {
        **found,
        "keys": data_block(keys_now(clock.today())),
        "words": data_block(_words()),
        "largest": _largest(),
    }
    return render(request, "public/check.html", context, status=status)


def _words() -> dict[str, Any]:
    at = 0 if get_language() != "en" else 1
    flags = {True: "true", False: "false", None: "null"}
    return {
        "answers": {
            **{name: two[at] for name, two in ANSWERS.items()},
            "offline": GENUINE[at],
        },
        "reasons": {
            name: {flags[good]: two[at] for good, two in said.items()} for name, said in REASONS.items()
        },
        "states": {name: two[at] for name, two in STATES.items()}
        | {"unknown": str(texts.CHECK["not_looked"])},
        "facts": {name: str(words) for name, words in texts.CHECK_FACTS.items()},
        "say": {name: str(words) for name, words in texts.CHECK.items()},
    }


def _largest() -> int:
    return int(rulebook.value("limits/public_file_size", on=clock.today()).whole)
