"""The keys that took another's place in signing the logs."""

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
