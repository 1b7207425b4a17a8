"""The file of checkpoints: what the tree was, kept outside the database and only ever appended to.

One line of JSON per checkpoint, ``{"at":…,"root":"<hex>","size":n}``, smallest first. Copy it elsewhere, or
put it on storage that only grows: a database that was cut short or rewritten no longer agrees with it. A
write that a crash cut off stays as a torn line; the next run ends it and writes the line whole, so a line
that is the beginning of the one below it, or has no end, says nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import psycopg

from .logs import LEDGER, Log

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
LONGEST_LINE: Final = 256


class CheckpointsDisagree(Exception):
    """The file holds a checkpoint that the database does not: cut short, restored or rewritten."""


class CheckpointFile:
    """The file at ``path`` of a log's checkpoints, made with its first line."""

    def __init__(self, path: Path, log: Log = LEDGER) -> None:
        self.path = path
        self._log = log

    def follow(self, conn: psycopg.Connection[Any]) -> int:
        """Append the database's checkpoints that are not in the file yet, make them durable, return their
        number.

        Two at once take turns (a lock on the file). Raises CheckpointsDisagree, and then writes nothing.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file, conn.transaction():
            fcntl.flock(file, fcntl.LOCK_EX)
            last, torn = _end_of(file.fileno())
            _agree(conn, self._log, last, self.path)
            rows = conn.execute(
                f"SELECT size, root, at FROM {self._log.checkpoint} WHERE size > %s ORDER BY size",  # noqa: S608
                (last["size"] if last else 0,),
                binary=True,
            ).fetchall()
            if rows:
                file.write((b"\n" if torn else b"") + b"".join(_line(*row) for row in rows))
                file.flush()
                os.fsync(file.fileno())
            return len(rows)


def _line(size: int, root: bytes, at: datetime) -> bytes:
    said = {"at": at.astimezone(SHANGHAI).isoformat(), "root": root.hex(), "size": size}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def _end_of(descriptor: int) -> tuple[dict[str, Any] | None, bool]:
    """The last whole line of the file, and whether a torn one follows it."""
    length = os.fstat(descriptor).st_size
    start = max(0, length - 4 * LONGEST_LINE)
    tail = os.pread(descriptor, length - start, start)
    *lines, rest = tail.split(b"\n")
    if start:
        del lines[0]
    whole = [line for line in lines if line.endswith(b"}")]
    return (json.loads(whole[-1]) if whole else None), bool(rest)


def _agree(conn: psycopg.Connection[Any], log: Log, last: dict[str, Any] | None, path: Path) -> None:
    if last is None:
        return
    row = conn.execute(
        f"SELECT root FROM {log.checkpoint} WHERE size = %s",  # noqa: S608  (a table of `logs`)
        (last["size"],),
        binary=True,
    ).fetchone()
    if row is None or row[0].hex() != last["root"]:
        raise CheckpointsDisagree(
            f"检查点文件 {path} 记有 {last['size']} 条的树，数据库却没有同样的树：数据库被截短、回退或改写。"
            f" {path} holds a tree of {last['size']} leaves that the database does not:"
            " it was cut short, restored to an earlier day or rewritten."
        )
