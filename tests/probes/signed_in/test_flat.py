"""Flat answers: every form gives keys and values or is not here, and no secret leaves the parser."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.probes.signed_in.flat import Flat, from_json, from_lines, from_xml, host_of
from doorguard.probes.signed_in.pages import NotHere

READERS: dict[str, Callable[[bytes], Flat]] = {"lines": from_lines, "json": from_json, "xml": lambda body: from_xml(body, "CGI_Result")}
SECRETS = (
    "password", "Password", "passwd", "pwd", "usrPwd", "Passphrase", "server_i0_ftp_passwd", "security_user_i1_pass", "Key", "psk", "uid", "token", "clientSecret",
    "relay1_passcode", "pincode", "REGISTER_PASSWORD", "NOTIFICATION_ENCRYPTION_KEY", "SESSIONID", "sessionId", "V1ReadCommunity", "ProxyLogin", "verificationCode",
)  # fmt: skip
SECRET = st.text("abcdefghijklmnop0123456789", min_size=4, max_size=20).map("secret".__add__)


@settings(deadline=None)
@given(name=st.sampled_from(SECRETS), secret=SECRET, depth=st.integers(0, 5))
def test_no_secret_leaves_the_parser(name: str, secret: str, depth: int) -> None:
    deep: object = {name: secret, "enable": 1}
    for _ in range(depth):
        deep = {"a": [deep, 1]}
    for answer in (
        from_json(json.dumps(deep).encode()),
        from_json(json.dumps({name: {"value": secret}, "enable": 1}).encode()),
        from_lines(f"root.A.{name}='{secret}'\r\nenable=1".encode(), "root."),
        from_xml(f"<CGI_Result><{name}>{secret}</{name}><enable>1</enable></CGI_Result>".encode(), "CGI_Result"),
    ):
        assert secret not in repr(answer.values)
        assert answer.any_on(r"(.*\.)?enable") is True


def test_what_only_sounds_like_a_secret_stays() -> None:
    lines = b"root.System.PreventDoSAttack.ActivatePasswordThrottling=On\nserver_i0_ftp_passive=1\nUserID=x\n"
    assert set(from_lines(lines, "root.").values) == {"System.PreventDoSAttack.ActivatePasswordThrottling", "server_i0_ftp_passive", "UserID"}


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_an_answer_or_are_not_here(body: bytes, reader: str) -> None:
    with contextlib.suppress(NotHere):
        READERS[reader](body).rows()


@settings(deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)))
def test_any_json_is_an_answer_or_is_not_here(value: object) -> None:
    with contextlib.suppress(NotHere):
        answer = from_json(json.dumps(value).encode())
        assert all(isinstance(text, str) and len(text) <= 1024 for text in answer.values.values())


def test_rows_are_told_apart_by_their_numbers() -> None:
    answer = from_json(b'{"User": [{"userName": "a"}, {"userName": "b", "on": true}], "Other": {"x": 1}}')
    assert [row.text("userName") for row in answer.below("User").rows()] == ["a", "b"]
    assert answer.below("User").rows()[1].yes_no("on") is True
    assert answer.below("Nothing").rows() == []


def test_lines_of_an_error_are_no_answer() -> None:
    with pytest.raises(NotHere):
        from_lines(b"# Error: Error -1 getting param in group 'X'\r\n")
    assert from_lines(b"# Error: x=y\r\nroot.A.B=c\r\n", "root.").values == {"A.B": "c"}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://user:word@push.example.net:8443/a?key=word", "push.example.net"), ("push.example.net", "push.example.net"), ("198.51.100.3:21", "198.51.100.3"),
        ("ftp://198.51.100.3/cam", "198.51.100.3"), ("sip:108:word@192.168.77.5;transport=tcp", "108@192.168.77.5"), ("sip:calls.example.net", "calls.example.net"),
        ("//192.168.77.50/door", "192.168.77.50"), ("http://[fd00::1]/x", "fd00::1"), ("http://[bad", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_who_is_behind_an_address(address: str, host: str) -> None:
    assert host_of(address) == host
