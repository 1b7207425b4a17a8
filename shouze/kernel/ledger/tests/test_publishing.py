"""What is published: the layout read again by other code, and going on where files are behind."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from shouze.kernel.ledger import log_keys, logs, tiles
from shouze.kernel.ledger.checkpoints import CheckpointsDisagree
from shouze.kernel.ledger.logs import LEDGER
from shouze.kernel.ledger.notes import checkpoint_text, sign, vkey
from shouze.kernel.ledger.publishing import PublishedBroken, Publisher, cosign, read_published
from shouze.kernel.ledger.sequence import catch_up, integrate
from shouze.kernel.ledger.tree import Frontier, leaf_hash, root_of

from .conftest import Ledger
from .forging import START, write
from .rereading import Rereading


def _leaves(count: int) -> list[bytes]:
    return [b"leaf %d" % number for number in range(count)]


def _put(place: Path, edge: tiles.Edge, frontier: Frontier, leaves: Sequence[bytes]) -> list[str]:
    grown = edge.grow(leaves, frontier.append(map(leaf_hash, leaves)))
    for path, content in grown.files.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(content)
    return grown.outgrown


def _publish(ledger: Ledger, publisher: Publisher | None = None, limit: int = 65_536) -> int:
    with ledger.connect() as conn:
        return catch_up(conn, at=START, limit=limit, publisher=publisher or Publisher(LEDGER))


def test_it_lays_tiles_and_bundles_so_that_another_reader_finds_the_root(tmp_path: Path) -> None:
    leaves = _leaves(600)
    edge, frontier = tiles.Edge(), Frontier()
    for size in range(1, 601):
        _put(tmp_path, edge, frontier, leaves[size - 1 : size])
        again = Rereading(tmp_path, size)
        assert again.root() == root_of(map(leaf_hash, leaves[:size])) == frontier.root()
        assert edge.frontier().as_bytes() == frontier.as_bytes()
    assert Rereading(tmp_path, 600).entries() == leaves


@pytest.mark.parametrize("size", [255, 256, 257, 65_535, 65_536, 65_537, 70_000])
def test_it_lays_out_what_the_specification_counts(tmp_path: Path, size: int) -> None:
    edge, frontier = tiles.Edge(), Frontier()
    _put(tmp_path, edge, frontier, _leaves(size))
    assert Rereading(tmp_path, size).root() == frontier.root()
    for level in range(3):
        whole, partial = size // 256 ** (level + 1), size // 256**level % 256
        found = sorted(path for path in (tmp_path / f"tile/{level}").rglob("*") if path.is_file())
        lengths = sorted(path.stat().st_size for path in found)
        assert lengths == sorted([8192] * whole + ([32 * partial] if partial else []))


def test_it_names_a_tile_as_the_specification_does() -> None:
    assert tiles.path(0, 1_234_067) == "tile/0/x001/x234/067"
    assert tiles.path("entries", 5, 17) == "tile/entries/005.p/17"
    assert tiles.path(3, 1000) == "tile/3/x001/000"


def test_it_tells_which_partial_tiles_are_outgrown(tmp_path: Path) -> None:
    edge, frontier = tiles.Edge(), Frontier()
    assert _put(tmp_path, edge, frontier, _leaves(200)) == []
    assert _put(tmp_path, edge, frontier, _leaves(100)) == ["tile/entries/000.p", "tile/0/000.p"]
    assert _put(tmp_path, edge, frontier, _leaves(212)) == ["tile/entries/001.p", "tile/0/001.p"]


def test_it_signs_a_checkpoint_of_the_empty_log_and_of_every_later_one(ledger: Ledger) -> None:
    publisher = Publisher(LEDGER)
    assert _publish(ledger, publisher) == 0
    first = read_published(LEDGER)
    assert first and (first.size, first.root) == (0, sha256(b"").digest())
    with ledger.connect() as conn:
        write(conn, range(300))
    assert _publish(ledger, publisher, limit=70) == 300
    last = read_published(LEDGER)
    assert last and last.size == 300 and last.origin == "shouze.example/log/ledger"
    assert Rereading(logs.folder(LEDGER), 300).root() == last.root
    assert not (logs.folder(LEDGER) / "tile/0/000.p").exists()


def test_it_signs_as_the_keys_it_publishes_say(ledger: Ledger) -> None:
    _publish(ledger)
    (key,) = (logs.folder(LEDGER) / "keys").read_text().splitlines()
    signer = log_keys.find(LEDGER, key)
    published = read_published(LEDGER)
    assert published and published.signatures == [signer.line(published.text)]
    name, identity, public = key.split("+", 2)
    digest = sha256(name.encode() + b"\n" + base64.b64decode(public)).hexdigest()
    assert identity == digest[:8] and base64.b64decode(public)[0] == 1


def test_it_goes_on_exactly_where_files_are_behind(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        write(conn, range(10))
        _publish(ledger)
        write(conn, range(10, 280))
        integrate(conn, at=START, limit=100)
        integrate(conn, at=START)
    assert _publish(ledger) == 0
    published = read_published(LEDGER)
    assert published and published.size == 280
    assert Rereading(logs.folder(LEDGER), 280).root() == published.root


def test_it_publishes_again_into_an_empty_folder_what_it_published_before(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        write(conn, range(30))
    _publish(ledger)
    before = read_published(LEDGER)
    for file in sorted(logs.folder(LEDGER).rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    _publish(ledger)
    assert read_published(LEDGER) == before


def test_it_refuses_to_sign_for_a_database_that_was_cut_short(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        write(conn, range(5))
        _publish(ledger)
        with conn.transaction():
            conn.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER")
            conn.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER USER")
            conn.execute("DELETE FROM ledger_checkpoint")
            conn.execute("DELETE FROM ledger_leaf")
        write(conn, range(5, 12))
        before = read_published(LEDGER)
        with pytest.raises(CheckpointsDisagree, match="5"):
            _publish(ledger)
        assert read_published(LEDGER) == before


def test_it_refuses_to_go_on_from_a_tile_that_was_changed(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        write(conn, range(5))
    _publish(ledger)
    tile = logs.folder(LEDGER) / "tile/0/000.p/5"
    whole = tile.read_bytes()
    tile.write_bytes(bytes(32) + whole[32:])
    with pytest.raises(PublishedBroken, match="5"):
        _publish(ledger)
    tile.write_bytes(whole)
    assert _publish(ledger) == 0


def test_it_refuses_to_publish_a_leaf_that_is_not_its_entry(ledger: Ledger) -> None:
    with ledger.connect() as conn:
        write(conn, range(5))
        integrate(conn, at=START)
        conn.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        conn.execute("UPDATE ledger_entry SET leaf = leaf || ' '::bytea WHERE id = 3")
        with pytest.raises(CheckpointsDisagree, match="ledger_leaf"):
            _publish(ledger)
        assert read_published(LEDGER) is None
        conn.execute("UPDATE ledger_entry SET leaf = rtrim(leaf, ' '::bytea) WHERE id = 3")
    assert _publish(ledger) == 0
    assert read_published(LEDGER) is not None


def test_it_keeps_cosignatures_until_the_tree_grows(ledger: Ledger) -> None:
    publisher = Publisher(LEDGER)
    with ledger.connect() as conn:
        write(conn, range(5))
    _publish(ledger, publisher)
    published = read_published(LEDGER)
    assert published
    lines = ["— witness.example " + base64.b64encode(b"wit1" + bytes(72)).decode() + "\n"]
    assert cosign(LEDGER, published.text, [lines[0].encode()] * 2)
    _publish(ledger, publisher)
    found = read_published(LEDGER)
    assert found and found.signatures == [*published.signatures, lines[0].encode()]
    with ledger.connect() as conn:
        write(conn, range(5, 6))
    _publish(ledger, publisher)
    assert not cosign(LEDGER, published.text, [lines[0].encode()])


def test_it_writes_the_note_of_the_specification() -> None:
    key = base64.b64decode("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")[1:]
    assert vkey("example.com/foo", key) == (
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    )
    root = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    assert checkpoint_text("example.com/behind-the-sofa", 20_852_163, root) == (
        b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a b"])
def test_it_refuses_a_name_that_a_note_cannot_hold(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        vkey(name, bytes(32))
    with pytest.raises(ValueError, match="newline"):
        sign(b"no end", [])


def test_it_keeps_the_origin_of_its_first_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.ORIGIN, "ccc.example")
    assert logs.origin(LEDGER) == "ccc.example/log/ledger"
    monkeypatch.setenv(logs.ORIGIN, "other.example")
    with pytest.raises(ValueError, match=r"other\.example"):
        logs.origin(LEDGER)
    monkeypatch.delenv(logs.ORIGIN)
    assert logs.origin(logs.REGISTER) == "ccc.example/log/register"


def test_it_publishes_both_logs_by_the_same_code(ledger: Ledger) -> None:
    log = logs.REGISTER
    with ledger.connect() as conn:
        conn.execute(
            "WITH a AS (INSERT INTO announcement (uid, leaf) SELECT gen_random_uuid(), '{}' FROM"
            " generate_series(1, 5) RETURNING id) INSERT INTO announcement_pending SELECT id FROM a"
        )
        assert catch_up(conn, at=START, log=log, publisher=Publisher(log)) == 5
        assert conn.execute("SELECT count(*) FROM ledger_leaf").fetchone() == (0,)
    published = read_published(log)
    assert published and published.origin == "shouze.example/log/register"
    assert published.root == root_of([leaf_hash(b"{}")] * 5)


def test_it_does_not_let_the_application_write_what_is_sequenced(ledger: Ledger) -> None:
    with ledger.connect("shouze_app") as conn:
        conn.execute("INSERT INTO announcement (uid, leaf) VALUES (gen_random_uuid(), '{}')")
        for refused in (
            "UPDATE announcement SET leaf = '[]'",
            "DELETE FROM announcement",
            "DELETE FROM announcement_pending",
            "INSERT INTO announcement_leaf VALUES (0, 1, '')",
            "INSERT INTO announcement_checkpoint VALUES (0, '', now(), '')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(refused)
