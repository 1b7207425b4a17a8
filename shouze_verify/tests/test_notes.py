"""Signed notes, keys and checkpoints are read to the letter, and nothing beside the letter is read."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouze_verify.checkpoints import read_checkpoint
from shouze_verify.notes import COSIGNATURE, Key, open_note, parse_key, read_base64, read_number, split_note
from shouze_verify.wrong import NoteWrong, Unsigned

from .small_log import Signer, tree

# The example of the C2SP text signed-note.
VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
ROOT = b64encode(tree([b"leaf"])).decode()
LOG, OTHER = Signer("body.example/log/ledger"), Signer("other.example/log")
WITNESS = Signer("authority.example/witness", COSIGNATURE)


def test_it_opens_the_example_of_the_text() -> None:
    key = parse_key(VKEY)
    assert open_note(NOTE.encode(), [key]).text == "This is an example message.\n"
    assert key.vkey() == VKEY


def test_it_refuses_a_note_of_which_a_letter_was_changed() -> None:
    with pytest.raises(Unsigned):
        open_note(NOTE.replace("example m", "Example m").encode(), [parse_key(VKEY)])


def test_it_refuses_a_note_that_nobody_signed_whom_we_know() -> None:
    assert open_note(LOG.note("text\n"), [LOG.key, OTHER.key]).unknown == ()
    with pytest.raises(Unsigned):
        open_note(LOG.note("text\n"), [OTHER.key])
    with pytest.raises(Unsigned):
        open_note(LOG.note("text\n"), [])


def test_it_passes_over_keys_that_share_only_name_or_number_with_a_known_one() -> None:
    namesake = Signer(LOG.name)
    note = LOG.note("text\n") + namesake.line("another text\n").encode()
    assert [line.name for line in open_note(note, [LOG.key]).unknown] == [LOG.name]


def test_it_condemns_a_note_with_one_false_signature_of_a_known_key() -> None:
    note = LOG.note("text\n") + OTHER.line("another text\n").encode()
    assert open_note(note, [LOG.key]).signatures[0].key == LOG.key
    with pytest.raises(Unsigned, match=OTHER.name):
        open_note(note, [LOG.key, OTHER.key])


def test_it_accepts_sixteen_signatures_and_more_but_not_without_end() -> None:
    signers = [Signer(f"signer.example/{n}") for n in range(16)]
    note = "text\n\n" + "".join(signer.line("text\n") for signer in signers)
    assert len(open_note(note.encode(), [signer.key for signer in signers]).signatures) == 16
    lines = LOG.line("text\n") * 100
    assert len(open_note(f"text\n\n{lines}".encode(), [LOG.key]).signatures) == 100
    with pytest.raises(NoteWrong, match="100"):
        open_note(f"text\n\n{lines}{LOG.line('text' + chr(10))}".encode(), [LOG.key])


def test_it_separates_text_and_signatures_at_the_last_empty_line() -> None:
    assert open_note(LOG.note("one\n\ntwo\n\n"), [LOG.key]).text == "one\n\ntwo\n\n"


@pytest.mark.parametrize(
    "note",
    [
        b"", b"\n", b"text\n", b"text\n\n", LOG.note("text\n")[:-1], LOG.note("text\n") + b"\n",
        LOG.note("text\n").replace(b"\n\n", b"\n"), LOG.note("text\n").replace(b"\n", b"\r\n"),
        LOG.note("te\txt\n"), LOG.note("te\x00xt\n"), b"\xff" + LOG.note("text\n"),
        LOG.note("text\n").replace("— ".encode(), b"- "),
        LOG.note("text\n").replace("— ".encode(), "—".encode()),
        LOG.note("text\n").replace(b"body.example", b"body+example"),
        LOG.note("text\n").replace(b"body.example", "body\u2003example".encode()),
        "text\n\n— body.example AAAAAA==\n".encode(), "text\n\n—  AAAAAAAA\n".encode(),
        "text\n\n— body.example\n".encode(), LOG.note("text\n")[:-1] + b" \n",
        LOG.note("text\n").replace(b"=\n", b"\n"),
    ],
)  # fmt: skip
def test_it_refuses_what_is_not_in_the_form(note: bytes) -> None:
    with pytest.raises(NoteWrong):
        open_note(note, [LOG.key])


@pytest.mark.parametrize(
    "vkey",
    [
        "", "a+b", VKEY.replace("530d903a", "530d903b"), VKEY.replace("530d903a", "530D903A"), VKEY + "=",
        VKEY.replace("example.com", "example com"), VKEY[:-4], VKEY.replace("+Ae", "+Bu"),
        "a+1+00000000+AA==", VKEY.replace("+Aeky", "+Auky"),
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_verifier_key(vkey: str) -> None:
    with pytest.raises(NoteWrong):
        parse_key(vkey)


@given(st.binary(max_size=40))
def test_it_reads_base64_in_one_spelling_alone(content: bytes) -> None:
    text = b64encode(content).decode()
    assert read_base64(text) == content
    for other in (text + "\n", f" {text}", f"{text}=", f"{text}A", f"{text}\x00"):
        with pytest.raises(NoteWrong):
            read_base64(other)


def test_it_refuses_bits_that_base64_would_throw_away() -> None:
    assert read_base64("AA==") == b"\x00"
    with pytest.raises(NoteWrong):
        read_base64("AB==")


def test_it_reads_numbers_without_leading_zeroes_or_signs() -> None:
    assert [read_number(text) for text in ("0", "10", "9223372036854775807")] == [0, 10, 2**63 - 1]
    for text in ("", "00", "01", "+1", "-1", " 1", "1 ", "1_0", "１", "9223372036854775808", "1e3", "1\n"):
        with pytest.raises(NoteWrong):
            read_number(text)


def test_it_reads_a_checkpoint_with_its_cosignatures() -> None:
    text = f"{LOG.name}\n1\n{ROOT}\n"
    note = LOG.note(text) + WITNESS.line(text, at=1_679_315_147).encode()
    found = read_checkpoint(note, [LOG.key], witnesses=[WITNESS.key])
    assert (found.origin, found.size, found.root) == (LOG.name, 1, tree([b"leaf"]))
    assert [(one.key.name, one.at) for one in found.cosignatures] == [(WITNESS.name, 1_679_315_147)]
    assert read_checkpoint(note, [LOG.key]).witnesses == frozenset()


def test_it_refuses_a_cosignature_of_another_moment_or_text() -> None:
    text = f"{LOG.name}\n1\n{ROOT}\n"
    line = WITNESS.line(text, at=7)
    assert read_checkpoint(LOG.note(text) + line.encode(), [LOG.key], witnesses=[WITNESS.key]).witnesses
    blob = read_base64(line.split(" ")[2][:-1])
    late = blob[:4] + (8).to_bytes(8, "big") + blob[12:]
    with pytest.raises(Unsigned):
        read_checkpoint(
            LOG.note(text) + line.replace(b64encode(blob).decode(), b64encode(late).decode()).encode(),
            [LOG.key],
            witnesses=[WITNESS.key],
        )


def test_it_refuses_a_checkpoint_that_a_witness_signed_but_not_the_log() -> None:
    text = f"{LOG.name}\n1\n{ROOT}\n"
    with pytest.raises(Unsigned, match="log itself"):
        read_checkpoint(WITNESS.note(text), [LOG.key], witnesses=[WITNESS.key])


def test_it_refuses_a_checkpoint_of_another_log() -> None:
    text = f"{LOG.name}\n1\n{ROOT}\n"
    assert read_checkpoint(OTHER.note(text), [OTHER.key], origin=LOG.name).size == 1
    with pytest.raises(NoteWrong, match="another log"):
        read_checkpoint(OTHER.note(text), [OTHER.key])
    with pytest.raises(NoteWrong, match="another log"):
        read_checkpoint(LOG.note(text), [LOG.key], origin=OTHER.name)


def test_it_reads_extension_lines_and_refuses_empty_ones() -> None:
    text = f"{LOG.name}\n1\n{ROOT}\nmore\n"
    assert read_checkpoint(LOG.note(text), [LOG.key]).extensions == ("more",)
    with pytest.raises(NoteWrong):
        read_checkpoint(LOG.note(text + "\n"), [LOG.key])


@pytest.mark.parametrize(
    "body",
    [
        f"{LOG.name}\n1\n", f"{LOG.name}\n01\n{ROOT}\n", f"{LOG.name}\n-1\n{ROOT}\n", f"\n1\n{ROOT}\n",
        f"{LOG.name}\n1\n{ROOT[:-1]}\n", f"{LOG.name}\n1\nAAAA\n", f"{LOG.name}\n1\n\n{ROOT}\n",
        f"{LOG.name}\n1 \n{ROOT}\n", f"{LOG.name}\n99999999999999999999\n{ROOT}\n",
    ],
)  # fmt: skip
def test_it_refuses_a_signed_text_that_is_no_checkpoint(body: str) -> None:
    with pytest.raises(NoteWrong):
        read_checkpoint(LOG.note(body), [LOG.key])


@given(st.binary(max_size=300))
def test_it_refuses_noise_with_a_sentence_and_nothing_else(noise: bytes) -> None:
    for garbled in (noise, LOG.note("text\n") + noise):
        try:
            text, lines = split_note(garbled)
        except NoteWrong:
            continue
        assert text.endswith("\n")
        assert lines


def test_it_numbers_a_key_by_its_type_too() -> None:
    assert Key("a", 1, bytes(32)).id != Key("a", 4, bytes(32)).id
