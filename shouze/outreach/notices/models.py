"""What a person is told, and how he wants to be told: none of it is a fact of the ledger."""

from django.db import models
from django.db.models import Q

from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.people.models import Person

#: how a mail of a notice stands. ``sending`` is noted before it is handed over: who finds it there later does
#: not know whether it went out, and does not send it again
MAIL_STATES = ("none", "now", "daily", "sending", "sent")


class Notification(models.Model):
    """One entry, told to one person. ``absent_name`` is the absent person for whom he stands in, else ""."""

    kept_by_acts = False

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=12)
    act = models.CharField(max_length=60)
    entry = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="notifications")
    subject_type = models.CharField(max_length=60)
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=300)
    absent_name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=8, default="none")
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_notification"
        indexes = (
            models.Index(fields=["person", "-at", "-id"], name="notification_list"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=["person"], condition=Q(mail="daily"), name="notification_digest"),
            models.Index(fields=["at"], name="notification_age"),
        )
        constraints = (
            models.UniqueConstraint(fields=["entry", "person"], name="notification_once_for_entry"),
            models.CheckConstraint(condition=Q(mail__in=MAIL_STATES), name="notification_mail_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.act}"

    @property
    def words(self) -> Words:
        """What it says."""
        return Words(self.zh, self.en)


class Choice(models.Model):
    """How a person wants to be told of a kind of notice by mail: at once, daily or not at all."""

    kept_by_acts = False

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=12)
    how = models.CharField(max_length=8)

    class Meta:
        db_table = "notices_choice"
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="notice_choice_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.how}"


class Reader(models.Model):
    """In which language a person is written to, and on which day his last digest was made."""

    kept_by_acts = False

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True)
    language = models.CharField(max_length=8, blank=True)
    digest_on = models.DateField(null=True)

    class Meta:
        db_table = "notices_reader"

    def __str__(self) -> str:
        return self.language
