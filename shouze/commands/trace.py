"""`shouze trace NUMBER`: who did what for a certificate, when, in which post, under which rules, on which
evidence.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouze.certification.certificates.trace import Trace, Traced

INDENT = " " * 4


def trace(arguments: Sequence[str]) -> int:
    """Print the trace of the certificate whose number is the first argument; 2 without one, 1 when there is
    none.
    """
    if len(arguments) != 1:
        print("usage: shouze trace CERTIFICATE-NUMBER", file=sys.stderr)
        return 2
    import django

    django.setup()
    from shouze.certification.certificates import trace as reading

    try:
        found = reading.trace(arguments[0])
    except reading.NoSuchCertificate as missing:
        print(missing, file=sys.stderr)
        return 1
    for line in lines(found):
        print(line)
    return 0


def lines(found: Trace) -> Iterator[str]:
    """Render a trace as text: a heading, then each act with its person, post, rules and papers."""
    from shouze.procedure.states import state_words

    certificate = found.certificate
    state = state_words("certificates.certificate", certificate.state)
    yield f"证书 certificate {certificate.number}  {state.zh} {state.en}"
    holder = certificate.facts["applicant"]["name"]["zh"]
    yield f"{certificate.issued_on} → {certificate.valid_until}  {holder}"
    for one in found.acts:
        yield ""
        yield from _act(one)


def _act(one: Traced) -> Iterator[str]:
    from shouze.kernel import clock
    from shouze.kernel.acts.keyed import WAYS
    from shouze.procedure.states import state_words

    at = one.at.astimezone(clock.SHANGHAI)
    place = "待排序" if one.seq is None else f"#{one.seq}"
    yield f"{at:%Y-%m-%d %H:%M}  {one.words.zh} {one.words.en}  [{place}]"
    way = WAYS[one.way].zh if one.way in WAYS else "签字"
    signed = f"，{way}" if one.signed else ""
    state = state_words(one.subject_type, one.state_after).zh
    yield f"{INDENT}{one.by_whom.zh}（{one.post_words.zh}{signed}） → {state}"
    for label, values in (
        ("条款 clauses", one.clauses),
        ("规则 rules", one.rules),
        ("证据 evidence", tuple(f"{paper.name} {paper.digest}" for paper in one.papers)),
        ("据以 considered", tuple(_considered(dict(fact)) for fact in one.considered)),
    ):
        for value in values:
            yield f"{INDENT}{label}: {value}"


def _considered(fact: dict[str, object]) -> str:
    kind = fact.pop("kind", "")
    return f"{kind} " + ", ".join(f"{name}={value}" for name, value in fact.items())
