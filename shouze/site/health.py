"""Is the house fit to work? One answer for load balancers and for people who are woken at night."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """200 with every finding true, or 503 with the ones that are not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found = {"database": True}
    except DatabaseError:
        found = {"database": False}
    return JsonResponse(found, status=200 if all(found.values()) else 503)
