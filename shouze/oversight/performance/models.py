"""The heartbeat of the watch: when it last went through all clocks, and what it found."""

from django.db import models


class Heartbeat(models.Model):
    """One row per watch; not a fact of the ledger."""

    kept_by_acts = False

    watch = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()
    looked_at = models.PositiveIntegerField(default=0)
    acted = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "performance_heartbeat"

    def __str__(self) -> str:
        return self.watch
