"""TLS as cameras have it: a certificate that the device signed itself, the first time that somebody asks.

Nothing of it touches the disk where the system can keep a file in memory alone.
"""

from __future__ import annotations

import os
import socket
import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from doorguard.pretend_home.conversation import Conversation


@dataclass
class Tls:
    """The certificate of one device; ``name`` is what stands in it."""

    name: str = "camera"

    @cached_property
    def context(self) -> ssl.SSLContext:
        """Made once, when the first conversation begins."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        pem = _own_certificate(self.name)
        if hasattr(os, "memfd_create"):
            held = os.memfd_create("pretend")
            try:
                os.write(held, pem)
                context.load_cert_chain(f"/proc/self/fd/{held}")
            finally:
                os.close(held)
        else:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "pretend.pem"
                file.write_bytes(pem)
                context.load_cert_chain(file)
        return context


def _own_certificate(name: str) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime.now(UTC) - timedelta(days=30)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    return made.public_bytes(serialization.Encoding.PEM) + secret


class TlsConversation(Conversation):
    """One connection inside TLS: services send and hear what is inside."""

    def __init__(self, sock: socket.socket, peer: str, context: ssl.SSLContext) -> None:
        super().__init__(sock, peer)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._inside = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._shaken = False
        self._unsent = b""

    def send(self, data: bytes) -> None:
        """Send inside TLS; what is said before the handshake waits for it."""
        self._unsent += data
        if self._shaken and self._unsent:
            self._inside.write(self._unsent)
            self._unsent = b""
        self._out += self._outgoing.read()

    def _take(self, data: bytes) -> bool:
        self._incoming.write(data)
        before = len(self.heard)
        try:
            if not self._shaken:
                self._inside.do_handshake()
                self._shaken = True
            while part := self._inside.read(65536):
                self.heard += part
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            pass  # no more of it has come yet, or ever will
        except ssl.SSLError:
            self.ended = self.closing = True  # it speaks something else
        self.send(b"")
        return len(self.heard) > before
