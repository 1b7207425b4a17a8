"""The keys that took another's place in signing the logs, what was erased by order of the law, the alarms,
the verifications by night.
"""

from typing import Any

from django.db import models

from shouze.kernel.acts.models import Subject


class LogKey(Subject):
    """A key of a published log after its first: ``new`` signs from the act on, ``old`` beside it until
    ``overlap_until``. ``note`` says so over both signatures.
    """

    log = models.CharField(max_length=20)
    old = models.CharField(max_length=400)
    new = models.CharField(max_length=400, unique=True)
    note = models.TextField()
    overlap_until = models.DateTimeField()

    class Meta:
        db_table = "integrity_log_key"
        verbose_name = "log key"

    def __str__(self) -> str:
        return self.new


class Erasure(Subject):
    """Personal information that was erased from a section of the entry ``entry``: where (``pointers`` into
    the section), which files went with it (digests), on which ground. It says nothing of what stood there.
    """

    entry = models.UUIDField()
    section = models.CharField(max_length=4)
    pointers: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    files: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    ground = models.CharField(max_length=20)
    requested_on = models.DateField()
    reason = models.TextField()
    erased_at = models.DateTimeField()

    class Meta:
        db_table = "integrity_erasure"
        indexes = (models.Index(fields=["entry"], name="integrity_erasure_entry"),)

    def __str__(self) -> str:
        return f"{self.entry} {self.section}"


class Alarm(Subject):
    """Something about the record that a person must look at: ``kind`` of `states.KINDS`, in which ``log``,
    by whom it is seen (``source``, a witness), ``place`` in the words of the machine, since when.

    ``words`` are those of the person who acknowledged it.
    """

    kind = models.CharField(max_length=40)
    log = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=400, blank=True)
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    words = models.TextField(blank=True)
    healed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "integrity_alarm"
        verbose_name = "alarm"
        indexes = (models.Index(fields=["-opened_at"], name="integrity_alarm_newest"),)
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "log", "source"],
                condition=models.Q(healed_at__isnull=True),
                name="integrity_alarm_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.log} {self.source}"


class Verification(models.Model):
    """A full verification that the machine ran by itself: how far it is, and what it found."""

    kept_by_acts = False

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    agreed = models.BooleanField(null=True)
    #: how many findings of each check, and the first of them as sentences
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(default=dict)
    findings: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    entries = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "integrity_verification"
        indexes = (models.Index(fields=["-started_at"], name="integrity_verification_newest"),)

    def __str__(self) -> str:
        return f"verification {self.started_at}"
