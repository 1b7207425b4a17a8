"""The pages that say what went wrong, and what to do next, in the reader's language and in the house's look.

They ask neither database nor session: what went wrong may be just that. A program that calls the interface
gets the interface's own shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from shouze.audiences.machines.refusals import said
from shouze.kernel import clock
from shouze.kernel.words import Words

API: Final = "/api/"
#: of an address, what is shown
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Wrong:
    """What went wrong: its heading, why, and what to do next, each a sentence or a few."""

    title: Words
    why: Words
    next: tuple[Words, ...]


WRONG: Final[Mapping[str, Wrong]] = {
    "400": Wrong(
        Words("请求无法读取", "The request cannot be read"),
        Words("浏览器发来的地址或内容不完整，什么都没有办理。",
              "The address or what came with it is not whole; nothing was done."),
        (Words("返回上一页，刷新后再试。", "Go back, reload the page and try again."),),
    ),
    "403": Wrong(
        Words("本页不对您开放", "This page is not open to you"),
        Words("您当前的身份不能查看或办理此项，或者请求不是从本站的页面发出。什么都没有办理。",
              "You may not see or do this as you are logged in, or the request did not come from a page of"
              " this house. Nothing was done."),
        (
            Words("换用有权办理的账号登录，或请有相应岗位的人员办理。",
                  "Log in as somebody who may, or ask a person who holds the post."),
            Words("哪个岗位可以办理什么，见“谁可以办理什么”。",
                  "Which post may do what stands under “Who may do what”."),
        ),
    ),
    "form": Wrong(
        Words("表单没有被接收", "The form was not taken"),
        Words("页面打开后您已重新登录或退出，浏览器没有保存本站的Cookie，或者表单不是从本站提交的。没有办理。",
              "You logged in or out since the page was opened, the browser keeps no cookie of this house, or"
              " the form was sent from elsewhere. Nothing was done."),
        (Words("返回上一页，刷新后重新提交；浏览器须允许本站的Cookie。",
               "Go back, reload the page and send it again; the browser must allow this house's cookies."),),
    ),
    "404": Wrong(
        Words("没有找到该页面", "There is no such page"),
        Words("这个地址没有内容，或者其中的内容不对您开放；为保护当事人，两种情形回答相同。",
              "Nothing stands at this address, or what stands there is not open to you; to protect the"
              " parties both are answered alike."),
        (
            Words("核对地址，尤其是编号；从列表或查询结果重新打开。",
                  "Check the address, its number above all; open it again from a list or a search."),
            Words("本应由您查看的，换用登记了您岗位的账号登录。",
                  "If it is yours to see, log in with the account of your post."),
        ),
    ),
    "413": Wrong(
        Words("一次提交的内容过多", "Too much was sent at once"),
        Words("未接收，什么都没有办理。", "It was not taken; nothing was done."),
        (Words("登录后上传文件，或分几次上传。", "Log in to send files, or send them in several steps."),),
    ),
    "429": Wrong(
        Words("尝试过于频繁", "Too many attempts"),
        Words("为防止猜测密码，短时间内的尝试次数有限。",
              "To keep passwords from being guessed, attempts in a short time are limited."),
        (Words("过几分钟再试。", "Try again in a few minutes."),),
    ),
    "500": Wrong(
        Words("系统处理时出错", "Something went wrong here"),
        Words("错误在我方，已写入运行日志。一项办理要么完整记录，要么完全没有发生，不会只做一半。",
              "The mistake is ours and stands in our log. What is done is recorded whole or not at all, never"
              " half."),
        (
            Words("重新打开原来的页面，看是否已经办理；同一表单再次提交不会重复办理。",
                  "Open the page again and see whether it was done; the same form is not done twice."),
            Words("仍然出错的，请把下面的时间和地址告诉本机构。",
                  "If it goes on, tell us the time and the address below."),
        ),
    ),
    "unkeepable": Wrong(
        Words("内容无法保存", "It cannot be kept"),
        Words("未接收：内容含有无法保存的字符或数字。",
              "Not taken: it holds a character or a number that cannot be kept."),
        (Words("返回上一页更正。", "Go back and correct it."),),
    ),
}  # fmt: skip


def answer(request: HttpRequest, status: int, kind: str = "") -> HttpResponse:
    """Return the page of a status (of a ``kind`` of it where it has several), kept by nobody on the way."""
    if request.path.startswith(API):
        return JsonResponse(said(status).model_dump(mode="json"), status=status)
    page = HttpResponse(
        render_to_string("parts/wrong.html", _shown(request, kind or str(status))), status=status
    )
    page.headers["Cache-Control"] = "no-store"
    return page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: Django would not read the request."""
    return answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a view denied it."""
    return answer(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the token of its page (``CSRF_FAILURE_VIEW``)."""
    return answer(request, 403, "form")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such address, or nothing there that the reader may see."""
    return answer(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: too many log-ins in a short time."""
    return answer(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a mistake of ours, which Django has logged."""
    return answer(request, 500)


def _shown(request: HttpRequest, kind: str) -> dict[str, Any]:
    return {
        "request": request,
        "wrong": WRONG[kind],
        "address": request.path[:LONGEST],
        "again": request.get_full_path() if request.method == "GET" else "",
        "known": settings.SESSION_COOKIE_NAME in request.COOKIES,
        "ours": kind == "500",
        "now": clock.now(),
        "today": clock.today(),
        "other": "en" if get_language() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE,
    }
