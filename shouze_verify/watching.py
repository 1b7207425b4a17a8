"""``python -m shouze_verify monitor ADDRESS --key VKEY --holder NAME --state FILE``: on the command line."""

from __future__ import annotations

import argparse
import json
import smtplib
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from .monitor import Monitor, Watch, sentence
from .notes import parse_key
from .wrong import Wrong

NOTHING, MISBEHAVED, COULD_NOT_LOOK, NEWS = 0, 1, 2, 3
USUAL: Final = 300
TIMEOUT: Final = 60


def main(arguments: Sequence[str] | None = None) -> int:
    """Watch. With --once returns 0 (nothing new), 3 (events), 1 (the log misbehaves), 2 (could not look);
    without it goes on until it is stopped.
    """
    given = _parser().parse_args(arguments)
    try:
        keys = [parse_key(one) for one in given.key]
        monitor = Monitor(given.address, keys, Watch(tuple(given.holder)), given.state)
    except (Wrong, ValueError, OSError) as failed:
        sys.stderr.write(f"无法监测 / cannot watch: {failed}\n")
        return COULD_NOT_LOOK
    telling = _Telling(given, monitor)
    while True:
        result = _once(monitor, telling)
        if given.every is None:
            return result
        time.sleep(given.every)


def _once(monitor: Monitor, telling: _Telling) -> int:
    try:
        new = monitor.look(datetime.fromtimestamp(time.time(), UTC))
        telling.all()
    except (OSError, subprocess.SubprocessError, smtplib.SMTPException) as failed:
        sys.stderr.write(f"无法查看或告知 / could not look or tell: {failed}\n")
        return COULD_NOT_LOOK
    if monitor.misbehaves:
        return MISBEHAVED
    return NEWS if new else NOTHING


class _Telling:
    """Tells what was found, in its order; how far is kept beside the state. A line may be told again when the
    monitor was killed between telling and noting: each has an ``id`` that stays the same.
    """

    def __init__(self, given: argparse.Namespace, monitor: Monitor) -> None:
        self._given, self._monitor = given, monitor
        self._mark = Path(f"{given.state}.told")

    def all(self) -> None:
        """Tell what was not told yet."""
        done = int(self._mark.read_text()) if self._mark.exists() else 0
        for number, found in enumerate(self._monitor.found.lines(), 1):
            if number > done:
                self._tell(found)
                unfinished = Path(f"{self._mark}.part")
                unfinished.write_text(str(number))
                unfinished.replace(self._mark)

    def _tell(self, found: dict[str, Any]) -> None:
        said = json.dumps(found, ensure_ascii=False)
        sys.stdout.write((said if self._given.json else sentence(found)) + "\n")
        sys.stdout.flush()
        if self._given.command:
            subprocess.run(  # noqa: S602 the command of whoever watches
                self._given.command, shell=True, check=True, input=said.encode(), timeout=TIMEOUT
            )
        if self._given.mail:
            _send(self._given.mail, self._given.smtp, found)


def _send(to: str, server: str, found: dict[str, Any]) -> None:
    host, _, port = server.partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=TIMEOUT) as post:
        post.send_message(letter(to, found))


def letter(to: str, found: dict[str, Any]) -> EmailMessage:
    """The mail that tells what was found."""
    message = EmailMessage()
    message["To"], message["From"] = to, to
    message["Subject"] = _plain(sentence(found))[:200]
    message["Message-ID"] = f"<{found['id'].replace(':', '.')}@monitor.shouze>"
    message.set_content(json.dumps(found, ensure_ascii=False, indent=1))
    return message


def _plain(text: str) -> str:
    """A text without control characters: a name in the log must not begin another line of the mail's head."""
    return "".join(one if one.isprintable() else " " for one in text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="shouze_verify monitor",
        description="监测以某持证人名义的证书 / watch for certificates in a name",
    )
    parser.add_argument("address", metavar="ADDRESS", help="证书登记日志的网址或文件夹 / the register's log")
    parser.add_argument(
        "--key",
        action="append",
        required=True,
        metavar="VKEY",
        help="日志密钥，从别处得知 / its key, told elsewhere",
    )
    parser.add_argument(
        "--holder", action="append", required=True, help="名称或统一社会信用代码 / a name or credit code"
    )
    parser.add_argument(
        "--state", type=Path, required=True, metavar="FILE", help="状态文件 / where to go on from"
    )
    parser.add_argument("--mail", metavar="ADDRESS", help="以邮件告知 / tell by mail")
    parser.add_argument(
        "--smtp", default="localhost:25", metavar="HOST:PORT", help="邮件服务器 / the mail server"
    )
    parser.add_argument("--command", help="以命令告知，内容在标准输入 / tell by a command, which reads JSON")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", dest="every", action="store_const", const=None, help="只看一次 / look once")
    how.add_argument("--every", type=float, default=USUAL, metavar="SECONDS", help="间隔 / how often")
    return parser
