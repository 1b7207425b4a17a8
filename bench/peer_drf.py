"""The peer: Django REST framework's retrieve view with a ModelSerializer on the same table, nothing else.

Fewer middlewares than any real site has, persistent connections, prepared statements: the peer at its best.
"""

from __future__ import annotations

import os
from typing import Any

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="measured, not served",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["rest_framework"],
    MIDDLEWARE=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["BENCH_DATABASE"],
            "USER": os.environ["BENCH_USER"],
            "HOST": os.environ["BENCH_HOST"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
    },
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import generics, serializers  # noqa: E402


class PublicRecord(models.Model):
    """The public record, as in the house."""

    number = models.CharField(max_length=16, primary_key=True)
    record = models.TextField()
    names = models.TextField()
    issued_on = models.DateField()

    class Meta:
        app_label = "bench"
        db_table = "certificates_public"
        managed = False

    def __str__(self) -> str:
        return self.number


class PublicRecordSerializer(serializers.ModelSerializer[PublicRecord]):
    """The fields that the public sees."""

    class Meta:
        model = PublicRecord
        fields = ("number", "record", "issued_on")


class Retrieve(generics.RetrieveAPIView[PublicRecord]):
    """GET /public/v1/certificates/<number>"""

    queryset = PublicRecord.objects.all()
    serializer_class = PublicRecordSerializer
    lookup_field = "number"


urlpatterns: list[Any] = [path("public/v1/certificates/<str:number>", Retrieve.as_view())]
application = get_wsgi_application()
