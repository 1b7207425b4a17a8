"""Letters as they were issued."""

from django.db import models

from shouze.resources.cases.models import Case


class Letter(models.Model):
    """An official letter of a case: its kind, its number, its file, and the entry that it follows from."""

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=30, unique=True)
    entry = models.UUIDField()
    digest = models.CharField(max_length=71)
    on = models.DateField()

    class Meta:
        db_table = "correspondence_letter"
        constraints = (models.UniqueConstraint(fields=["entry", "kind"], name="letter_once_for_entry"),)

    def __str__(self) -> str:
        return self.number
