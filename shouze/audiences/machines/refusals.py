"""Every answer that is no success has one shape: what was tried, and each objection in both languages."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from shouze.kernel import rulebook
from shouze.kernel.acts import Act, Objection, Refused, all_acts, sentence, standing_of
from shouze.kernel.acts.doing import holds
from shouze.kernel.acts.wrong import words_of
from shouze.kernel.clock import today
from shouze.kernel.words import Words

FORBIDDEN: Final = 403
#: objections that say "not you": the answer is 403, and no other objection is told
NOT_YOU: Final = frozenset({"no_post", "out_of_scope", "not_related", "no_person"})
#: objections to what was filled in: the answer is 422
FILLED_IN: Final = frozenset({"wrong_input", "unknown_code"})
CALL: Final = Words("调用接口", "Call the interface")
_RULE: Final = "guidance.六"


class ObjectionShape(BaseModel):
    """One reason: a stable code, why not, what is needed, under which clause; the act that would help; the
    field.
    """

    code: str
    why: Words
    need: Words
    rule: str
    act: str | None = None
    field: str | None = None
    sentence: Words


class Refusal(BaseModel):
    """Nothing was done. What was tried, and every reason why not."""

    tried: Words
    objections: list[ObjectionShape]


#: the answers that an operation may give beside its success
REFUSALS: Final[Mapping[int, type[BaseModel]]] = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Refusal)
READ_REFUSALS: Final[Mapping[int, type[BaseModel]]] = dict.fromkeys((401, 403, 404, 422, 429), Refusal)
OPEN_REFUSALS: Final[Mapping[int, type[BaseModel]]] = dict.fromkeys((404, 422), Refusal)

_SAID: Final[Mapping[int, tuple[str, Words, Words]]] = {
    400: (
        "unreadable",
        Words("请求内容不是可读的 JSON", "the body is no readable JSON"),
        Words("按接口说明提交 JSON", "JSON as the interface describes it"),
    ),
    401: (
        "no_login",
        Words("未登录，或令牌无效、已过期", "nobody is logged in, or the token is unknown or has expired"),
        Words("登录，或使用有效令牌", "a log-in, or a valid token"),
    ),
    403: (
        "no_csrf",
        Words("缺少 CSRF 令牌", "the CSRF token is missing"),
        Words("随会话提交 CSRF 令牌，或使用令牌调用", "the CSRF token of the session, or a bearer token"),
    ),
    404: (
        "not_found",
        Words("没有找到，或您无权查看", "there is no such thing, or it is not yours to see"),
        Words("核对编号", "the right number"),
    ),
    409: (
        "clash",
        Words(
            "与已有记录冲突（编号重复或相互矛盾）", "it clashes with what is recorded (a number taken twice)"
        ),
        Words("核对已有记录", "a look at what is recorded"),
    ),
    413: (
        "too_much",
        Words("一次提交的内容过多", "one request sent too much"),
        Words("凭有效令牌上传，或分几次上传", "a valid token, or several requests"),
    ),
    422: (
        "wrong_input",
        Words("填写内容无法保存", "what was filled in cannot be stored"),
        Words("按字段说明填写", "the fields filled in as their labels say"),
    ),
    429: (
        "too_often",
        Words("错误令牌过多", "too many wrong tokens came from your address"),
        Words("一分钟后再试", "a minute's patience"),
    ),
    500: (
        "our_mistake",
        Words("系统处理时出错", "the house made a mistake"),
        Words("以同一幂等键重试；仍然出错的，告知本机构", "the same call with the same key; then word to us"),
    ),
}


def refusal(tried: Words, objections: Iterable[Objection]) -> Refusal:
    """Put objections into the shape of an answer."""
    shown = [
        ObjectionShape(
            code=one.code,
            why=one.why,
            need=one.need,
            rule=one.rule,
            act=one.act,
            field=one.field,
            sentence=sentence(tried, one),
        )
        for one in objections
    ]
    return Refusal(tried=tried, objections=shown)


def status_of(refused: Refused) -> int:
    """Return the HTTP status of a refusal of the gate."""
    codes = {one.code for one in refused.objections}
    if codes & NOT_YOU:
        return FORBIDDEN
    if codes <= FILLED_IN:
        return 422
    return refused.status


def said(status: int, tried: Words = CALL) -> Refusal:
    """Return the refusal that a bare status stands for."""
    code, why, need = _SAID.get(status, _SAID[404])
    return refusal(tried, [Objection(code, why, need, _RULE)])


def install(api: NinjaAPI) -> None:
    """Give ``api`` this shape for every error."""

    def answer(request: HttpRequest, body: Refusal, status: int) -> HttpResponse:
        return api.create_response(request, body.model_dump(mode="json"), status=status)

    def refused(request: HttpRequest, exc: Any) -> HttpResponse:
        status = status_of(exc)
        told = [one for one in exc.objections if status != FORBIDDEN or one.code in NOT_YOU]
        return answer(request, refusal(exc.tried, told), status)

    def invalid(request: HttpRequest, exc: Any) -> HttpResponse:
        act = act_called(request)
        if act and (forbidden := without_post(request, act)):
            return answer(request, forbidden, FORBIDDEN)
        tried = act.words if act else CALL
        return answer(request, refusal(tried, [_wrong(one) for one in exc.errors]), 422)

    def bare(status: int | None) -> Any:
        def handle(request: HttpRequest, exc: Any) -> HttpResponse:
            act = act_called(request)
            found = status or exc.status_code
            return answer(request, said(found, act.words if act else CALL), found)

        return handle

    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(ValidationError, invalid)
    api.add_exception_handler(AuthenticationError, bare(401))
    api.add_exception_handler(HttpError, bare(None))
    api.add_exception_handler(Http404, bare(404))
    api.add_exception_handler(IntegrityError, bare(409))
    api.add_exception_handler(DataError, bare(422))


def act_called(request: HttpRequest) -> Act | None:
    """Return the act whose operation was called, or None."""
    name = request.path.rpartition("/acts/")[2]
    return all_acts().get(name)


def without_post(request: HttpRequest, act: Act) -> Refusal | None:
    """Return the refusal of somebody without a post for ``act``: he need not learn what was wrong."""
    person, on = getattr(request, "auth", None), today()
    standing = standing_of(person) if person else None
    row = rulebook.authority(on)[act.name]
    if standing and any(one["post"] in row.posts and holds(one, on) for one in standing.appointments):
        return None
    if standing and any(set(one.posts) & set(row.posts) and one.holds(on) for one in standing.stands_in):
        return None
    names = Words.join(rulebook.post(name) for name in row.posts)
    why = Words("您没有担任所需岗位", "you hold none of the posts required")
    need = Words(f"由{names.zh}办理", f"it is done by: {names.en}")
    return refusal(act.words, [Objection("no_post", why, need, row.clause or _RULE, act="person.appointed")])


def _wrong(error: Mapping[str, Any]) -> Objection:
    place = [str(part) for part in error["loc"][1:] if part not in ("call", "filters")]
    why = words_of(error)
    need = Words("按接口说明填写", "the field as the interface describes it")
    return Objection("wrong_input", why, need, _RULE, field=".".join(place))
