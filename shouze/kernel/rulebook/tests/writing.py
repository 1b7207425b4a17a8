"""Small rulebooks written for a test."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from shouze.kernel.rulebook import Rulebook

GIVEN = '{reference: {title: "示例规则"}, verified_on: 2026-11-23, confidence: known}'

VALUES = f"""
    kind: values
    id: deadlines
    words: {{zh: 时限, en: Time limits}}
    given: {GIVEN}
    values:
      answer:
        words: {{zh: 答复, en: Answer}}
        versions:
          - {{from: 2010-01-01, value: 10, unit: working_days}}
          - {{from: 2020-03-01, to: 2022-12-31, value: 5, unit: working_days, confidence: assumed}}
          - {{from: 2024-01-01, value: 3, unit: working_days}}
"""

TABLE = """
    kind: table
    id: choice
    words: {zh: 选择, en: Choice}
    hit: first
    inputs:
      kind: {zh: 种类, en: kind}
      count: {zh: 数量, en: count}
    outputs:
      answer: {zh: 答案, en: answer}
    versions:
      - from: 2010-01-01
        to: 2019-12-31
        reference: {title: 旧规则}
        verified_on: 2026-11-23
        confidence: stated
        rows:
          - {id: few, when: {kind: [x, y], count: {below: 10}}, then: {answer: 少}}
          - {id: rest, then: {answer: 其他}, confidence: assumed}
      - from: 2020-01-01
        reference: {title: 新规则}
        verified_on: 2026-11-23
        confidence: stated
        rows:
          - {id: few, when: {kind: [x, y], count: {at_least: 1, below: 5}}, then: {answer: 少}}
          - {id: many, when: {count: {at_least: 5}}, then: {answer: 多}}
"""


def write(folder: Path, **files: str) -> Path:
    """Writes each text as a file of a rules folder; returns the folder."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
    return folder


def small_book(folder: Path) -> Rulebook:
    """A rulebook of one value and one decision table."""
    return Rulebook(write(folder, values=VALUES, table=TABLE))
