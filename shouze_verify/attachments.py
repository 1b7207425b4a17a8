"""What the files are called that a certificate's PDF carries, here and in the house that makes it."""

from __future__ import annotations

from typing import Final

FACTS: Final = "certificate.json"
LEAF: Final = "register-leaf.json"
PROOF: Final = "register.tlog-proof"
LEDGER_LEAF: Final = "ledger-leaf.json"
LEDGER_PROOF: Final = "ledger.tlog-proof"
CREDENTIAL: Final = "credential.jwt"
KEYS: Final = "keys.json"
