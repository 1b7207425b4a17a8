"""A published log is checked from entries to witnesses, and each way to tamper with its files is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shouze_verify.audit import ALONE, PART, audit
from shouze_verify.checking import check_logs
from shouze_verify.command import main
from shouze_verify.findings import Report
from shouze_verify.heads import Place
from shouze_verify.notes import COSIGNATURE
from shouze_verify.policy import Policy, WitnessAt, read_policy
from shouze_verify.published import Published
from shouze_verify.witness.folder import Folder
from shouze_verify.witness.protocol import add_checkpoint
from shouze_verify.wrong import NoteWrong

from .small_log import Signer, SmallLog, tree

SIZE = 600
WITNESS = "authority.example/w"


class Watched:
    """A published log, and a witness that cosigned it."""

    def __init__(self, folder: Path) -> None:
        self.log = SmallLog(folder / "log", leaves=[b"leaf %d" % n for n in range(SIZE)])
        self.log.publish()
        self.witness = Folder(folder / "witness")
        self.key = self.witness.make(WITNESS)
        self.witness.add(self.log.signer.key)
        self.cosign()

    def cosign(self) -> None:
        """The witness cosigns the log as it is."""
        note = self.log.checkpoint()
        answer = add_checkpoint(self.witness, b"old 0\n\n" + note, at=1)
        assert answer.status == 200
        self.log._write("checkpoint", note + answer.body)

    def check(self, *shown: Path, policy: Policy | None = None) -> Report:
        own = Policy((WitnessAt(self.key, str(self.witness.path), required=True),))
        place = Place(
            "small", Published(self.log.folder), (self.log.signer.key,), None, policy or own, tuple(shown)
        )
        return check_logs([place])

    def file(self, path: str) -> Path:
        return self.log.folder / path


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def _found(report: Report) -> set[tuple[str, int | None, str | None]]:
    return {
        (one.check, one.seq if one.seq is not None else one.size, one.path or one.source)
        for one in report.findings
    }


def _flip(place: Path, at: int) -> None:
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(bytes(content))


def _republish(watched: Watched, leaves: list[bytes], signer: Signer | None = None) -> None:
    """Write everything anew over other leaves."""
    watched.log.leaves = leaves
    watched.log.signer = signer or watched.log.signer
    watched.log.publish()


def _change_checkpoint(watched: Watched) -> None:
    place = watched.file("checkpoint")
    place.write_bytes(place.read_bytes().replace(b"\n600\n", b"\n599\n"))


def _sign_with_another_key(watched: Watched) -> None:
    other = SmallLog(watched.log.folder, Signer(watched.log.signer.name), watched.log.leaves)
    watched.file("checkpoint").write_bytes(other.checkpoint())


ENTRY_300 = "tile/entries/001"
AT_300 = sum(2 + len(b"leaf %d" % n) for n in range(256, 300)) + 3
OTHER = [*(b"leaf %d" % n for n in range(SIZE))]
TAMPERINGS: dict[str, tuple[Callable[[Watched], object], set[tuple[str, int | None, str | None]]]] = {
    "an entry of a full bundle": (
        lambda w: _flip(w.file(ENTRY_300), AT_300), {("log-entry", 300, ENTRY_300)}
    ),
    "a hash of a full tile": (
        lambda w: _flip(w.file("tile/0/001"), 44 * 32), {("log-tile", 300, "tile/0/001")}
    ),
    "a hash of the tile above": (
        lambda w: _flip(w.file("tile/1/000.p/2"), 40), {("log-tile", 256, "tile/1/000")}
    ),
    "an entry of the partial bundle": (
        lambda w: _flip(w.file("tile/entries/002.p/88"), 5), {("log-entry", 512, "tile/entries/002.p/88")}
    ),
    "a hash of the partial tile": (
        lambda w: _flip(w.file("tile/0/002.p/88"), 33),
        {("log-entry", 513, "tile/entries/002.p/88"), ("log-root", 600, None),
         ("witness-root", 600, WITNESS)},
    ),
    "a bundle is gone": (lambda w: w.file(ENTRY_300).unlink(), {("log-missing", 256, ENTRY_300)}),
    "a tile is gone": (lambda w: w.file("tile/0/000").unlink(), {("log-missing", 0, "tile/0/000")}),
    "the tile above is gone": (
        lambda w: w.file("tile/1/000.p/2").unlink(), {("log-missing", None, "tile/1/000.p/2")}
    ),
    "a bundle is torn": (
        lambda w: w.file(ENTRY_300).write_bytes(w.file(ENTRY_300).read_bytes()[:-1]),
        {("log-missing", 256, ENTRY_300)},
    ),
    "the checkpoint is gone": (
        lambda w: w.file("checkpoint").unlink(),
        {("log-missing", None, "checkpoint"), ("witness-beyond", 600, WITNESS)},
    ),
    "the checkpoint is changed": (
        _change_checkpoint,
        {("log-missing", 512, "tile/0/002.p/87"), ("log-missing", 512, "tile/entries/002.p/87"),
         ("log-signature", 599, None), ("log-root", 599, None), ("log-cosignatures", 599, None),
         ("witness-beyond", 600, WITNESS)},
    ),
    "cut short, and signed": (
        lambda w: _republish(w, OTHER[:500]),
        {("log-cosignatures", 500, None), ("witness-beyond", 600, WITNESS)},
    ),
    "rewritten, and signed": (
        lambda w: _republish(w, [*OTHER[:300], b"other", *OTHER[301:], b"more"]),
        {("log-cosignatures", 601, None), ("witness-root", 600, WITNESS)},
    ),
    "signed by another key": (
        _sign_with_another_key,
        {("log-signature", 600, None), ("log-cosignatures", 600, None)},
    ),
}  # fmt: skip


def test_it_agrees_with_a_log_that_nobody_touched(watched: Watched) -> None:
    report = watched.check()
    assert (report.findings, report.logs["small"]["root"]) == ([], tree(watched.log.leaves).hex())
    assert report.logs["small"]["cosigned"] == [WITNESS]
    assert f"{WITNESS} 600" in report.text()


@pytest.mark.parametrize("way", TAMPERINGS)
def test_it_names_what_was_done_to_the_files_and_where(watched: Watched, way: str) -> None:
    assert watched.check().agreed
    tamper, expected = TAMPERINGS[way]
    tamper(watched)
    assert _found(watched.check()) == expected


def test_it_finds_a_split_view_by_what_another_reader_was_shown(watched: Watched, tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    shown.write_bytes(watched.log.checkpoint(300))
    assert watched.check(shown).agreed
    other = SmallLog(tmp_path / "other", watched.log.signer, [*OTHER[:299], b"other"])
    shown.write_bytes(other.checkpoint())
    assert _found(watched.check(shown)) == {("shown-root", 300, "shown")}
    shown.write_bytes(SmallLog(tmp_path, Signer("x"), OTHER).checkpoint())
    assert _found(watched.check(shown)) == {("shown-false", None, "shown")}


def test_it_finds_a_replaced_key_although_the_file_of_keys_was_replaced_too(watched: Watched) -> None:
    policy = Policy((WitnessAt(watched.key, str(watched.witness.path)),))
    place = Place("small", Published(watched.log.folder), policy=policy)
    assert check_logs([place]).agreed
    _republish(watched, OTHER, Signer(watched.log.signer.name))
    assert _found(check_logs([place])) == {("witness-key", 600, WITNESS)}


def test_it_follows_a_key_that_handed_over_to_another(watched: Watched) -> None:
    old, new = watched.log.signer, Signer(watched.log.signer.name)
    text = f"shouze-log-key-1\n{old.name}\n{old.key.vkey()}\n{new.key.vkey()}\n2026-01-01T00:00:00+08:00\n"
    _republish(watched, OTHER, new)
    place = Place("small", Published(watched.log.folder), (old.key,))
    watched.log._write("rotations", f"{text}\n{old.line(text)}{new.line(text)}".encode())
    assert check_logs([place]).agreed
    watched.log._write("rotations", f"{text}\n{new.line(text)}".encode())
    assert set(check_logs([place]).counts) == {"log-signature"}


def test_it_says_that_a_witness_is_silent_or_shows_what_it_never_signed(watched: Watched) -> None:
    policy = Policy((WitnessAt(watched.key, "http://127.0.0.1:9"),))
    assert _found(watched.check(policy=policy)) == {("witness-silent", None, WITNESS)}
    (kept,) = watched.witness.path.glob("cosigned/*/checkpoint")
    kept.write_bytes(watched.log.checkpoint())
    assert ("witness-false", None, WITNESS) in _found(watched.check())


def test_it_counts_a_quorum(watched: Watched) -> None:
    other = Signer("rival.example/w", COSIGNATURE).key
    policy = read_policy(
        f"witness {watched.key.vkey()} # near\n\nwitness {other.vkey()} required\nquorum 2\n"
    )
    assert policy.lacking({watched.key.name}) == ["rival.example/w", "1/2"]
    assert policy.lacking({watched.key.name, other.name}) == []
    assert [one.field for one in watched.check(policy=policy).findings] == ["rival.example/w, 1/2"]
    one, log = f"witness {other.vkey()}", watched.log.signer.key.vkey()
    for bad in (
        "quorum 1",
        "witness",
        "witness x",
        f"witness {log}",
        "group a",
        f"{one} a b",
        f"{one}\n{one}",
    ):
        with pytest.raises(NoteWrong):
            read_policy(bad)


def test_it_shares_a_large_log_among_processes(tmp_path: Path) -> None:
    log = SmallLog(tmp_path, leaves=[b"%d" % n for n in range(ALONE + 300)])
    log.publish()
    found = audit(Published(tmp_path), len(log.leaves), "large")
    assert (found.findings, found.root()) == ([], tree(log.leaves))
    assert found.root_at(PART + 7, Published(tmp_path)) == tree(log.leaves[: PART + 7])
    _flip(tmp_path / "tile/2/000.p/2", 3)
    _flip(tmp_path / "tile/0/256", 3)
    found = audit(Published(tmp_path), len(log.leaves), "large")
    assert [(one.check, one.path) for one in found.findings] == [
        ("log-tile", "tile/0/256"),
        ("log-tile", "tile/2/000.p/2"),
    ]
    assert found.root() == tree(log.leaves)


def test_it_answers_on_the_command_line(watched: Watched, capsys: pytest.CaptureFixture[str]) -> None:
    own = [str(watched.log.folder), "--key", watched.log.signer.key.vkey()]
    witness = ["--witness", watched.key.vkey(), str(watched.witness.path)]
    assert main([*own, *witness]) == 0
    assert "一致 / agreed" in capsys.readouterr().out
    _flip(watched.file(ENTRY_300), AT_300)
    assert main([*own, *witness, "--json"]) == 1
    assert '"seq": 300' in capsys.readouterr().out
    assert main(["http://127.0.0.1:9/", *own[1:]]) == 2
    assert main([str(watched.log.folder), "--key", "nonsense"]) == 2
    assert capsys.readouterr().err.count("无法核验") == 2
