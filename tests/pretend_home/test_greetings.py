"""Telnet by its bytes, FTP by Python's own client, SSH by its first line."""

from __future__ import annotations

import ftplib

import pytest

from doorguard.pretend_home.greetings import Silent, ftp, ssh
from doorguard.pretend_home.telnet import Telnet
from tests.pretend_home.living import Neighbour, camera, read_until


def test_telnet_negotiates_prompts_and_lets_nobody_in(near: Neighbour) -> None:
    device = near.live(camera(Telnet("LocalHost")))
    talk = near.connect(23)
    hello = read_until(talk, b"login: ")
    assert hello.startswith(b"\xff\xfd\x01\xff\xfd\x1f\xff\xfb\x01\xff\xfb\x03")  # DO ECHO, DO NAWS, WILL ECHO, WILL SGA
    assert hello.endswith(b"\r\nLocalHost login: ")
    talk.send(b"\xff\xfc\x01\xff\xfa\x1f\0\x50\0\x18\xff\xf0\xff\xfe\x03ro")  # answers to the negotiation, a name begun
    talk.send(b"ot\r\n")
    assert read_until(talk, b"word: ") == b"Password: "
    assert device.received()["logins"] == 0, "a name is no secret"
    talk.send(b"xc3511\r\n")
    assert b"Login incorrect" in read_until(talk, b"login: ")
    assert (device.received()["logins"], device.received()["logins_refused"]) == (1, 1)


def test_a_greeting_alone_is_no_login(near: Neighbour) -> None:
    device = near.live(camera(Telnet(), ssh(), ftp()))
    for port in (23, 22, 21):
        near.connect(port).recv(999)
    assert device.received() == {"connections": 3, "requests": 0, "datagrams": 0, "logins": 0, "logins_refused": 0}


def test_ftp_refuses_every_word(near: Neighbour) -> None:
    device = near.live(camera(ftp("camera ready")))
    host, port = near.book.tcp("192.168.77.20", 21) or ("", 0)
    client = ftplib.FTP()  # noqa: S321 - against a pretend device
    assert client.connect(host, port, timeout=2) == "220 camera ready"
    with pytest.raises(ftplib.error_perm, match="530"):
        client.login("admin", "admin")
    client.quit()
    assert device.received()["logins_refused"] == 1


def test_ssh_says_its_version_and_a_version_is_no_login(near: Neighbour) -> None:
    device = near.live(camera(ssh("dropbear_2019.78")))
    talk = near.connect(22)
    assert talk.recv(99) == b"SSH-2.0-dropbear_2019.78\r\n"
    talk.send(b"SSH-2.0-x\r\n")
    assert talk.recv(9) == b""
    assert device.received()["logins"] == 0


def test_a_makers_own_port_waits_and_hangs_up_on_strangers(near: Neighbour) -> None:
    near.live(camera(Silent(37777)))
    talk = near.connect(37777)
    talk.settimeout(0.1)
    with pytest.raises(TimeoutError):
        talk.recv(9)
    talk.settimeout(2)
    talk.send(b"GET / HTTP/1.1\r\n\r\n")
    assert talk.recv(9) == b""
