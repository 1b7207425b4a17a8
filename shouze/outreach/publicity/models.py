"""Notices to the public."""

from typing import Any

from django.db import models

from shouze.kernel.acts.models import Subject


class Notice(Subject):
    """A notice in two languages; ``certificates`` are numbers that it speaks of. Dates are dates of law."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300)
    text = models.TextField()
    text_en = models.TextField()
    certificates: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    published_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "publicity_notice"
        indexes = (models.Index(fields=["state", "-published_at"], name="notice_latest"),)

    def __str__(self) -> str:
        return self.number
