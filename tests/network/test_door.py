"""The door against servers that misbehave: total deadlines, caps, nothing followed, stop at once."""

from __future__ import annotations

import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.network.refusal import DoorError, NoAnswer, NotAllowed, OverBudget, Stopped, Unreadable
from doorguard.network.waiting import Deadline

CAMERA = "192.168.77.20"
Handler = Callable[[socket.socket], None]


class Server:
    """A loopback listener that runs one handler per connection."""

    def __init__(self, handler: Handler) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.handler = handler
        self.accepted = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._one, args=(sock,), daemon=True).start()

    def _one(self, sock: socket.socket) -> None:
        with sock:
            try:
                self.handler(sock)
            except OSError:
                pass


@pytest.fixture
def book() -> AddressBook:
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    book.neighbours[CAMERA] = "44:19:b6:00:00:20"
    return book


@pytest.fixture
def serve(book: AddressBook) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(handler: Handler, port: int = 80, address: str = CAMERA) -> Server:
        server = Server(handler)
        servers.append(server)
        book.neighbours.setdefault(address, "44:19:b6:00:00:99")
        book.put_tcp(address, port, server.listener.getsockname())
        return server

    yield start
    for server in servers:
        server.listener.close()


@pytest.fixture
def door(book: AddressBook) -> Iterator[Door]:
    door = Door.onto_book(book, Level.LOOK)
    yield door
    door.stop()
    door.close()


def after_request(answer: Handler) -> Handler:
    def handler(sock: socket.socket) -> None:
        sock.recv(65536)
        answer(sock)

    return handler


def for_ever(part: bytes, pause: float = 0.0) -> Handler:
    def answer(sock: socket.socket) -> None:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            sock.sendall(part)
            time.sleep(pause)

    return after_request(answer)


def say(data: bytes) -> Handler:
    return after_request(lambda sock: sock.sendall(data))


HOSTILE: dict[str, Handler] = {
    "silence": after_request(lambda sock: time.sleep(20)),
    "drip in the status line": for_ever(b"H", 0.1),
    "drip in headers": for_ever(b"HTTP/1.1 200 OK\r\nX: y\r\n", 0.2),
    "headers without end": for_ever(b"X-More: yes\r\n" * 50),
    "one header without end": for_ever(b"a" * 4096),
    "1xx without end": for_ever(b"HTTP/1.1 100 Continue\r\n\r\n" * 20),
    "no status line": say(b"hello there\r\n\r\n"),
    "close at once": after_request(lambda sock: None),
    "bad chunk size": say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "chunk size of 100,000 digits": say(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"9" * 100_000 + b"\r\n"
    ),
    "multipart related": say(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/related\r\n\r\nx"),
}


@pytest.mark.parametrize("behaviour", list(HOSTILE))
def test_a_hostile_http_server_ends_within_the_deadline(
    behaviour: str, door: Door, serve: Callable[..., Server]
) -> None:
    serve(HOSTILE[behaviour])
    began = time.monotonic()
    with door.visit(CAMERA) as visit, pytest.raises(DoorError):
        visit.ask(80, "/", seconds=1.0)
    assert time.monotonic() - began < 1.6


def test_an_endless_body_is_cut_at_the_cap(door: Door, serve: Callable[..., Server]) -> None:
    def endless(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
        while True:
            sock.sendall(b"x" * 65536)

    serve(after_request(endless))
    with door.visit(CAMERA) as visit:
        reply = visit.ask(80, "/", cap=100_000)
    assert len(reply.body) == 100_000 and reply.cut


def test_a_gzip_bomb_is_not_opened(door: Door, serve: Callable[..., Server]) -> None:
    import gzip

    bomb = gzip.compress(b"0" * 5_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    serve(say(head + bomb))
    with door.visit(CAMERA) as visit:
        assert visit.ask(80, "/").body == bomb


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_told_not_followed(status: int, door: Door, serve: Callable[..., Server]) -> None:
    other = serve(say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), 80, "192.168.77.66")
    serve(say(b"HTTP/1.1 %d Go\r\nLocation: http://192.168.77.66/\r\nContent-Length: 0\r\n\r\n" % status))
    with door.visit(CAMERA) as visit:
        reply = visit.ask(80, "/", method="POST", body=b"secret")
    assert (reply.status, reply.location) == (status, "http://192.168.77.66/")
    assert other.accepted == 0


def test_two_requests_share_one_conversation(door: Door, serve: Callable[..., Server]) -> None:
    def twice(sock: socket.socket) -> None:
        for _ in range(2):
            sock.recv(65536)
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    serve(twice)
    with door.visit(CAMERA) as visit:
        assert [visit.ask(80, "/a").body, visit.ask(80, "/b").body] == [b"ok", b"ok"]
    sent = door.sent()[CAMERA]
    assert (sent.connections, sent.requests, sent.logins) == (1, 2, 0)


def test_no_proxy_no_cookie_no_login_leaves(
    door: Door, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://192.168.77.66:3128")
    seen: list[bytes] = []

    def remember(sock: socket.socket) -> None:
        seen.append(sock.recv(65536))
        sock.sendall(b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")

    serve(remember)
    with door.visit(CAMERA) as visit:
        assert visit.ask(80, "/").status == 401
    assert seen[0].startswith(b"GET / HTTP/1.1\r\n")
    assert b"authorization" not in seen[0].lower() and b"cookie" not in seen[0].lower()


def test_plain_http_where_tls_was_expected(door: Door, serve: Callable[..., Server]) -> None:
    serve(say(b"HTTP/1.1 400 Bad\r\n\r\n"), 443)
    with door.visit(CAMERA) as visit, pytest.raises(Unreadable):
        visit.certificate(443)


@pytest.mark.parametrize("speaks", [b"", b"x"], ids=["silent", "after a word"])
def test_a_connection_broken_off_before_the_tls_handshake_is_no_answer(
    speaks: bytes, door: Door, serve: Callable[..., Server]
) -> None:
    connected, gone = threading.Event(), threading.Event()

    def handler(sock: socket.socket) -> None:
        connected.wait(5)  # a reset while we still connect is another story
        sock.sendall(speaks)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()
        gone.set()

    serve(handler, 443)
    with door.visit(CAMERA) as visit, visit.stream(443) as stream:
        connected.set()
        assert gone.wait(5)
        time.sleep(0.05)
        with pytest.raises(DoorError):
            stream.start_tls(door._tls_context())


def test_a_tls_handshake_that_trickles_ends(door: Door, serve: Callable[..., Server]) -> None:
    serve(for_ever(b"\x16", 0.2), 443)
    began = time.monotonic()
    with door.visit(CAMERA) as visit, pytest.raises((NoAnswer, Unreadable)):
        visit.certificate(443, seconds=1.0)
    assert time.monotonic() - began < 1.6


@pytest.mark.parametrize("where", ["body", "silence", "tls", "udp"])
def test_stop_ends_every_wait_within_300_ms_and_leaves_no_socket(
    where: str, door: Door, serve: Callable[..., Server]
) -> None:
    serve(for_ever(b"HTTP/1.1 200 OK\r\n\r\n", 0.05) if where == "body" else HOSTILE["silence"], 80)
    serve(for_ever(b"\x16", 0.2), 443)
    ended: list[BaseException] = []

    def work() -> None:
        try:
            if where == "udp":
                with door.ear() as ear:
                    list(ear.hear(Deadline(30)))
            else:
                with door.visit(CAMERA) as visit:
                    visit.certificate(443) if where == "tls" else visit.ask(80, "/")
        except BaseException as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.4)
    began = time.monotonic()
    door.stop()
    thread.join(2)
    assert time.monotonic() - began < 0.3
    assert isinstance(ended[0], Stopped)
    assert not door._streams


SLOW_TO_LOAD = """
import socket, sys, threading, time
from importlib.abc import MetaPathFinder

class OldDisk(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "requests":
            time.sleep(1.0)

def answer(listener):
    sock, _ = listener.accept()
    sock.recv(4096)
    sock.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")

sys.meta_path.insert(0, OldDisk())
from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door

listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=answer, args=(listener,), daemon=True).start()
book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
book.neighbours["192.168.77.20"] = "44:19:b6:00:00:20"
book.put_tcp("192.168.77.20", 80, listener.getsockname())
assert "requests" not in sys.modules
with Door.onto_book(book, Level.LOOK).visit("192.168.77.20", 0.9) as visit:
    print(visit.ask(80).status)
"""


def test_a_program_that_is_slow_to_load_takes_nothing_from_the_devices_time() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SLOW_TO_LOAD], capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.stdout == "200\n", ran.stderr


def test_the_visit_is_limited_to_one_device_of_the_network(door: Door) -> None:
    for address in ("8.8.8.8", "192.168.77.10", "192.168.78.1", "127.0.0.1"):
        with pytest.raises(NotAllowed):
            door.visit(address)


def test_a_probe_is_cut_at_its_own_budget(door: Door, serve: Callable[..., Server]) -> None:
    serve(say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
    with door.visit(CAMERA) as visit:
        visit.allow(connections=2, requests=9)
        visit.ask(80, "/1")
        visit.ask(80, "/2")
        with pytest.raises(OverBudget):
            visit.ask(80, "/3")
    assert door.sent()[CAMERA].connections == 2


def test_a_listening_door_hears_and_may_not_send(book: AddressBook) -> None:
    door = Door.onto_book(book, Level.LISTEN)
    with door.ear(1900, ("239.255.255.250",)) as ear:
        for address, port in (("239.255.255.250", 1900), (CAMERA, 80)):
            with pytest.raises(NotAllowed):
                ear.send(b"x", address, port)
        speaker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        speaker.bind(("127.0.0.1", 0))
        book.put_udp(CAMERA, 1900, speaker.getsockname())
        for real in book.hearers("239.255.255.250", 1900):
            speaker.sendto(b"NOTIFY", real)
        heard = next(ear.hear(Deadline(1)))
    speaker.close()
    assert (heard.data, heard.address, heard.stranger) == (b"NOTIFY", CAMERA, False)
    assert not door.sent()
    door.close()


def test_tls_certificate_is_read_without_trusting_it(
    door: Door, serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory
) -> None:
    from cryptography import x509

    certificate, key = self_signed(tmp_path_factory.mktemp("tls"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def handler(sock: socket.socket) -> None:
        with context.wrap_socket(sock, server_side=True) as secured:
            secured.recv(10)

    serve(handler, 443)
    with door.visit(CAMERA) as visit:
        der = visit.certificate(443)
    assert der is not None
    assert "axis-accc8e" in x509.load_der_x509_certificate(der).subject.rfc4514_string()


def self_signed(folder: object) -> tuple[str, str]:
    """A throw-away certificate like a camera's."""
    import datetime
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "axis-accc8e000001")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    place = Path(str(folder))
    (place / "c.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (place / "k.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(place / "c.pem"), str(place / "k.pem")
