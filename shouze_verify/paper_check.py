"""``check FILE``: is this certificate genuine, and what is its state? 0 valid, 1 altered or no longer valid,
2 cannot be told.

Nothing is asked of an address that stands in the file. Keys are given by hand, or are those of a place that
was named by hand (``--from``); the state is looked up there, or at the site of the keys given by hand.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from time import time
from typing import Final
from zoneinfo import ZoneInfo

from cryptography import x509

from .certificates import check, home_of
from .papers import LARGEST
from .sources import Source, is_site, source_at
from .trust import Trust, given_keys, joined, read_trust, trust_of
from .wrong import Wrong

UNKNOWN: Final = 2
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one file and print what was found."""
    given = _parser().parse_args(arguments)
    try:
        content = _content(given.file)
        trust = _trust(given)
        at, source = datetime.fromtimestamp(time(), SHANGHAI), _source(given, trust)
        report = check(content, trust, at=at, source=source, on=given.on)
        if not trust.known:
            report.note("trust", None, more=_how(home_of(content)))
    except Wrong as wrong:
        return _failed(f"{wrong.zh} / {wrong.en}")
    except (OSError, ValueError) as failed:
        return _failed(f"无法核验 / it could not be checked: {failed}")
    told = json.dumps(report.as_json(), ensure_ascii=False, indent=1) if given.json else report.text()
    sys.stdout.write(told + "\n")
    return report.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shouze check",
        description="核验证书文件 / check a certificate: PDF, credential, or the text of its code",
    )
    parser.add_argument("file", help="文件、“-”（标准输入）或核验码文本 / a file, - , or the text of a code")
    parser.add_argument(
        "--key", action="append", default=[], help="日志或见证方密钥 / a vkey that is trusted"
    )
    parser.add_argument("--trust", type=Path, help="密钥文件 / a file of keys (the house's check/keys.json)")
    parser.add_argument("--signer", type=Path, help="签名人证书 PEM / certificate of who signs papers")
    parser.add_argument("--witnesses", type=int, default=0, help="须有几家见证方签名 / how many witnesses")
    parser.add_argument(
        "--from",
        dest="place",
        help="发证机构的网址或镜像文件夹：在此查状态；未给密钥时也信任其公布的密钥，请先确认确属该机构 / "
        "the body's site or a mirror of it: the state is looked up there and, where no key is given, its "
        "keys are trusted: make sure that it is the body's own",
    )
    parser.add_argument("--offline", action="store_true", help="不联网 / connect to nothing")
    parser.add_argument("--on", type=date.fromisoformat, help="某日是否有效 / was it valid on YYYY-MM-DD?")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    return parser


def _content(named: str) -> bytes:
    if named == "-":
        return sys.stdin.buffer.read(LARGEST)
    if "#1." in named:
        return named.encode()
    with open(named, "rb") as file:
        return file.read(LARGEST)


def _trust(given: argparse.Namespace) -> Trust:
    """What was given by hand; only where no key was, the keys of the place that was named by hand.

    What is missing among keys given by hand stays missing: half a trust is never filled up from elsewhere.
    """
    by_hand = given_keys(given.key, quorum=given.witnesses)
    if given.trust:
        by_hand = joined(by_hand, read_trust(given.trust.read_bytes()))
    if given.signer:
        by_hand = replace(by_hand, signers=(x509.load_pem_x509_certificate(given.signer.read_bytes()),))
    named = _place(given)
    if by_hand.known or by_hand.witnesses or not named:
        return by_hand
    return trust_of(source_at(named), quorum=given.witnesses)


def _source(given: argparse.Namespace, trust: Trust) -> Source | None:
    """Where the state is looked up: the place named, else the site of the keys that are trusted."""
    place = _place(given) or ("" if given.offline else trust.site)
    return source_at(place) if place else None


def _place(given: argparse.Namespace) -> str:
    """The place that was named, unless it needs a connection and none is wanted."""
    place = str(given.place or "")
    return "" if given.offline and is_site(place) else place


def _how(home: str) -> tuple[str, str]:
    """How to go on, where no key is trusted: the file names a place, which proves nothing."""
    if not home:
        return "请用 --trust、--key 或 --from 指定", "give them by --trust, --key or --from."
    return (
        f"文件自称属于 {home}，这不能证明什么；确认那确是发证机构自己的网址后，加上 --from {home} 再核验",
        f"the file says that it is of {home}, which proves nothing: make sure that this is the body's own "
        f"site, then check again with --from {home}",
    )


def _failed(why: str) -> int:
    sys.stderr.write(why + "\n")
    return UNKNOWN
