"""Tokens by which programs act as a person. Not facts of the ledger: like logins, they come and go."""

from django.db import models

from shouze.resources.people.models import Person


class ApiToken(models.Model):
    """A bearer token of a person. Only its SHA-256 is kept: it is 256 bits of chance, so no slow hash is
    needed.

    ``last_used_at`` is true to the minute.
    """

    kept_by_acts = False

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "machines_token"

    def __str__(self) -> str:
        return f"token of {self.person_id} until {self.expires_at:%Y-%m-%d}"
