"""The interface keeps to its own description, whatever is sent. Bounded: a few tries for each operation."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shouze.demo import cast
from shouze.demo.stage import Stage, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import all_acts
from shouze.resources.cases.models import Case
from shouze.site.wsgi import application

from .conftest import Api

TRIES = 4
#: the in-process client of the tests does not unpack what it is sent, so it must not say that it takes gzip
UNPACKED = {"Accept-Encoding": "identity"}
#: operations that are no acts
OTHERS = 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=TRIES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def one_connection() -> Iterator[None]:
    """The end of a request leaves the test's own transaction alone, as with Django's client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_it_keeps_to_its_own_description(api: Api, stage: Stage, mode: GenerationMode) -> None:
    play(api, stage.scene, fees_due, STORY[:-4])
    api.people = {**api.people, "T900": everything(stage)}
    headers = {**api.headers("T900"), **UNPACKED}
    known = {"subject": str(Case.objects.get().id)}
    with one_connection():
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
        operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
        for operation in operations:
            ask(operation, mode, headers, known)
    assert len(operations) == len(all_acts()) + OTHERS


def ask(operation: Any, mode: GenerationMode, headers: dict[str, str], known: dict[str, str]) -> None:
    """Send a few things to one operation and hold each answer against the description."""

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode))
    def each(case: schemathesis.Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE and isinstance(case.body, dict) and "subject" in case.body:
            case.body = {**case.body, **known}
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    each()


def everything(stage: Stage) -> uuid.UUID:
    """A person of every post of the body at once (the separation of duties still holds)."""
    by, at = stage.people["E001"], clock.now()
    person = cast.register("T900", "试全", "staff", by=by, at=at)
    for post in rulebook.codes("posts", on=clock.today()):
        if post.text("seat") == "body":
            cast.appoint(person, post.code, by=by, at=at)
    return person
