"""The content of an application, and drafts of applications not yet made."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func
from django.db.models.functions import Cast

from shouze.resources.cases.models import Case


class Application(models.Model):
    """What the applicant applied for, as it stands after its supplements; earlier contents stand in the
    ledger. ``asked`` is what is to be supplemented now, ``asked_on`` the day of the last call for it.

    ``needs`` are the documents that a later turn asks (None: those of the scheme); ``editions`` the
    transition plans whose new edition was chosen early; ``waived`` the fees that are not charged.
    """

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="application")
    product_name = models.CharField(max_length=200)
    product_name_en = models.CharField(max_length=200, blank=True)
    series = models.CharField(max_length=200, blank=True)
    trademark = models.CharField(max_length=100, blank=True)
    relation = models.CharField(max_length=10)
    models_list: "models.JSONField[Any, Any]" = models.JSONField()
    key_parts: "models.JSONField[Any, Any]" = models.JSONField()
    documents: "models.JSONField[Any, Any]" = models.JSONField()
    asked: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    asked_on = models.DateField(null=True)
    needs: "models.JSONField[Any, Any]" = models.JSONField(null=True)
    editions: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    waived: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    class Meta:
        db_table = "applications_application"
        # Who doubts a part or its maker asks for the applications that name it.
        indexes = (
            GinIndex(
                Func(Cast("key_parts", models.TextField()), function="zh_bigrams"), name="application_parts"
            ),
        )

    def __str__(self) -> str:
        return self.product_name


class Draft(models.Model):
    """An application being written. Not a fact of the ledger: nothing is applied for before the act."""

    kept_by_acts = False

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    content: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "applications_draft"
        indexes = (models.Index(fields=["user", "-saved_at"], name="draft_user"),)

    def __str__(self) -> str:
        return f"draft {self.pk}"
