"""``check FILE``: is this certificate genuine, and what is its state? 0 valid, 1 altered or no longer valid,
2 cannot be told.
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
from .sources import Source, source_at
from .trust import Trust, given_keys, joined, read_trust, trust_of
from .wrong import Wrong

UNKNOWN: Final = 2
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one file and print what was found."""
    given = _parser().parse_args(arguments)
    try:
        content = _content(given.file)
        source = _source(given, content)
        trust = _trust(given, source)
        report = check(
            content, trust, at=datetime.fromtimestamp(time(), SHANGHAI), source=source, on=given.on
        )
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
    parser.add_argument("--from", dest="place", help="网址或镜像文件夹 / site or mirror to look the state up")
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


def _source(given: argparse.Namespace, content: bytes) -> Source | None:
    """Where the state is looked up: the place named, else the house that the file says it is of."""
    place = given.place or ("" if given.offline else home_of(content))
    return source_at(place) if place else None


def _trust(given: argparse.Namespace, source: Source | None) -> Trust:
    """What was given by hand; what is missing is taken from the house, on first use."""
    by_hand = given_keys(given.key, quorum=given.witnesses)
    if given.trust:
        by_hand = joined(by_hand, read_trust(given.trust.read_bytes()))
    if given.signer:
        by_hand = replace(by_hand, signers=(x509.load_pem_x509_certificate(given.signer.read_bytes()),))
    if source is None or (by_hand.register and by_hand.credentials and by_hand.signers):
        return by_hand
    try:
        return joined(by_hand, trust_of(source))
    except (Wrong, OSError):
        return by_hand


def _failed(why: str) -> int:
    sys.stderr.write(why + "\n")
    return UNKNOWN
