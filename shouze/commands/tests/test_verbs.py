"""The console command: every verb in the table leads somewhere; others are refused with help."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from shouze.commands import __main__ as console
from shouze.commands import assets, layout


@pytest.mark.parametrize("verb", console.VERBS, ids=[verb.word for verb in console.VERBS])
def test_it_leads_every_verb_to_a_function(verb: console.Verb) -> None:
    module, _, function = verb.target.partition(":")
    assert callable(getattr(import_module(f"shouze.commands.{module}"), function))
    assert verb.help


def test_it_refuses_an_unknown_verb_and_lists_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["certify-everything"]) == console.NOT_UNDERSTOOD
    said = capsys.readouterr().err
    assert "certify-everything" in said
    assert all(verb.word in said for verb in console.VERBS)


def test_it_compiles_a_translation_that_gettext_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "受理"\nmsgstr "Acceptance"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(layout, "LOCALE", tmp_path)
    assets.compile_translations()
    compiled = source.with_suffix(".mo").read_bytes()
    assert "受理".encode() in compiled
    assert b"Acceptance" in compiled


def test_it_knows_finished_work_again_until_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "ROOT", tmp_path)
    source = tmp_path / "a.lock"
    source.write_text("one")
    layout.remember("step", layout.fingerprint([source]))
    assert layout.done_before("step", layout.fingerprint([source]))
    source.write_text("two")
    assert not layout.done_before("step", layout.fingerprint([source]))
