"""What people read in a dossier: the trace as one page that stands alone, and how to check the dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from shouze.certification.certificates.trace import Traced
from shouze.kernel.clock import SHANGHAI

from ..answering import Answer
from ..reading import Trace

if TYPE_CHECKING:
    from .sealing import Purpose

_STYLE: Final = (
    "body{font:15px/1.6 'Noto Sans SC',sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "caption{text-align:left;font-weight:600;padding:.5rem 0}code{overflow-wrap:anywhere;font-size:12px}"
)
_ANSWERS: Final = ("环节 Stage", "办理人 Person", "岗位 Post", "办理内容 Acts", "起 From", "至 To")
_ACTS: Final = ("位置 Place", "时间 At", "行为 Act", "办理人 Person", "证据 Papers", "规则 Rules")

HOW_TO_VERIFY: Final[Mapping[str, str]] = {
    "HOW-TO-VERIFY.zh.md": """# 如何核验本卷宗

本卷宗不依赖签发机构的系统即可核验。

1. 安装 Python 3.11 或更新版本和核验程序 `shouze_verify`（开放源代码，只依赖少数公开的程序包）。
2. 运行 `python -m shouze_verify dossier 卷宗.zip --keys keys.json`。`keys.json` 请从机构网站的
   `/check/keys.json` 或监管部门取得；不给出时使用卷宗内 `keys/keys.json`，程序会提示您核对。
3. 程序逐项核验：清单的签名；每个文件的摘要，有无增加或缺失；每条台账记录的内容与其摘要是否一致；
   每条记录是否在机构公布的日志中（RFC 6962 / C2SP tlog-proof）。

不用本程序也可核验：`manifest.jws` 是对 `manifest.json` 的 Ed25519 签名（JWS 紧凑格式）；
`entries/*.leaf.json` 的 `sections` 是“盐值 + 该节内容的规范 JSON（RFC 8785）”的 SHA-256；
`*.tlog-proof` 是 C2SP tlog-proof@v1，含检查点。未提供的内容在 `manifest.json` 的 `withheld` 中以摘要列明。
""",
    "HOW-TO-VERIFY.en.md": """# How to check this dossier

It can be checked without the systems of the body that issued it.

1. Install Python 3.11 or newer and the verifier `shouze_verify` (open source, a few public packages).
2. Run `python -m shouze_verify dossier FILE.zip --keys keys.json`. Take `keys.json` from `/check/keys.json`
   of the body's site or from the authority. Without it those in `keys/keys.json` are used, and you are told.
3. It checks the signature of the manifest; the digest of every file, and that none was added or removed; that
   each shown section of an entry is the one in the ledger; and that each entry stands in the published log.

By other means: `manifest.jws` is an Ed25519 signature (compact JWS) over `manifest.json`; `sections` in
`entries/*.leaf.json` are SHA-256 over salt and canonical JSON (RFC 8785) of the section; `*.tlog-proof` is a
C2SP tlog-proof@v1 with its checkpoint. What is withheld stands in `manifest.json` by its digest.
""",
}


def page(trace: Trace, purpose: Purpose) -> str:
    """Return the trace as a page of HTML without anything from elsewhere."""
    title = f"证据卷宗 Evidence dossier · {trace.thing.words.zh}"
    return "".join(
        (
            '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>",
            f"<p>截至 as of {trace.on.isoformat()} · 提交 for {escape(purpose.recipient_name)} · ",
            f"事由 ground: {escape(purpose.ground)} · 出具 by {escape(purpose.made_by)}</p>",
            _table("各环节由谁负责 Who answered", _ANSWERS, map(_answer, trace.answers)),
            _table("全部行为 All acts", _ACTS, map(_act, trace.acts)),
            "</body></html>",
        )
    )


def _table(caption: str, heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _answer(one: Answer) -> tuple[str, ...]:
    name = f"{one.name} 代 for {one.absent_name}" if one.absent else one.name
    return (
        f"{one.stage.words.zh} {one.stage.words.en}",
        escape(name),
        escape(f"{one.post_words.zh} {one.post_words.en}"),
        "<br>".join(escape(f"{words.zh} {words.en}") for words in one.words),
        _moment(one.first),
        _moment(one.last),
    )


def _act(one: Traced) -> tuple[str, ...]:
    return (
        str(one.seq),
        _moment(one),
        escape(f"{one.words.zh} {one.words.en}"),
        escape(one.by_whom.zh),
        "<br>".join(f"{escape(it.name)} <code>{it.digest}</code>" for it in one.papers),
        "<br>".join(f"<code>{escape(ref)}</code>" for ref in one.rules),
    )


def _moment(one: Traced) -> str:
    return f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
