"""The interface as a whole: strict reading of what is sent, one shape of errors, nothing cached."""

import json
from types import MappingProxyType
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from . import (
    act_operations,
    case_operations,
    file_operations,
    refusals,
    register_operations,
    trace_operations,
)
from .callers import BearerToken, Session

DESCRIPTION = """首责：认证机构的接口。每一项行为一个操作，输入与网页表单相同；拒绝时说明原因、所需和依据。
The certification body's interface. Each act is one operation with the input of its form; a refusal says why,
what is needed and under which rule. Log in by session (with CSRF token) or send a bearer token. Send
`Idempotency-Key` (a UUID) with every act: the same key does it once. Moments are the body's own clock's."""


class StrictParser(Parser):
    """JSON as the ledger can hold it: no NaN, no NUL, no half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what was sent. Raises ValueError for what could not be kept."""
        value = json.loads(request.body.decode("utf-8"), parse_constant=_refuse)
        if b"\x00" in json.dumps(value, ensure_ascii=False).encode("utf-8") or "\\u0000" in json.dumps(value):
            raise ValueError("a NUL cannot be kept")
        return value


class Readable(JSONRenderer):
    """Chinese as Chinese."""

    json_dumps_params = MappingProxyType({"ensure_ascii": False})


class Api(NinjaAPI):
    """Nothing that it answers is kept by anybody on the way."""

    def create_response(
        self, request: HttpRequest, data: Any, *, status: int | None = None, **more: Any
    ) -> HttpResponse:
        """Return the answer, not to be cached."""
        response = super().create_response(request, data, status=status, **more)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def build() -> Api:
    """Return the interface with all its operations."""
    api = Api(
        title="首责 Shouze",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        parser=StrictParser(),
        renderer=Readable(),
        auth=[BearerToken(), Session()],
        urls_namespace="api",
    )
    refusals.install(api)
    api.add_router("/acts", act_operations.router())
    api.add_router("/cases", case_operations.router)
    api.add_router("/orders", case_operations.orders_router)
    api.add_router("/files", file_operations.router)
    api.add_router("/certificates", register_operations.certificates)
    api.add_router("/trace", trace_operations.router)
    api.add_router("", register_operations.rules)
    return api


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
