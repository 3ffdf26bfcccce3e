"""TLS of pretend devices, judged by Python's and OpenSSL's own clients."""

from __future__ import annotations

import socket
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.network.book import AddressBook
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.tls import Tls
from doorguard.pretend_home.web import Answer, Web, page

ADDRESS = "192.168.77.20"


@pytest.fixture
def camera() -> Iterator[tuple[PretendDevice, tuple[str, int]]]:
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    big = page("/", "x" * 400_000)
    device = PretendDevice(ADDRESS, "44:19:b6:00:00:20", tcp=[Web(443, "", [big, lambda request: Answer(body=request.body)], tls=Tls("porch"))])
    device.start(BookAir(book))
    real = book.tcp(ADDRESS, 443)
    assert real is not None
    yield device, real
    device.stop()
    assert device.faults == []


def inside(real: tuple[str, int]) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(real, timeout=3))


def read(talk: ssl.SSLSocket, end: bytes) -> bytes:
    got = b""
    while not got.endswith(end):
        part = talk.recv(65536)
        assert part
        got += part
    return got


def test_a_large_page_and_two_requests_on_one_line(camera: tuple[PretendDevice, tuple[str, int]]) -> None:
    with inside(camera[1]) as talk:
        talk.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert len(read(talk, b"</html>")) > 400_000
        talk.sendall(b"POST /e HTTP/1.1\r\nContent-Length: 4\r\n\r\necho")
        assert read(talk, b"echo").startswith(b"HTTP/1.1 200")


def test_the_certificate_is_its_own(camera: tuple[PretendDevice, tuple[str, int]]) -> None:
    from cryptography import x509

    with inside(camera[1]) as talk:
        shown = talk.getpeercert(binary_form=True)
    assert shown is not None
    certificate = x509.load_der_x509_certificate(shown)
    assert certificate.subject == certificate.issuer
    assert certificate.subject.rfc4514_string() == "CN=porch"


def test_one_that_speaks_something_else_is_hung_up_on_and_others_are_served(camera: tuple[PretendDevice, tuple[str, int]]) -> None:
    with socket.create_connection(camera[1], timeout=3) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
        while plain.recv(4096):
            pass
    with inside(camera[1]) as talk:
        talk.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert read(talk, b"</html>")


def test_nothing_of_it_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert Tls("a").context is not None
    monkeypatch.delattr("os.memfd_create", raising=False)  # as on systems that cannot keep a file in memory
    assert Tls("b").context is not None
    assert list(tmp_path.iterdir()) == []
