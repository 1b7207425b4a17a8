"""What is known of a stored file. The content lies on disk under its digest."""

from django.db import models


class StoredFile(models.Model):
    """One content: its digest ("sha256:…"), size in bytes, sniffed media type, the name it first came
    under, when and from whom it was received. ``at`` is the moment of receipt, which is not when the thing
    in it happened.
    """

    kept_by_acts = False

    digest = models.CharField(primary_key=True, max_length=71)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    person_id = models.UUIDField(null=True)

    class Meta:
        db_table = "files_file"

    def __str__(self) -> str:
        return f"{self.name} ({self.digest[:19]})"
