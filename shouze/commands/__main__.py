"""`shouze VERB …`: finds the verb in the table and runs it; the module behind a verb is loaded only then."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, NamedTuple, cast

DONE: Final = 0
FAILED: Final = 1
NOT_UNDERSTOOD: Final = 2


class Verb(NamedTuple):
    """A word of the command line, its function among these modules (`module:function`), one line of help."""

    word: str
    target: str
    help: str


# One line for each verb; whoever adds one writes its module beside the others.
# fmt: off
VERBS: Final = (
    Verb("run", "run:run", "set up what is missing, then serve until Ctrl-C"),
    Verb("test-server", "run:test_server", "as run, on a throw-away database and a free port"),
    Verb("prepare", "prepare:prepare", "migrate, gather static files, fill an empty house"),
    Verb("migrate", "prepare:migrate", "bring the tables and the rights of the roles up to date"),
    Verb("people", "prepare:people", "who lives in the demo house, and how to log in"),
    Verb("web", "serve:web", "serve pages and interfaces"),
    Verb("worker", "serve:worker", "do the deferred work and run the clocks"),
    Verb("sequencer", "serve:sequencer", "number the ledger's entries, integrate them into its tree"),
    Verb("keys", "keys:keys", "list the keys of the logs, renew one, or announce a new one to other bodies"),
    Verb("postgres", "database:postgres", "start, stop, status, psql: the embedded PostgreSQL"),
    Verb("found", "founding:found", "found a house: its first person registers all others"),
    Verb("login", "founding:login", "give a registered person a login, or a new password"),
    Verb("token", "tokens:token", "a bearer token for a person's programs, shown once"),
    Verb("assets", "assets:assets", "build the front end, compile the translations"),
    Verb("demo", "demo:demo", "build the demo house into an empty database"),
    Verb("national", "national:national", "fill an empty database with generated data of national size"),
    Verb("story", "story:story", "play one certification from application to public certificate"),
    Verb("trace", "trace:trace", "who did what for a certificate, under which rules, on which evidence"),
    Verb("dossier", "dossier:dossier", "a sealed evidence dossier, for a court or regulator"),
    Verb("classify", "classify:classify", "try a proposed table of the classes on the whole history"),
    Verb("verify", "verify:verify", "check that nobody changed what the ledger holds"),
    Verb("check", "check:check", "is this certificate genuine, and what is its state"),
    Verb("monitor", "monitor:monitor", "watch a register's log for certificates in somebody's name"),
    Verb("export", "export:export", "the process record as OCEL 2.0 or XES"),
    Verb("witness", "witness:witness", "make and serve a witness that cosigns the logs of others"),
    Verb("docs", "docs:docs", "write the generated pages of docs/ anew"),
    Verb("shots", "shots:shots", "screenshots of the main pages of a throw-away house"),
    Verb("bench", "bench:bench", "measure the gate, the look-up and the certificate against peers"),
    Verb("doctor", "doctor:doctor", "look for what is missing, and say how to get it"),
    Verb("django", "django:django", "Django's own management commands"),
)
# fmt: on


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb that `arguments` (default: the command line) begin with; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    verbs = {verb.word: verb for verb in VERBS}
    if not given or given[0] not in verbs:
        print(_usage(given[0] if given else None), file=sys.stderr)
        return NOT_UNDERSTOOD
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouze.site.settings")
    module, _, function = verbs[given[0]].target.partition(":")
    run = cast(Callable[[Sequence[str]], int], getattr(import_module(f"shouze.commands.{module}"), function))
    return run(given[1:])


def _usage(word: str | None) -> str:
    asked_for_help = word in {None, "help", "--help", "-h"}
    lines = [] if asked_for_help else [f"shouze: there is no verb {word!r}."]
    width = max(len(verb.word) for verb in VERBS)
    lines += ["usage: shouze VERB …", *(f"  {verb.word:<{width}}  {verb.help}" for verb in VERBS)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
