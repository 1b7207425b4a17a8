"""Certificates rendered per second, one by one and warm, against WeasyPrint with the same content and fonts.

Every certificate has a number, a factory and models of its own. Three contestants in turn: the house;
WeasyPrint with the same border as a picture; WeasyPrint with two plain frames. Then rendered and signed.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from shouze.certification.certificates.document import render, sign
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.document.keys import signing_key
from shouze.certification.certificates.document.tests.samples import AT, THREE, certificate
from shouze.resources.documents.fonts import find_fonts

TURNS = 7
SECONDS = 2.0
WARM_UP = 3
PREPARED = 2000
Render = Callable[[CertificateFacts], object]


def measure(seconds: float = SECONDS, turns: int = TURNS) -> dict[str, Any]:
    """Each contestant ``turns`` times for ``seconds``; returns medians per second and ratios."""
    with tempfile.TemporaryDirectory(prefix="shouze-bench-") as folder:
        return compare({**house(Path(folder)), **peers(Path(folder))}, seconds, turns)


def house(folder: Path) -> dict[str, Render]:
    """The house, without signature and with."""
    key = signing_key({}, folder)
    return {
        "house": lambda facts: render.render(facts, at=AT),
        "house_signed": lambda facts: sign.sign(render.render(facts, at=AT), at=AT, key=key),
    }


def peers(folder: Path) -> dict[str, Render]:
    """WeasyPrint with the same border as a picture, and with two plain frames."""
    from bench.peer_weasyprint import Peer

    picture = folder / "border.svg"
    picture.write_text(render.border())
    return {
        "weasyprint": Peer(find_fonts(), picture).render,
        "weasyprint_plain_border": Peer(find_fonts(), None).render,
    }


def compare(contestants: Mapping[str, Render], seconds: float, turns: int) -> dict[str, Any]:
    """Let each of them render in turn; the ratios are those of the house to each other one."""
    runs = _in_turns(contestants, seconds, turns)
    found: dict[str, Any] = {name: _summary(of) for name, of in runs.items()}
    for peer in (name for name in runs if name != "house"):
        pairs = zip(runs["house"], runs[peer], strict=True)
        found[f"ratio_to_{peer}"] = round(statistics.median(mine[0] / its[0] for mine, its in pairs), 2)
    return found


def _in_turns(
    contestants: Mapping[str, Render], seconds: float, turns: int
) -> dict[str, list[tuple[float, float]]]:
    # Made beforehand: what is measured is rendering.
    course = itertools.cycle(list(itertools.islice(_certificates(), PREPARED)))
    for render_one in contestants.values():
        for facts in itertools.islice(course, WARM_UP):
            render_one(facts)
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in contestants}
    for _ in range(turns):
        for name, render_one in contestants.items():
            runs[name].append(_one_run(render_one, course, seconds))
    return runs


def _one_run(render_one: Render, course: Iterator[CertificateFacts], seconds: float) -> tuple[float, float]:
    """Certificates per second, and milliseconds of processor time for each."""
    done, began, worked = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - began < seconds:
        render_one(next(course))
        done += 1
    return done / (time.perf_counter() - began), (time.process_time() - worked) / done * 1000


def _summary(runs: list[tuple[float, float]]) -> dict[str, float]:
    rates, costs = zip(*runs, strict=True)
    return {"per_second": round(statistics.median(rates), 1), "cpu_ms": round(statistics.median(costs), 1)}


def _certificates() -> Iterator[CertificateFacts]:
    for n in itertools.count(1):
        models = [{"name": f"DC-{n:04d}{x}", "specification": "220V~ 50Hz 2100W"} for x in "ABC"]
        yield certificate(
            number=f"2024990711{n % 1_000_000:06d}",
            public_url=f"https://ccc.example.org/c/2024990711{n % 1_000_000:06d}",
            factory={**THREE["factory"], "factory_code": f"X{n % 1_000_000:06d}"},
            product={**THREE["product"], "models": models},
        )
