"""The RTSP server, asked by hand as RFC 2326 says."""

from __future__ import annotations

import hashlib
import re
import socket

import pytest

from doorguard.pretend_home.rtsp import Rtsp
from tests.pretend_home.living import CAMERA, Neighbour, camera, read_until


def ask(talk: socket.socket, method: str, path: str = "/", *headers: str, number: int = 1) -> bytes:
    lines = [f"{method} rtsp://{CAMERA}:554{path} RTSP/1.0", f"CSeq: {number}", *headers]
    talk.send(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = read_until(talk, b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    while length and len(head.partition(b"\r\n\r\n")[2]) < int(length[1]):
        head += talk.recv(9999)
    return head


def status(answer: bytes) -> int:
    return int(answer.split(b" ")[1])


def test_a_camera_with_a_login_tells_its_methods_and_nothing_more(near: Neighbour) -> None:
    device = near.live(camera(Rtsp(realm="Hikvision", server="Rtsp Server", password="right")))
    talk = near.connect(554)
    options = ask(talk, "OPTIONS", number=7)
    assert options.startswith(b"RTSP/1.0 200 OK\r\nCSeq: 7\r\nServer: Rtsp Server\r\n")
    assert b"Public: OPTIONS, DESCRIBE, SETUP" in options
    assert re.search(rb'401 .*WWW-Authenticate: Digest realm="Hikvision", nonce="\w+"', ask(talk, "DESCRIBE"), re.DOTALL)
    assert [status(ask(talk, m)) for m in ("SETUP", "PLAY", "MAKETEA")] == [401, 401, 501]
    assert device.received() == {"connections": 1, "requests": 5, "datagrams": 0, "logins": 0, "logins_refused": 0}


def digest(challenge: bytes, user: str, password: str, uri: str) -> str:
    """RFC 2069, by hand."""
    realm, nonce = (re.search(rb'%s="([^"]*)"' % name, challenge)[1].decode() for name in (b"realm", b"nonce"))  # type: ignore[index]
    md5 = [hashlib.md5(text.encode()).hexdigest() for text in (f"{user}:{realm}:{password}", f"DESCRIBE:{uri}")]
    response = hashlib.md5(f"{md5[0]}:{nonce}:{md5[1]}".encode()).hexdigest()
    return f'Authorization: Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{response}"'


def test_the_right_word_opens_the_right_path(near: Neighbour) -> None:
    server = Rtsp(password="right", paths=("/Streaming/Channels/101",))
    device = near.live(camera(server))
    talk = near.connect(554)
    challenge = ask(talk, "DESCRIBE")
    given = digest(challenge, "admin", "right", "rtsp://x/")
    described = ask(talk, "DESCRIBE", "/Streaming/Channels/101", given)
    assert status(described) == 200
    assert b"Content-Type: application/sdp" in described and b"a=rtpmap:96 H264/90000" in described and b"m=audio" in described
    assert status(ask(talk, "DESCRIBE", "/other", given)) == 404
    assert status(ask(talk, "DESCRIBE", "/other", digest(challenge, "admin", "wrong", "rtsp://x/"))) == 401
    assert (device.received()["logins"], device.received()["logins_refused"]) == (2, 1)
    server.password = "new"
    assert status(ask(talk, "DESCRIBE", "/Streaming/Channels/101", given)) == 401


def test_basic_is_said_and_taken_in_clear(near: Neighbour) -> None:
    near.live(camera(Rtsp(scheme="basic", realm="IPC", password="")))
    talk = near.connect(554)
    assert b'WWW-Authenticate: Basic realm="IPC"' in ask(talk, "DESCRIBE")
    assert status(ask(talk, "DESCRIBE", "/", "Authorization: Basic YWRtaW46")) == 200


@pytest.mark.parametrize(("paths", "statuses"), [(("/stream1",), [200, 404]), (("*",), [200, 200])])
def test_open_video_at_one_path_or_at_every_path(near: Neighbour, paths: tuple[str, ...], statuses: list[int]) -> None:
    server = Rtsp(open_paths=paths, audio=False, unknown_method=405)
    near.live(camera(server))
    talk = near.connect(554)
    answers = [ask(talk, "DESCRIBE", path) for path in ("/stream1", "/nothing-here")]
    assert [status(a) for a in answers] == statuses
    assert b"m=audio" not in answers[0]
    assert status(ask(talk, "MAKETEA", "/stream1")) == 405
    assert (status(ask(talk, "SETUP", "/stream1/trackID=1")), server.setups) == (461, 1)


def test_bare_yes_to_all_has_no_description(near: Neighbour) -> None:
    near.live(camera(Rtsp(yes_to_all=True)))
    talk = near.connect(554)
    assert {ask(talk, m).partition(b"\r\n\r\n")[2] for m in ("OPTIONS", "DESCRIBE", "MAKETEA")} == {b""}


@pytest.mark.parametrize("rubbish", [b"GET / HTTP/1.1\r\n\r\n", b"\r\n\r\n"])
def test_other_protocols_are_hung_up_on(near: Neighbour, rubbish: bytes) -> None:
    near.live(camera(Rtsp()))
    talk = near.connect(554)
    talk.send(rubbish)
    assert talk.recv(99) == b""
