"""What a device listed, in plain words."""

from __future__ import annotations

import pytest

from doorguard.model import Device, Fact, Finding, Scalar
from doorguard.report.listed import called, once_each, rows_of, sentence_of


def device(*facts: tuple[str, str, Scalar]) -> Device:
    said = tuple(
        Fact(name=name, value=value, place=place, how="reported", seen_at=0.0, probe="p") for place, name, value in facts
    )
    return Device(id="a", id_from="address", kind="camera", addresses=("192.168.77.9",), facts=said)


def problem(where: str) -> Finding:
    return Finding(
        device="a", check="unknown-account", where=where, outcome="problem", problem="P.", severity="high", action="x"
    )


def test_one_name_in_two_lists_is_one_thing() -> None:
    camera = device(
        ("account/x/1", "account.name", "anna"), ("account/y/4", "account.name", "anna"), ("account/y/5", "account.name", "bo")
    )
    found = [problem("account/x/1"), problem("account/y/4"), problem("account/y/5")]
    assert [f.where for f in once_each(camera, found)] == ["account/x/1", "account/y/5"]


def test_what_no_list_names_stays_apart() -> None:
    found = [problem("tcp/23"), problem("tcp/2323")]
    assert once_each(device(), found) == found


def test_a_sign_in_from_another_address_is_another_thing() -> None:
    camera = device(
        ("access/x/1", "access.name", "anna"), ("access/x/1", "access.address", "192.168.77.2"),
        ("access/x/2", "access.name", "anna"), ("access/x/2", "access.address", "192.168.77.3"),
    )  # fmt: skip
    assert called(camera, "access/x/1") != called(camera, "access/x/2")


def test_an_address_stays_half_hidden_until_all_of_it_is_asked_for() -> None:
    camera = device(("recipient/mail/1", "recipient.address", "anna@example.org"), ("recipient/mail/1", "recipient.kind", "mail"))
    assert rows_of(camera, ["recipient/mail/1"]) == [("The address", "a...@example.org"), ("Sent as", "mails")]
    assert rows_of(camera, ["recipient/mail/1"], whole=True)[0] == ("The address", "anna@example.org")
    assert sentence_of(camera, "recipient/mail/1") == "The address is a...@example.org."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2026-11-20T21:40:12Z", "20 November 2026, 21:40, by its own clock"),
        ("yesterday or so", "yesterday or so"),
        ("9999999-99-99", "9999999-99-99"),
    ],
)
def test_a_time_is_said_in_words_and_what_is_none_stays(said: str, words: str) -> None:
    camera = device(("access/x/1", "access.name", "anna"), ("access/x/1", "access.last", said))
    assert ("Last time", words) in rows_of(camera, ["access/x/1"])


def test_a_sentence_about_nobody_is_empty() -> None:
    assert sentence_of(device(), "tcp/23") == sentence_of(device(), None) == ""
