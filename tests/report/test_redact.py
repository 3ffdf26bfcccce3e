"""What is written down holds no serial number, no secret and no person's name."""

from __future__ import annotations

import json

import pytest

from doorguard.catalog import load
from doorguard.catalog.tool import tool
from doorguard.cli.runner import Runner
from doorguard.model import Device, Fact, Kind, Level, Scalar
from doorguard.report.picture import Picture
from doorguard.report.redact import LEFT_OUT, fact_value, told_value, without_secrets
from doorguard.report.scan_json import document
from doorguard.report.text import summary


def written(name: str, value: Scalar, kind: Kind = "camera", serial: str = "4K01234PAZ00000") -> Scalar:
    facts = (Fact(name=name, value=value, probe="x"), Fact(name="device.serial", value=serial, probe="sadp"))
    return fact_value(facts[0], Device(id="d", id_from="hand", addresses=("192.168.7.2",), kind=kind, facts=facts))


@pytest.mark.parametrize("name", ["http.realm", "rtsp.realm", "http.title", "banner", "onvif.scope"])
def test_a_serial_number_is_left_out_wherever_it_stands(name: str) -> None:
    assert "4K01234PAZ00000".lower() not in str(written(name, "Login to 4k01234paz00000 now")).lower()
    assert "4K01234PAZ00000" not in str(written(name, "camera-4K01234PAZ00000"))


def test_a_realm_with_the_serial_number_is_known_by_its_words_alone() -> None:
    assert written("rtsp.realm", "Login to 5L00000PAZ00001") == f"Login to ({LEFT_OUT})"


def test_a_short_serial_number_does_not_take_common_words_out() -> None:
    assert written("http.title", "1 camera", serial="1") == "1 camera"


@pytest.mark.parametrize("name", ["http.title", "http.realm", "rtsp.realm", "tls.subject", "mdns.txt.md"])
def test_what_is_not_known_to_be_a_camera_is_not_quoted(name: str) -> None:
    assert written(name, "Annas-MacBook", kind="unknown") == LEFT_OUT
    assert written(name, "Netbox 300", kind="router") == "Netbox 300"


def test_the_demo_writes_down_no_serial_number_secret_or_person() -> None:
    """What is planted in the pretend home: serial numbers, passwords in addresses, people's names, a place."""
    runner = Runner(load(), seconds=2)
    try:
        picture = Picture().take_all(runner.run(Level.LOOK, pretend=True))
    finally:
        runner.close()
    serials = {str(f.value) for d in picture.devices.values() for f in d.facts if f.name == "device.serial"}
    assert len(serials) >= 3
    text = json.dumps(document(picture, tool=tool(runner.catalog))) + summary(picture)
    for planted in (*serials, "4K01234PAZ", "5L00000PAZ", "not-for-any-page", "Annas-iPhone", "Bens-Laptop", "somebody-elses"):
        assert planted.lower() not in text.lower(), planted


def test_a_name_of_the_persons_own_is_left_out_and_an_answer_is_not() -> None:
    assert told_value("device.called", "Anna's room") == LEFT_OUT
    assert told_value("account.whose", "mine") == "mine"
    assert told_value("account.owner@account/2", "unknown") == "unknown"
    assert told_value("owner.all_mine", True) is True


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("rtsp://admin:pa/ss@192.168.1.5/live", "rtsp://192.168.1.5/live"),
        ("rtsp://admin:p@ss@192.168.1.5/live", "rtsp://192.168.1.5/live"),
        ("http://192.168.1.5:8080/a?from=me@example.org", "http://192.168.1.5:8080/a?from=me@example.org"),
        ("http://cam/s.cgi?loginuse=admin&loginpas=hunter22&x=1", "http://cam/s.cgi?loginuse=left-out&loginpas=left-out&x=1"),
        ("http://cam/?access_token=abc&admin_pwd=def", "http://cam/?access_token=left-out&admin_pwd=left-out"),
        ("Authorization: Basic YWRtaW46eA==", "Authorization: Basic left-out"),
        ("Passwords: not all known", "Passwords: not all known"),
        ("url=http://admin:pw@192.168.1.5/?token=abc&x=1", "url=http://192.168.1.5/?token=left-out&x=1"),
        ("a=1 b=2", "a=1 b=2"),
    ],
)
def test_no_password_is_left_in_an_address(text: str, left: str) -> None:
    assert without_secrets(text) == left


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["a", "//a:", "//", "a-", "authorization: ", "=", "@", "//a:b@", "token="])
def test_no_text_takes_long(piece: str) -> None:
    """A minute and more where each letter is looked at once for each other one."""
    for end in ("", " =", "@"):
        without_secrets(piece * (1_000_000 // len(piece)) + end)
