"""Addresses of the interface and of its description; what is no address of it is answered in its own
shape."""

from django.http import HttpRequest, JsonResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from . import description
from .api import build
from .refusals import said

api = build()


@csrf_exempt
def no_address(request: HttpRequest) -> JsonResponse:
    """Say so."""
    return JsonResponse(
        said(404).model_dump(mode="json"), status=404, json_dumps_params={"ensure_ascii": False}
    )


urlpatterns = [path("docs", description.page, name="api-docs"), path("", api.urls), re_path("", no_address)]
