"""The two logs of the house, and where each is published.

``LEDGER`` is the tree over what every act left behind: its leaves hold salted digests only. ``REGISTER`` is
the public register's own tree: a leaf for each event of a certificate, whole and public, so that a holder
can watch for certificates in his name. Both are sequenced, integrated and published by the same code, told
apart by the names of their tables.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from shouze.kernel.words import Words

from . import durable

ORIGIN: Final = "SHOUZE_LOG_ORIGIN"
NOWHERE: Final = "shouze.example"
"""The host in the origin of a house that was never told its own: good for a demo, and for nothing else."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log: its name in addresses and folders, and its four tables.

    ``source`` has (id, uid, leaf), ``pending`` (entry_id, since), ``leaf`` (seq, entry_id, leaf_hash) and
    ``checkpoint`` (size, root, at, frontier). ``history`` is the file in which all its checkpoints stand,
    ``words`` the log's name for people.
    """

    name: str
    source: str
    pending: str
    leaf: str
    checkpoint: str
    history: str
    words: Words


LEDGER: Final = Log(
    "ledger",
    "ledger_entry",
    "ledger_pending",
    "ledger_leaf",
    "ledger_checkpoint",
    "checkpoints.log",
    Words("台账日志", "The ledger's log"),
)
REGISTER: Final = Log(
    "register",
    "announcement",
    "announcement_pending",
    "announcement_leaf",
    "announcement_checkpoint",
    "register-checkpoints.log",
    Words("证书登记日志", "The log of the register of certificates"),
)
LOGS: Final = (LEDGER, REGISTER)


class NoSuchLog(LookupError):
    """No log has that name."""


def named(name: str) -> Log:
    """The log of that name. Raises NoSuchLog."""
    for log in LOGS:
        if log.name == name:
            return log
    raise NoSuchLog(f"没有名为 {name} 的日志 (there is no log {name})")


def folder(log: Log) -> Path:
    """Where the log is published, in the layout of C2SP tlog-tiles, with its ``keys`` beside."""
    return Path(settings.LOG_ROOT) / log.name


def origin(log: Log) -> str:
    """The log's origin, ``<host>/log/<name>``: its identity in every checkpoint.

    Taken from the environment (`ORIGIN`: a host) at the first start and kept from then on, since a log
    that changes its name is another log. Raises ValueError where the environment says another host later.
    """
    return f"{_host()}/log/{log.name}"


def _host() -> str:
    kept, told = Path(settings.LOG_ROOT) / "origin", os.environ.get(ORIGIN, "").strip()
    if not kept.exists():
        host = told or NOWHERE
        if not host.isascii() or any(char.isspace() or char == "+" for char in host):
            raise ValueError(f"{ORIGIN} 不能作为来源名 (cannot be part of an origin): {host!r}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        durable.write(kept, host.encode() + b"\n")
    host = kept.read_text().strip()
    if told and told != host:
        raise ValueError(
            f"日志自始以 {host} 为来源，不能改为 {told}：另一来源即另一日志。"
            f" The logs have had the origin {host} from their beginning; under {told} they would be others."
        )
    return host
