"""The web server, used by requests."""

from __future__ import annotations

import pytest
import requests
from requests.auth import HTTPBasicAuth, HTTPDigestAuth

from doorguard.pretend_home.web import JPEG, Request, Web, everything, moving_picture, page, picture, read_request
from tests.pretend_home.living import Neighbour, camera, read_until


def test_pages_and_pages_that_are_not_there(near: Neighbour) -> None:
    device = near.live(camera(Web(80, "uc-httpd 1.0.0", [page("/", "Hello", "<b>x</b>")])))
    with requests.Session() as session:  # one line for all of it
        first, missing, head = (
            session.request(m, near.url(80, p), timeout=2) for m, p in (("GET", "/?a=b"), ("GET", "/x"), ("HEAD", "/"))
        )
    assert (first.status_code, first.headers["Server"], first.text.count("<title>Hello</title>")) == (
        200,
        "uc-httpd 1.0.0",
        1,
    )
    assert (missing.status_code, head.status_code, head.text) == (404, 200, "")
    assert device.received() == {"connections": 1, "requests": 3, "datagrams": 0, "logins": 0, "logins_refused": 0}


def test_a_catch_all_says_the_same_to_everything(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [everything("Welcome")])))
    pages = {
        requests.request(m, near.url(80, p), timeout=2).text
        for m, p in (("GET", "/"), ("GET", "/a/b.jpg"), ("POST", "/onvif/device_service"))
    }
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("scheme", "how", "other"), [("basic", HTTPBasicAuth, HTTPDigestAuth), ("digest", HTTPDigestAuth, HTTPBasicAuth)]
)
def test_logins(near: Neighbour, scheme: str, how: type, other: type) -> None:
    web = Web(80, "", [page("/", "in")], [page("/login.asp", "out")], scheme, "Cam", "admin", "right")
    device = near.live(camera(web))

    def status(auth: object, path: str = "/") -> int:
        return requests.get(near.url(80, path), auth=auth, timeout=2).status_code  # type: ignore[arg-type]

    asked = requests.get(near.url(80), timeout=2)
    assert (asked.status_code, asked.headers["WWW-Authenticate"].lower().startswith(f'{scheme} realm="cam"')) == (
        401,
        True,
    )
    assert status(None, "/login.asp") == 200
    assert device.received()["logins"] == 0
    assert [status(how("admin", "right")), status(how("admin", "right"))] == [200, 200]
    assert device.received()["logins"] == 1, "a secret that was accepted is not counted again"
    assert [status(how("admin", "wrong")), status(how("other", "right")), status(other("admin", "right"))].count(
        401
    ) == 3
    refused = 3 if scheme == "digest" else 2  # digest is never sent to who asks for basic
    assert device.received()["logins_refused"] == refused
    web.password = "new"
    assert [status(how("admin", "right")), status(how("admin", "new"))] == [401, 200]


def test_a_picture_and_a_moving_one(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [picture("/snap.jpg"), moving_picture("/video.mjpg")])))
    snap = requests.get(near.url(80, "/snap.jpg"), timeout=2)
    assert (snap.headers["Content-Type"], snap.content, snap.content[:2]) == ("image/jpeg", JPEG, b"\xff\xd8")
    talk = near.connect(80)
    talk.send(b"GET /video.mjpg HTTP/1.1\r\n\r\n")
    head = read_until(talk, b"\r\n\r\n")
    assert b"Content-Type: multipart/x-mixed-replace; boundary=frame\r\n" in head
    assert b"Content-Length: 22\r\n\r\n" in read_until(talk, JPEG) or b"Content-Length: 22\r\n\r\n" in head
    assert talk.recv(999).startswith(b"--frame\r\n")  # and more, for as long as somebody looks


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\xff\xfb\x01\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_and_ends(near: Neighbour, rubbish: bytes) -> None:
    near.live(camera(Web(80)))
    talk = near.connect(80)
    talk.send(rubbish)
    assert read_until(talk, b"never").startswith(b"HTTP/1.1 400 ")


def test_requests_are_read_whole_or_not_yet() -> None:
    whole = b"POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET"
    assert read_request(whole) == (Request("POST", "/x", {"content-length": "3"}, b"abc"), b"GET")
    assert all(
        read_request(whole[:n])[0] is None and read_request(whole[:n])[1] is not None for n in range(whole.index(b"c"))
    )
