"""What every subject of an act has in common."""

import uuid
from typing import Any, ClassVar

from django.db import models


class Subject(models.Model):
    """A thing that acts are done to. Its row is locked while an act is done; only acts write it.

    ``version`` counts the acts done to it, ``last_at`` is the moment of the last one. ``hands`` keeps, per
    function, the persons who had a hand in it: the ground of the separation of duties.
    """

    #: relation name -> (attribute of the person's standing, attribute of this subject) that must be equal
    relations: ClassVar[dict[str, tuple[str, str]]] = {}
    #: attributes holding the organisations towards which the acting person must be independent
    parties: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=24, default="")
    version = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    hands: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def ledger_case(self) -> uuid.UUID | None:
        """The case under which the ledger files acts on this subject; None for registers."""
        return None

    @property
    def scope_code(self) -> str:
        """The product code that an appointment must cover; empty where no product is concerned."""
        return ""

    @property
    def scope_also(self) -> tuple[str, ...]:
        """Further product codes that it concerns: who reviews, decides or approves answers for them, too."""
        return ()
