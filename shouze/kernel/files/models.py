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


class Sending(models.Model):
    """That a person sent a content, and under which name. ``person_id`` null: the house stored it for
    nobody in particular. Who did not send a file learns neither its name nor that it is stored.
    """

    kept_by_acts = False

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="sendings")
    person_id = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "files_sending"
        constraints = (
            models.UniqueConstraint(
                fields=["file", "person_id"], nulls_distinct=False, name="files_sending_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} from {self.person_id}"


class Reading(models.Model):
    """That a person opened a content to read it: for the first time, and lately. A mark for himself, by which
    he sees what he has not read yet; no fact of the ledger.
    """

    kept_by_acts = False

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="readings")
    person_id = models.UUIDField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "files_reading"
        constraints = (models.UniqueConstraint(fields=["person_id", "file"], name="files_reading_once"),)

    def __str__(self) -> str:
        return f"{self.file_id} by {self.person_id}"
