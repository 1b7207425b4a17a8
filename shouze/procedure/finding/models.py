"""The lines by which things are found."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Line(models.Model):
    """A thing that can be found: its kind, its number, what it is called, and the parts by which it is found.

    ``id`` is the id of the thing, ``made`` the moment of its making with which its id begins (milliseconds
    since 1970): the latest are found first. ``within`` is the case that it belongs to (itself for a case), or
    the organisation of a factory. ``text`` is what is compared, ``sounds`` the initials and the pinyin of its
    Chinese.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16)
    made = models.BigIntegerField()
    within = models.UUIDField(null=True)
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    about = models.CharField(max_length=700, blank=True)
    text = models.TextField()
    sounds = models.TextField()
    parts = ArrayField(models.TextField())

    class Meta:
        db_table = "finding_line"
        indexes = (
            GinIndex(fields=["parts"], name="finding_parts"),
            models.Index(fields=["kind", "-made"], name="finding_kind_made"),
            models.Index(fields=["number"], condition=~models.Q(number=""), name="finding_number"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.title}"
