"""The declaration of an act, and the register of all acts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.utils.module_loading import autodiscover_modules

from shouze.kernel.words import Words

from .doing import Doing, Look
from .inputs import Input, Nothing
from .models import Subject
from .refusal import Objection


@dataclass(frozen=True, slots=True)
class Move:
    """An allowed change of state: from any of ``frm`` to ``to``. ``to=None`` means that the state stays."""

    frm: tuple[str, ...]
    to: str | None = None


type_do = Callable[..., Any]
Check = Callable[[Look], Iterable[Objection]]


@dataclass(frozen=True, slots=True)
class Act:
    """A named act: what it is called, on what it is done, what it asks, when it is allowed, under which
    clauses.

    ``do`` receives (doing, subject, given); for an act that creates its subject it receives (doing, given)
    and returns the unsaved subject. ``looks`` gathers from the database and the rulebook what the pure
    ``checks`` need.
    """

    name: str
    words: Words
    do: type_do
    input: type[Input]
    on: type[Subject]
    creates: bool
    moves: Move | None
    looks: Callable[[Doing, Any, Any], Any] | None
    checks: tuple[Check, ...]
    clauses: tuple[str, ...]
    version: int
    room: str

    @property
    def noun(self) -> str:
        """The thing the act is about: the part of its name before the dot."""
        return self.name.split(".")[0]


_acts: dict[str, Act] = {}
#: name -> (the last version for which they held, its checks), the earliest first
_former: dict[str, list[tuple[int, tuple[Check, ...]]]] = {}


_of_subject: set[Callable[..., Any]] = set()
Marked = TypeVar("Marked", bound=Callable[..., Any])


def of_subject(looking: Marked) -> Marked:
    """Mark a check, or a gatherer of facts, that looks at the subject, person and moment alone: it is asked
    before an input is there, too. A marked check sees facts where its act's gatherer is marked as well."""
    _of_subject.add(looking)
    return looking


def looks_at_subject(act: Act) -> bool:
    """Say whether the facts of an act can be gathered without an input."""
    return act.looks in _of_subject


def standing_checks(act: Act) -> Iterable[Check]:
    """Return the checks of an act that can be asked without an input."""
    return (check for check in act.checks if check in _of_subject)


class UnknownAct(LookupError):
    """No act of that name is declared."""


def act(
    name: str,
    words: Words,
    *,
    on: type[Subject],
    input: type[Input] = Nothing,
    creates: bool = False,
    moves: Move | None = None,
    looks: Callable[[Doing, Any, Any], Any] | None = None,
    checks: tuple[Check, ...] = (),
    clauses: tuple[str, ...],
    version: int = 1,
) -> Callable[[type_do], type_do]:
    """Declare the decorated function as the act ``name``. Raises ValueError when the name is taken."""

    def declare(do: type_do) -> type_do:
        if name in _acts:
            raise ValueError(f"act {name} is declared twice")
        _acts[name] = Act(
            name, words, do, input, on, creates, moves, looks, checks, clauses, version, do.__module__
        )
        return do

    return declare


def get_act(name: str) -> Act:
    """Return the act of that name. Raises UnknownAct."""
    try:
        return all_acts()[name]
    except KeyError as missing:
        raise UnknownAct(f"没有名为 {name} 的行为 (no act is named {name})") from missing


def formerly(name: str, *, until: int, checks: tuple[Check, ...]) -> None:
    """Keep what had to hold for an act up to its version ``until``: entries of that time are done again
    under it, and nothing else is.
    """
    _former.setdefault(name, []).append((until, checks))
    _former[name].sort(key=lambda one: one[0])


def act_of_version(name: str, version: int) -> Act:
    """Return the act of that name as it was judged in a version; what was not kept apart is as it is now.
    Raises UnknownAct.
    """
    act = get_act(name)
    checks = next((kept for until, kept in _former.get(name, ()) if version <= until), act.checks)
    return act if version >= act.version else replace(act, version=version, checks=checks)


def all_acts() -> dict[str, Act]:
    """Return every declared act by name; the first call reads the ``acts`` module of every room."""
    if not _loaded:
        autodiscover_modules("acts")
        _loaded.append(True)
    return _acts


_loaded: list[bool] = []
