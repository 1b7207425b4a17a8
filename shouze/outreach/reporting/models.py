"""Upload records as they were prepared, checked and sent."""

from typing import Any

from django.db import models

from shouze.resources.cases.models import Case


class Upload(models.Model):
    """One record of table 202010, 204010 or 203010. ``state``: prepared, uploaded. ``findings`` are the
    validator's.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uploads")
    table = models.CharField(max_length=6)
    about = models.CharField(max_length=200)
    record: "models.JSONField[Any, Any]" = models.JSONField()
    findings: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="prepared")
    prepared_on = models.DateField()
    due_on = models.DateField(null=True)
    uploaded_on = models.DateField(null=True)
    receipt = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "reporting_upload"
        indexes = (models.Index(fields=["state", "due_on"], name="upload_due"),)

    def __str__(self) -> str:
        return f"{self.table} {self.about}"
