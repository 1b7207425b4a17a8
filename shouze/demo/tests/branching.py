"""A tale goes on in several ways from one point, each undone at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from shouze.demo.papers import paper
from shouze.demo.tale import Actor, Deed, Tale
from shouze.kernel import clock

from . import houses


@contextmanager
def branch(tale: Tale) -> Iterator[Tale]:
    """A branch of the tale, undone at its end."""
    with houses.undone():
        yield replace(tale, named=dict(tale.named), made=dict(tale.made))


def attempt(actor: Actor, tale: Tale, deed: Deed) -> set[str]:
    """Try a deed that must be refused at that point; the codes of the objections."""
    with clock.moved(clock.moment(deed.on, deed.at)):
        tale.paper = lambda title: actor.store(deed.who, f"{title}.pdf", paper(title))
        return actor.denied(deed.who, deed.act, tale.named[deed.about], deed.given(tale))
