"""What a person keeps for himself: named filters of his worklist. No facts of the ledger."""

from django.db import models

from shouze.resources.people.models import Person


class SavedFilter(models.Model):
    """A filter of the worklist under a name that its person gave it. ``query`` is the query of its address;
    ``pinned`` shows it as a tab; ``opens`` is the one with which his worklist opens.
    """

    kept_by_acts = False

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)
    pinned = models.BooleanField(default=True)
    opens = models.BooleanField(default=False)

    class Meta:
        db_table = "staff_saved_filter"
        constraints = (
            models.UniqueConstraint(fields=["person", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(opens=True), name="saved_filter_opens_one"
            ),
        )

    def __str__(self) -> str:
        return self.name
