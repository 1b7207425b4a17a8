"""Which entry names which thing, and under which set of rule versions it was done.

No facts of the ledger, but derived from it: ``kept_by_acts`` is False everywhere. What the ledger's own
indexes answer (case, subject, acting person) is not repeated. Sizes: docs/adr/2026-11-23-tracing.md.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Cursor(models.Model):
    """The place in the tree from which the next entries are read; one row, locked while they are."""

    kept_by_acts = False

    id = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()

    class Meta:
        db_table = "references_cursor"

    def __str__(self) -> str:
        return f"next {self.seq}"


class Role(models.Model):
    """How a thing is named in an entry: ``made.evidence.testreport``, ``evidence``, ``data.laboratory`` …"""

    kept_by_acts = False

    id = models.SmallAutoField(primary_key=True)
    name = models.TextField(unique=True)

    class Meta:
        db_table = "references_role"

    def __str__(self) -> str:
        return self.name


class Edge(models.Model):
    """An entry names a thing. ``thing`` is its id, or the first sixteen bytes of a file's digest."""

    kept_by_acts = False

    pk = models.CompositePrimaryKey("thing", "entry_id", "role_id")
    thing = models.UUIDField()
    entry_id = models.BigIntegerField()
    role_id = models.SmallIntegerField()

    class Meta:
        db_table = "references_edge"

    def __str__(self) -> str:
        return f"{self.thing} in entry {self.entry_id}"


class RuleSet(models.Model):
    """The versions of rules that entries note together; there are a few thousand different ones."""

    kept_by_acts = False

    id = models.AutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    refs = ArrayField(models.TextField())

    class Meta:
        db_table = "references_ruleset"
        indexes = (GinIndex(fields=["refs"], name="references_ruleset_refs"),)

    def __str__(self) -> str:
        return ", ".join(self.refs)


class Ruled(models.Model):
    """An entry whose act was done under a set of rule versions."""

    kept_by_acts = False

    pk = models.CompositePrimaryKey("ruleset_id", "entry_id")
    ruleset_id = models.IntegerField()
    entry_id = models.BigIntegerField()

    class Meta:
        db_table = "references_ruled"

    def __str__(self) -> str:
        return f"entry {self.entry_id} under {self.ruleset_id}"
