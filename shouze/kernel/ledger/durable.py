"""Files that are whole or not there: written beside, made durable, moved into place."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

FEW: Final = 8
"""From so many files on, the file system is asked once to write down everything, not file by file."""


def write(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put one file in place, durably: after a power cut it is the old one or the new one, never half."""
    beside = path.with_name(path.name + ".new")
    _write(beside, content, mode)
    sync([beside])
    beside.replace(path)
    sync([path.parent])


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put many files in place, each atomically; on return all of them and their names are durable."""
    beside = {path: path.with_name(path.name + ".new") for path in files}
    for folder in {path.parent for path in files}:
        folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        _write(beside[path], content, 0o644)
    sync(beside.values())
    for path, made in beside.items():
        made.replace(path)
    # New folders stand in their parents, up to the log's own.
    sync({above for path in files for above in list(path.parents)[:5]})


def sync(paths: Iterable[Path]) -> None:
    """Make files and folders durable."""
    all_of_them = list(paths)
    if len(all_of_them) >= FEW and _sync_file_system(all_of_them[0]):
        return
    for path in all_of_them:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with open(descriptor, "wb", buffering=0) as file:
        file.write(content)


def _sync_file_system(path: Path) -> bool:
    """Ask Linux to write down the whole file system of ``path``; says whether it could be asked."""
    syncfs = _syncfs()
    if syncfs is None:
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if syncfs(descriptor) != 0:
            raise OSError(ctypes.get_errno(), "syncfs")
    finally:
        os.close(descriptor)
    return True


@cache
def _syncfs() -> ctypes._FuncPointer | None:
    return getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
