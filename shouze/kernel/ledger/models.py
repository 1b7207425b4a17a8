"""The tables of the ledger, and of the register's log beside it. Facts and constraints only.

No foreign key leaves the ledger: an entry must outlive the row that it speaks of.
All instants are ``timestamptz``; ``at`` is when the act takes effect, ``recorded_at`` when it was written.
"""

from django.db import models
from django.db.models import F, Func, IntegerField, Q
from django.db.models.functions import Now
from django.db.models.lookups import Exact, Range

HASH_BYTES = 32
LARGEST_LEAF = 65_535
"""C2SP tlog-tiles writes an entry's length into two bytes."""


def _octets(field: str) -> Func:
    return Func(F(field), function="octet_length", output_field=IntegerField())


class Entry(models.Model):
    """One act performed. ``leaf`` is the canonical JSON (RFC 8785) that the tree hashes."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True)
    act = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    subject_type = models.TextField()
    subject_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    leaf = models.BinaryField()

    class Meta:
        db_table = "ledger_entry"
        indexes = (
            models.Index(
                fields=["case_id", "id"], name="ledger_entry_case", condition=Q(case_id__isnull=False)
            ),
            models.Index(fields=["subject_id", "id"], name="ledger_entry_subject"),
            models.Index(fields=["person_id", "id"], name="ledger_entry_person"),
            models.Index(fields=["act", "id"], name="ledger_entry_act"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Range(_octets("leaf"), (2, LARGEST_LEAF)), name="ledger_entry_leaf_size"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.uid}"


class Body(models.Model):
    """The content of an entry: canonical JSON of the sections who, what, data, each with its salt."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, related_name="content")
    body = models.BinaryField()

    class Meta:
        db_table = "ledger_body"

    def __str__(self) -> str:
        return f"body of entry {self.pk}"


class Pending(models.Model):
    """An entry that the sequencer has not integrated yet, written by the statement that writes the entry."""

    entry_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "ledger_pending"

    def __str__(self) -> str:
        return f"pending entry {self.entry_id}"


class Leaf(models.Model):
    """An entry's place in the tree: from 0, without gaps. ``leaf_hash`` = SHA-256(0x00 || leaf), RFC 6962."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "ledger_leaf"
        constraints = (
            models.CheckConstraint(
                condition=Exact(_octets("leaf_hash"), HASH_BYTES), name="ledger_leaf_hash_size"
            ),
            models.CheckConstraint(condition=Q(seq__gte=0), name="ledger_leaf_seq_from_zero"),
        )

    def __str__(self) -> str:
        return f"leaf {self.seq}"


class Checkpoint(models.Model):
    """The root of the tree at a size, with the frontier (compact range, largest first) to go on from."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    frontier = models.BinaryField()

    class Meta:
        db_table = "ledger_checkpoint"
        constraints = (
            models.CheckConstraint(
                condition=Exact(_octets("root"), HASH_BYTES), name="ledger_checkpoint_root_size"
            ),
        )

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class Announcement(models.Model):
    """A leaf for the register's log: canonical JSON, whole and public, announced by the entry ``uid``."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(db_index=True)
    leaf = models.BinaryField()

    class Meta:
        db_table = "announcement"
        constraints = (
            models.CheckConstraint(
                condition=Range(_octets("leaf"), (2, LARGEST_LEAF)), name="announcement_leaf_size"
            ),
        )

    def __str__(self) -> str:
        return f"announcement of {self.uid}"


class AnnouncementPending(models.Model):
    """An announcement that the sequencer has not integrated yet."""

    entry_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "announcement_pending"

    def __str__(self) -> str:
        return f"pending announcement {self.entry_id}"


class AnnouncementLeaf(models.Model):
    """An announcement's place in the register's tree, as `Leaf`."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "announcement_leaf"
        constraints = (
            models.CheckConstraint(
                condition=Exact(_octets("leaf_hash"), HASH_BYTES), name="announcement_leaf_hash_size"
            ),
            models.CheckConstraint(condition=Q(seq__gte=0), name="announcement_leaf_seq_from_zero"),
        )

    def __str__(self) -> str:
        return f"announcement leaf {self.seq}"


class AnnouncementCheckpoint(models.Model):
    """A checkpoint of the register's tree, as `Checkpoint`."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    at = models.DateTimeField()
    frontier = models.BinaryField()

    class Meta:
        db_table = "announcement_checkpoint"
        constraints = (
            models.CheckConstraint(
                condition=Exact(_octets("root"), HASH_BYTES), name="announcement_checkpoint_root_size"
            ),
        )

    def __str__(self) -> str:
        return f"announcement checkpoint {self.size}"
