"""Filling an empty database with the nation: the run, its chunks, its end.

Each chunk is one transaction that says so itself (`national.chunk`): a generation that was killed goes on
with the chunks that are missing. Keys and indexes are taken off before and put back at the end. Nothing is
fetched back and nothing is changed; rows only come in, by COPY, as the owner.
"""

import multiprocessing
import os
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import psycopg
from django.db import connection as django_connection
from psycopg import sql

from . import bare, ending, playing
from .cells import framed
from .making import Count, Maker, Span, taken
from .nation import Nation
from .recording import Recording
from .shaping import patterns_of

Connection = psycopg.Connection[Any]
Say = Callable[[str], None]
SAY_EVERY: Final = 5.0
LOCK: Final = 0x6E_61_74_69_6F_6E
"""Advisory lock of the one generation ("nation" in ASCII)."""

_MAKE: Final = """
CREATE SCHEMA national;
CREATE TABLE national.run (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), seed bigint NOT NULL,
  certificates bigint NOT NULL, chunk integer NOT NULL,
  until date NOT NULL, every_act boolean NOT NULL, recording bytea NOT NULL, begun_at timestamptz NOT NULL,
  finished_at timestamptz);
CREATE TABLE national.chunk (number integer PRIMARY KEY, entries integer NOT NULL, seconds real NOT NULL);
CREATE TABLE national.taken_off (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL, of text NOT NULL, name text NOT NULL,
  again text NOT NULL);
CREATE VIEW national.mark AS SELECT seed, certificates, until, begun_at, finished_at FROM national.run;
GRANT USAGE ON SCHEMA national TO PUBLIC;
GRANT SELECT ON national.mark TO PUBLIC;
"""


#: the tables of the logs; of every other table all columns are written, in their order
COLUMNS: Final = {
    "ledger_entry": (
        "id", "uid", "act", "at", "recorded_at", "person_id", "subject_type", "subject_id", "case_id", "leaf",
    ),
    "ledger_body": ("entry_id", "body"),
    "ledger_pending": ("entry_id",),
    "announcement": ("id", "uid", "leaf"),
    "announcement_pending": ("entry_id",),
}  # fmt: skip
#: the faster way to compress, where the server was built with it
_COMPRESSION: Final = """
SELECT set_config(name, 'lz4', false) FROM pg_settings
WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)
"""


class NotEmpty(Exception):
    """Somebody lives in this database, or something was done in it."""

    def __init__(self) -> None:
        super().__init__(
            "生成数据只能写入空数据库，而本数据库已有人员登记或台账记录：生成的过去不得混入真实的记录。"
            "请另建一个空数据库(createdb)，运行 shouze migrate，再运行 shouze national。 "
            "Generated data go into an empty database only, and in this one persons are registered or entries"
            " written: a made past must not mix with a true record. Make another database, run"
            " `shouze migrate` in it, then `shouze national`."
        )


class NothingToResume(Exception):
    """No generation was begun in this database."""

    def __init__(self) -> None:
        super().__init__(
            "本数据库中没有未完成的生成，无法续作；请不带 --resume 运行。 "
            "No generation was begun in this database, so none can be gone on with: run it without --resume."
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What a generation did: entries written now, in how many seconds; entries and cases altogether."""

    entries: int
    seconds: float
    all_entries: int
    cases: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: see the options of `shouze national`."""

    certificates: int
    seed: int
    until: date
    every_act: bool = False
    patterns: int = playing.CASES
    chunk: int = 1000


def begin(asked: Asked, at: datetime, say: Say = print) -> None:
    """Play the patterns and note the run. Raises NotEmpty where anything is there already."""
    _refuse_unless_empty()
    recording = playing.play(asked.patterns, say)
    with connect() as conn, conn.transaction():
        conn.execute(sql.SQL(_MAKE))
        conn.execute(
            "INSERT INTO national.run (seed, certificates, chunk, until, every_act, recording, begun_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (
                asked.seed,
                asked.certificates,
                asked.chunk,
                asked.until,
                asked.every_act,
                zlib.compress(recording.as_text().encode()),
                at,
            ),
        )


def go_on(at: datetime, *, workers: int | None = None, say: Say = print) -> Told:
    """Write what is missing of the run that was begun, then put keys and indexes back. Raises
    NothingToResume.
    """
    with connect() as conn:
        if conn.execute("SELECT to_regclass('national.run')").fetchone() == (None,):
            raise NothingToResume
        conn.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
        maker = maker_of(conn)
        if conn.execute("SELECT finished_at FROM national.run").fetchone() != (None,):
            return _told(conn, maker, 0, 0.0)
        if conn.execute("SELECT count(*) FROM national.chunk").fetchone() == (0,):
            _bare_once(conn, [*maker.tables(), *COLUMNS])
        began = time.monotonic()
        written = _fill(conn, maker, workers or len(os.sched_getaffinity(0)), say)
        seconds = time.monotonic() - began
        bare.put_back(conn, say)
        ending.finish(conn, maker, at, say)
        return _told(conn, maker, written, seconds)


def connect() -> Connection:
    """Return a connection of its own to the database of the settings, as the owner; closed by ``with``."""
    given = django_connection.get_connection_params()
    known = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    conn = psycopg.connect(**known, autocommit=True)
    # What is lost in a crash is made again: a chunk's own row is lost with it.
    conn.execute("SET synchronous_commit = off")
    conn.execute(_COMPRESSION)
    return conn


def recording_of(conn: Connection) -> Recording:
    """Return what was played for the run that is noted in the database. Raises NothingToResume."""
    row = conn.execute("SELECT recording FROM national.run").fetchone()
    if row is None:
        raise NothingToResume
    return Recording.read(zlib.decompress(row[0]).decode())


def maker_of(conn: Connection) -> Maker:
    """Return the maker of the run that is noted in the database."""
    row = conn.execute(
        "SELECT seed, certificates, until, chunk, every_act FROM national.run"
    ).fetchone()
    if row is None:
        raise NothingToResume
    seed, certificates, until, chunk, every_act = row
    patterns = patterns_of(recording_of(conn))
    return Maker(Nation(patterns, seed, certificates, until, chunk), every_act=every_act)


def _refuse_unless_empty() -> None:
    with connect() as conn:
        found = conn.execute(
            "SELECT EXISTS (SELECT 1 FROM ledger_entry)"
            " OR EXISTS (SELECT 1 FROM people_person WHERE kind <> 'machine')"
            " OR EXISTS (SELECT 1 FROM auth_user) OR to_regnamespace('national') IS NOT NULL"
        ).fetchone()
    if found != (False,):
        raise NotEmpty


def _bare_once(conn: Connection, tables: Sequence[str]) -> None:
    if conn.execute("SELECT count(*) FROM national.taken_off").fetchone() == (0,):
        bare.take_off(conn, tables)


_maker: Maker | None = None
_spans: dict[int, Span] = {}
_sink: Connection | None = None


def _fill(conn: Connection, maker: Maker, workers: int, say: Say) -> int:
    """Count every chunk, plan its ids, then make and write those that are missing."""
    global _maker  # noqa: PLW0603 the workers are forked, and find it there
    _maker = maker
    django_connection.close()
    done = {number for (number,) in conn.execute("SELECT number FROM national.chunk").fetchall()}
    context = multiprocessing.get_context("fork")
    with context.Pool(workers) as pool:
        counts = pool.map(_count, range(maker.chunks), chunksize=8)
    _spans.clear()
    _spans.update(plan(counts))
    left = [number for number in range(maker.chunks) if number not in done]
    with context.Pool(workers, initializer=_open_sink) as pool:
        return _watch(
            pool.imap_unordered(_write, left), sum(sum(one.entries.values()) for one in counts), say
        )


def _watch(written: Iterator[int], total: int, say: Say) -> int:
    began = told = time.monotonic()
    entries = 0
    for more in written:
        entries += more
        now = time.monotonic()
        if now - told >= SAY_EVERY:
            told, rate = now, entries / (now - began)
            say(
                f"  {entries:,} / {total:,} 条台账 entries, {rate:,.0f}/s,"
                f" 余 {(total - entries) / rate / 60:.1f} min left"
            )
    return entries


def plan(counts: Sequence[Count]) -> dict[int, Span]:
    """Say for each chunk which ids its entries have: by day, and within a day chunk after chunk."""
    totals: Counter[int] = Counter()
    for one in counts:
        totals.update(one.entries)
    first, ids = 1, {}
    for day in sorted(totals):
        ids[day] = first
        first += totals[day]
    ranks: Counter[int] = Counter()
    serials: Counter[tuple[int, str]] = Counter()
    spans: dict[int, Span] = {}
    for number, one in enumerate(counts):
        spans[number] = Span(
            {day: ids[day] + ranks[day] for day in one.entries}, {day: ranks[day] for day in one.entries},
            {day: totals[day] for day in one.entries}, {at: serials[at] for at in one.certificates},
        )  # fmt: skip
        ranks.update(one.entries)
        serials.update(one.certificates)
    return spans


def _count(number: int) -> Count:
    if _maker is None:
        raise RuntimeError("the worker was not forked from a generation")
    return _maker.count(number)


def _open_sink() -> None:
    global _sink  # noqa: PLW0603 one connection for each worker
    _sink = connect()


def _write(number: int) -> int:
    """Make a chunk and write it in one transaction; nothing where somebody else wrote it meanwhile."""
    if _maker is None or _sink is None:
        raise RuntimeError("the worker was not forked from a generation")
    began = time.monotonic()
    tables = _maker.make(number, _spans[number])
    entries = taken(tables)
    with _sink.transaction(), _sink.cursor() as cursor:
        cursor.execute(
            "INSERT INTO national.chunk (number, entries, seconds) VALUES (%s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (number, entries, time.monotonic() - began),
        )
        if not cursor.rowcount:
            return 0
        for table, rows in tables.items():
            columns = COLUMNS.get(table) or tuple(_maker.nation.patterns.types[table])
            statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with cursor.copy(statement) as copy:
                copy.write(framed(rows))
    return entries


def _told(conn: Connection, maker: Maker, written: int, seconds: float) -> Told:
    row = conn.execute("SELECT coalesce(sum(entries), 0) FROM national.chunk").fetchone()
    return Told(written, seconds, int(row[0]) if row else 0, maker.nation.cases)
