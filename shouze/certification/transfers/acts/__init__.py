"""The acts of a transfer: bodies, our question and our issue, our answer and our handing over, what comes
in.
"""

from . import asking, handing, issuing, on_paper, own_keys, receiving, registry, telling

__all__ = ["asking", "handing", "issuing", "on_paper", "own_keys", "receiving", "registry", "telling"]
