"""A mail server for tests: it speaks SMTP over TCP, with STARTTLS or TLS, and keeps what it was given."""

from __future__ import annotations

import datetime
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Server:
    """Where it listens, what it was given, and how it answers to the end of a mail (a reply line; "" for
    hanging up without a word)."""

    port: int = 0
    given: list[bytes] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def answer(self) -> str:
        """The reply to the end of a mail: the next one that was laid ready, else that it is taken."""
        return self.answers.pop(0) if self.answers else "250 taken"


class _Conversation(socketserver.StreamRequestHandler):
    """One client's conversation."""

    server: Any

    def handle(self) -> None:
        kept: Server = self.server.kept
        self._say("220 localhost ready")
        while line := self.rfile.readline():
            verb = line.decode().strip()
            kept.said.append(verb.split(" ")[0].upper())
            if not self._answer(verb.upper(), kept):
                return

    def _answer(self, verb: str, kept: Server) -> bool:
        if verb.startswith("EHLO"):
            self._say("250-localhost")
            self._say("250 STARTTLS")
        elif verb == "STARTTLS":
            self._say("220 go ahead")
            wrapped = self.server.tls.wrap_socket(self.connection, server_side=True)
            self.connection, self.rfile, self.wfile = (
                wrapped,
                wrapped.makefile("rb"),
                wrapped.makefile("wb", 0),
            )
        elif verb == "DATA":
            self._say("354 go on")
            kept.given.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            answer = kept.answer()
            if not answer:
                return False
            self._say(answer)
        elif verb == "QUIT":
            self._say("221 bye")
            return False
        else:
            self._say("250 ok")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def listening(folder: Path, *, tls: bool = False) -> Iterator[tuple[Server, Path]]:
    """Listen on localhost; gives the server and the certificate that its clients have to trust. ``tls``: from
    the first byte, else by STARTTLS.
    """
    certificate = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    kept = Server()

    class Listening(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Listening(("localhost", 0), _Conversation) as server:
        if tls:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        server.kept, server.tls = kept, context  # type: ignore[attr-defined]
        kept.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield kept, certificate
        finally:
            server.shutdown()


def _certificate(folder: Path) -> Path:
    """Make a certificate for localhost that signs itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
