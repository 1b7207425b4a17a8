"""What is said of something that proves nothing: one sentence in Chinese, the same in English."""

from __future__ import annotations


class Wrong(ValueError):
    """Something was not what it should be; ``zh`` and ``en`` say what, ``str()`` both."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


class NoteWrong(Wrong):
    """A signed note, or a key, cannot be read."""


class Unsigned(NoteWrong):
    """No key that we know signed the note, or the signature of one that we know is false."""


class ProofWrong(Wrong):
    """A proof does not prove what it is said to prove."""


class NotPublished(Wrong):
    """A published log has no such file."""
