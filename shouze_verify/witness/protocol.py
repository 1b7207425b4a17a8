"""What a witness answers to a submission, in the order in which the text of C2SP tlog-witness asks."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from ..checkpoints import HASH_BYTES, Checkpoint, parse_checkpoint, read_checkpoint
from ..notes import Key, read_base64, read_number, split_note
from ..proofs import MOST_HASHES, check_consistency
from ..wrong import NoteWrong, ProofWrong, Wrong
from .folder import Folder

EMPTY: Final = sha256(b"").digest()
LARGEST: Final = 1 << 19
PLAIN: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"
OK, BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 400, 403, 404, 409, 422


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and its type."""

    status: int
    body: bytes
    content_type: str = PLAIN


@dataclass(frozen=True, slots=True)
class Submission:
    """An old size, the proof from it, and the checkpoint as it was sent."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes

    @classmethod
    def read(cls, body: bytes) -> Submission:
        """Read the body of a request. Raises NoteWrong where it is not in the form."""
        head, blank, note = body.partition(b"\n\n")
        first, *lines = head.decode(errors="replace").split("\n")
        if not blank or not first.startswith("old ") or len(lines) > MOST_HASHES:
            raise NoteWrong("提交格式不对。", "This is no old size, proof, blank line and checkpoint.")
        proof = tuple(read_base64(line) for line in lines)
        if any(len(hashed) != HASH_BYTES for hashed in proof):
            raise NoteWrong("证明格式不对。", f"A hash of the proof has not {HASH_BYTES} bytes.")
        return cls(read_number(first[4:]), proof, note)


class _Refused(Exception):
    """The answer that ends the matter."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def add_checkpoint(folder: Folder, body: bytes, *, at: int) -> Answer:
    """Answer a submission at a moment (POSIX seconds). Raises Broken where the folder is not what we left."""
    try:
        submission, origin, keys = _whose(folder, body)
        checkpoint = _signed(submission.note, origin, keys)
        if submission.old > checkpoint.size:
            raise _refuse(BAD_REQUEST, f"old size {submission.old} is beyond {checkpoint.size}")
        with folder.alone(origin):
            return _cosign(folder, body, submission, checkpoint, at)
    except _Refused as refused:
        return refused.answer


def latest(folder: Folder, hashed: str) -> Answer:
    """The latest cosigned checkpoint of the log whose origin has this SHA-256 (hex)."""
    found = folder.cosigned(hashed)
    return Answer(OK, found) if found is not None else Answer(NOT_FOUND, b"never cosigned\n")


def _whose(folder: Folder, body: bytes) -> tuple[Submission, str, tuple[Key, ...]]:
    try:
        submission = Submission.read(body)
        origin = parse_checkpoint(split_note(submission.note)[0]).origin
    except NoteWrong as wrong:
        raise _refuse(BAD_REQUEST, wrong.en) from wrong
    keys = folder.logs().get(origin)
    if keys is None:
        raise _refuse(NOT_FOUND, f"this witness does not watch {origin}")
    return submission, origin, keys


def _signed(note: bytes, origin: str, keys: tuple[Key, ...]) -> Checkpoint:
    try:
        return read_checkpoint(note, keys, origin=origin)
    except NoteWrong as wrong:
        raise _refuse(FORBIDDEN, wrong.en) from wrong


def _cosign(folder: Folder, body: bytes, sent: Submission, new: Checkpoint, at: int) -> Answer:
    last = folder.latest(new.origin)
    size = last.size if last else 0
    # Two roots of one size, both signed by the log: that alone proves anything. A proof comes from whoever
    # sends it, and a wrong one says nothing of the log.
    if last is not None and new.size == size and new.root != last.root:
        folder.keep_evidence(new.origin, body)
    if sent.old != size:
        return Answer(CONFLICT, b"%d\n" % size, SIZE)
    try:
        _check_growth(last, new, sent.proof)
    except Wrong as wrong:
        raise _refuse(UNPROCESSABLE, wrong.en) from wrong
    text, _ = split_note(sent.note)
    line = folder.key().cosign(text.encode(), at)
    log_lines = "".join(f"{signature}\n" for signature in new.signatures)
    folder.remember(new.origin, f"{text}\n{log_lines}{line}".encode())
    return Answer(OK, line.encode())


def _check_growth(last: Checkpoint | None, new: Checkpoint, proof: tuple[bytes, ...]) -> None:
    """Raise ProofWrong where the new checkpoint is not shown to grow out of the last."""
    if new.size == 0 and new.root != EMPTY:
        raise ProofWrong("空树的根不对。", "The tree of no leaves has another root.")
    if last is not None and last.size:
        check_consistency(last.size, new.size, last.root, new.root, proof)
    elif proof:
        raise ProofWrong("自零起无须证明。", "From a size of zero the proof must be empty.")


def _refuse(status: int, why: str) -> _Refused:
    return _Refused(Answer(status, f"{why}\n".encode()))
