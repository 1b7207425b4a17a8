"""The stand-alone verifier of the Shouze ledger: whoever may read the database can check it without the
application.

In: a PostgreSQL connection (reading is enough) and, where there is one, the file of checkpoints that was
kept outside the database. Out: a `Report` that names every disagreement and its place. It imports nothing
of ``shouze`` nor of Django, and writes the tree and the canonical form once more on purpose: two pieces of
code must agree on them.

What it proves: entries, leaves and contents are those that the checkpoints were made of. What it cannot
prove: that checkpoints, too, were not rewritten together with everything else; against that stands a copy
of the file elsewhere.

``python -m shouze_verify --dsn … --checkpoints … [--json]`` ends with 0 (agreed), 1 (findings) or 2 (could
not look).
"""

from .findings import Finding, Report
from .verifying import verify

__all__ = ["Finding", "Report", "verify"]
