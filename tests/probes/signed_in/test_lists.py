"""What every maker's lists become: place by place, our own connection left out, "nobody" only when all was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from doorguard.catalog import load
from doorguard.judge import judge
from doorguard.matcher import parse_case
from doorguard.model import Device, Fact, Gap, Level
from doorguard.probes.signed_in.lists import (
    MOST,
    MOST_ACCESSES,
    Access,
    Account,
    Ourselves,
    Recipients,
    Uplinks,
    Viewer,
    is_somebody,
    say_accesses,
    say_accounts,
    say_viewers,
)

NOT_SET = "0.0.0.0"  # noqa: S104 - what devices show for "not set"
US = Ourselves("admin", "192.168.77.10")


def facts(learned: Iterable[Fact | Gap], name: str) -> list[tuple[str | None, object]]:
    return [(x.place, x.value) for x in learned if isinstance(x, Fact) and x.name == name]


def gaps(learned: Iterable[Fact | Gap]) -> list[tuple[str | None, str]]:
    return [(x.place, x.reason) for x in learned if isinstance(x, Gap)]


def test_a_list_of_accounts_that_does_not_end_says_that_there_is_more() -> None:
    said = list(say_accounts([Account(f"a{n}", "viewer") for n in range(MOST + 1)], "isapi"))
    assert len(facts(said, "account.name")) == MOST
    assert ("account/isapi/more", "budget") in gaps(said)


@pytest.mark.parametrize(
    ("viewer", "ours"),
    [
        (Viewer("admin", "192.168.77.10"), True),
        (Viewer("admin", "::ffff:192.168.77.10"), True),
        (Viewer("admin", "192.168.77.43"), False),  # our account, from somewhere else
        (Viewer("guest2", "192.168.77.10"), False),  # another account on this computer
        (Viewer("admin", ""), False),
    ],
)
def test_only_our_account_at_our_address_is_ours(viewer: Viewer, ours: bool) -> None:
    said = list(say_viewers([viewer], "isapi", US))
    assert facts(said, "viewer.other") == ([(None, False)] if ours else [("viewer/isapi/1", True)])


def test_nobody_else_is_connected() -> None:
    assert facts(say_viewers([], "isapi", US), "viewer.other") == [(None, False)]


def test_who_signed_in_is_told_once_by_account_and_address() -> None:
    rows = [
        Access("admin", "192.168.77.10", "2026-01-03"),
        Access("guest2", "192.168.77.43", "2026-01-01"),
        Access("guest2", "192.168.77.43", "2026-01-04"),
        Access("admin", "192.168.77.43", "2026-01-02"),
    ]
    said = list(say_accesses(rows, "isapi", US))
    assert facts(said, "access.name") == [("access/isapi/1", "guest2"), ("access/isapi/2", "admin")]
    assert facts(said, "access.times") == [("access/isapi/1", 2), ("access/isapi/2", 1)]
    assert facts(said, "access.last")[0] == ("access/isapi/1", "2026-01-04")
    assert facts(said, "log.first") == [(None, "2026-01-01")]


def test_only_our_own_sign_ins() -> None:
    ours = [Access("admin", "192.168.77.10", "2026-01-03")]
    assert facts(say_accesses(ours, "isapi", US), "access.owner") == [(None, "none")]
    cut = list(say_accesses(ours, "isapi", US, whole=False))
    assert facts(cut, "access.owner") == facts(cut, "log.first") == []
    assert gaps(cut) == [("access/isapi/more", "budget")]


def test_at_most_twenty_sign_ins_the_newest_first() -> None:
    said = list(say_accesses([Access("x", f"10.0.0.{n}", f"2026-01-{n:02}") for n in range(1, 31)], "isapi", US))
    assert len(facts(said, "access.name")) == MOST_ACCESSES
    assert facts(said, "access.address")[0] == ("access/isapi/1", "10.0.0.30")
    assert ("access/isapi/more", "budget") in gaps(said)


def test_nobody_is_told_only_when_every_list_was_read() -> None:
    read = Recipients("isapi")
    assert list(read.say("mail", ["", f" {NOT_SET} "])) == []
    assert facts(read.end(), "recipient.owner") == [(None, "none")]
    cut = Recipients("isapi")
    said = [*cut.say("mail", []), *cut.missing("ftp", "not-supported"), *cut.end()]
    assert facts(said, "recipient.owner") == []
    assert gaps(said) == [("recipient/ftp", "not-supported")]


def test_several_lists_of_one_kind_are_numbered_on() -> None:
    lists = Recipients("isapi")
    said = [*lists.say("ftp", ["192.0.2.1"]), *lists.say("ftp", ["192.0.2.2"]), *lists.end()]
    assert facts(said, "recipient.address") == [("recipient/ftp/1", "192.0.2.1"), ("recipient/ftp/2", "192.0.2.2")]
    assert facts(said, "recipient.owner") == []


def test_what_is_mine_in_one_list_hides_no_list_that_was_not_read() -> None:
    lists = Recipients("isapi")
    said = [*lists.say("mail", ["me@example.org"]), *lists.missing("ftp", "not-supported"), *lists.end()]
    device = Device(
        id="d", id_from="hand", addresses=(), kind="camera", told={"recipient.owner@recipient/mail/1": "mine"},
        facts=tuple(x for x in said if isinstance(x, Fact)),
    )  # fmt: skip
    accounts = next(c for c in load().checks if c.id == "unknown-account")
    check = replace(accounts, fails_if=(parse_case({"recipient.owner": "unknown"}),))
    found = judge(device, [check], level=Level.SIGN_IN, gaps=[x for x in said if isinstance(x, Gap)])
    assert {f.where: f.outcome for f in found} == {"recipient/mail/1": "not-found", "recipient/ftp": "could-not-check"}


def test_ways_out_are_said_one_by_one() -> None:
    ways = Uplinks("isapi")
    said = [*ways.say("isup", on=True, to="198.51.100.7"), *ways.say("sip", on=False, to=NOT_SET), *ways.end()]
    assert facts(said, "uplink.on") == [("uplink/isup", True), ("uplink/sip", False)]
    assert facts(said, "uplink.to") == [("uplink/isup", "198.51.100.7")]
    none = Uplinks("isapi")
    assert facts([*none.say("sip", on=False), *none.end()], "uplink.on") == [("uplink/sip", False), (None, False)]
    cut = Uplinks("isapi")
    assert facts([*cut.say("sip", on=False), *cut.missing("isup", "not-supported"), *cut.end()], "uplink.on") == [("uplink/sip", False)]


def test_an_empty_field_is_nobody() -> None:
    assert [a for a in ("", NOT_SET, "::", "None", "a@example.org") if is_somebody(a)] == ["a@example.org"]


@pytest.mark.parametrize(
    "stranger", ["admin", "admin\u200b", "admin\x07", "\u0430dmin", "ad\u202emin", "\u200b", "a" * 65],
    ids=["twice", "zero-width", "control", "cyrillic-a", "turned", "nothing-to-see", "cut"],
)  # fmt: skip
def test_an_account_made_to_look_like_another_is_told_apart(stranger: str) -> None:
    """So that what the person said of the one never sticks to the other, wherever it stands."""
    for listed in (["admin", "a" * 64, stranger], [stranger, "a" * 64, "admin"]):
        said = facts(say_accounts([Account(name, "admin") for name in listed], "isapi"), "account.name")
        names = [str(value) for _, value in said]
        assert len(set(names)) == 3
        assert all(name.isprintable() and name for name in names)
        if stranger not in ("admin", "a" * 65):
            assert "(with " in names[listed.index(stranger)]


def test_a_name_of_one_alphabet_stays_as_it_is() -> None:
    own = ["admin", "Мария", "Ελένη", "O'Brien-2", "名前", "Zoë", "guest user"]
    assert [value for _, value in facts(say_accounts([Account(name, "viewer") for name in own], "isapi"), "account.name")] == own


def test_a_sign_in_under_a_name_with_hidden_characters_is_not_that_of_the_other() -> None:
    said = list(say_accesses([Access("eve", "192.168.77.43"), Access("eve\u200b", "192.168.77.43")], "isapi", US))
    assert len(facts(said, "access.name")) == len({value for _, value in facts(said, "access.name")}) == 2
