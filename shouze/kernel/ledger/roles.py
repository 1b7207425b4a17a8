"""Who may do what to the tables, said to the database itself.

Two roles beside the owner: ``shouze_app`` (web and worker) adds entries and reads; ``shouze_sequencer``
numbers and integrates them. Neither can change or remove an entry, a body or a leaf. Both are made with
LOGIN and no password: over a local socket the data folder is the door, over a network nobody gets in until
the owner sets one. Run `grant` after every migration: a new table is otherwise known only by the default
privileges.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from .logs import LOGS

APP: Final = "shouze_app"
SEQUENCER: Final = "shouze_sequencer"

_OF_APP: Final = {
    "source": "SELECT, INSERT",
    "pending": "SELECT, INSERT",
    "leaf": "SELECT",
    "checkpoint": "SELECT",
}
_OF_SEQUENCER: Final = {
    "source": "SELECT",
    "pending": "SELECT, DELETE",
    "leaf": "SELECT, INSERT",
    "checkpoint": "SELECT, INSERT",
}
PRIVILEGES: Final = {
    role: {getattr(log, kind): right for log in LOGS for kind, right in rights.items()}
    | {"ledger_body": rights["source"]}
    for role, rights in ((APP, _OF_APP), (SEQUENCER, _OF_SEQUENCER))
}
LEDGER_TABLES: Final = tuple(PRIVILEGES[APP])

# Roles belong to the whole server, so two databases may be set up at once: who comes second finds them made.
# From PostgreSQL 16 on, who makes a role may not yet become it: hence the second block.
MAKE_ROLE: Final = """
DO $$ BEGIN
    IF to_regrole('{role}') IS NULL THEN
        CREATE ROLE {role} LOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        GRANT {role} TO CURRENT_USER;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO {role};
"""

# Only what we own can be granted: an extension's view in the same schema belongs to somebody else.
_GRANT_ALL: Final = """
DO $$ DECLARE own record; BEGIN
    FOR own IN
        SELECT oid::regclass AS name, relkind = 'S' AS is_sequence FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
          AND pg_has_role(current_user, relowner, 'USAGE')
    LOOP
        IF own.is_sequence THEN
            EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO shouze_app', own.name);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO shouze_app', own.name);
        END IF;
    END LOOP;
END $$;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shouze_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO shouze_app;
"""


# The one way in which content goes, held to an act by the function's own trigger.
_ERASING: Final = f"GRANT EXECUTE ON FUNCTION ledger_erase(uuid, text, text, uuid, text) TO {APP};\n"


# Nothing of the house needs temporary objects, and with none nobody can put one before a name of ours.
# The owner keeps the right. Who does not own the database cannot take it: the functions are written to stand
# without it.
_NO_TEMPORARY: Final = f"""
DO $$ BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC, {APP}, {SEQUENCER}', current_database());
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'temporary objects stay allowed: only the owner of the database takes them from PUBLIC';
END $$;
"""


class Connected(Protocol):
    """A connection of Django or of psycopg: all that is asked of it is a cursor."""

    def cursor(self) -> AbstractContextManager[Any]: ...


def grant(connection: Connected) -> None:
    """Make the two roles where they are missing and set what they may do, in one transaction; as often as
    you like.

    Run as the owner of the tables. Making a role needs CREATEROLE (or superuser); where the roles exist,
    nothing. Raises the driver's error where the login may not do it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_everything())


def _everything() -> str:
    roles = "".join(MAKE_ROLE.format(role=role) for role in PRIVILEGES)
    ledger = "".join(_only(table) for table in LEDGER_TABLES)
    return roles + _GRANT_ALL + ledger + _no_numbering() + _ERASING + _NO_TEMPORARY


def _only(table: str) -> str:
    """Take everything on a ledger table back, then give what `PRIVILEGES` lists."""
    revoked = f"REVOKE ALL ON {table} FROM PUBLIC, {APP}, {SEQUENCER};\n"
    return revoked + "".join(
        f"GRANT {rights[table]} ON {table} TO {role};\n" for role, rights in PRIVILEGES.items()
    )


def _no_numbering() -> str:
    """The identity column needs no privilege on its sequence, and with one a writer could move it."""
    return "".join(
        f"REVOKE ALL ON SEQUENCE {log.source}_id_seq FROM PUBLIC, {APP}, {SEQUENCER};\n" for log in LOGS
    )
