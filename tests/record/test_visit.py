"""What changed between two looks; and never who was at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from doorguard.model import (
    Device,
    DeviceSeen,
    Fact,
    Finding,
    Gap,
    Judged,
    Level,
    Outcome,
    ProbeEnded,
    RunEnded,
    RunStarted,
)
from doorguard.record.visit import Difference, compare
from doorguard.report.picture import Picture
from tests.conftest import CAMERA as SAMPLE
from tests.conftest import LATER, NOON, PHONE, PRINTER, UNKNOWN, a_run, fact

CAMERA = replace(SAMPLE, id="mac-020000000020", facts=())
ROUTER = replace(CAMERA, id="mac-020000000001", kind="router", model="Box 1")


def finding(device: Device, check: str, outcome: Outcome, where: str | None = None) -> Finding:
    return Finding(
        device=device.id, check=check, severity="high", outcome=outcome, where=where, problem="It is so.", action="update"
    )  # fmt: skip


def look(
    *devices: Device,
    findings: Sequence[Finding] = (),
    again: Sequence[Finding] = (),
    level: Level = Level.LOOK,
    at: datetime = NOON,
    ended: bool = True,
    gaps: Sequence[Gap] = (),
) -> Picture:
    start = next(event for event in a_run() if isinstance(event, RunStarted))
    end = next(event for event in a_run() if isinstance(event, RunEnded))
    picture = Picture().take_all([replace(start, level=level)])
    for device in devices:
        picture.take(DeviceSeen(device=device, new=True))
        picture.take(ProbeEnded(device=device.id, probe="x", gaps=tuple(gaps)))
    for found in (findings, again):
        for device_id in {f.device for f in found}:
            mine = tuple(f for f in found if f.device == device_id)
            picture.take(Judged(device=device_id, findings=mine, checked_at=at))
    return picture.take_all([end if ended else replace(end, ended="stopped")])


def having(device: Device, *facts: Fact) -> Device:
    return replace(device, facts=(*device.facts, *facts))


def said(differences: Sequence[Difference]) -> list[tuple[str, str, str, str]]:
    return [(d.what, d.kind, d.before, d.now) for d in differences]


def test_the_same_home_has_no_difference() -> None:
    assert compare(look(CAMERA, ROUTER), look(CAMERA, ROUTER)) == []


class TestDevices:
    def test_new_and_silent(self) -> None:
        other = replace(CAMERA, id="mac-020000000022")
        found = compare(look(CAMERA), look(other))
        assert [(d.what, d.device.id) for d in found] == [("new-device", other.id), ("no-answer", CAMERA.id)]

    def test_a_shorter_look_says_nothing_of_what_is_missing(self) -> None:
        assert compare(look(CAMERA), look(level=Level.LISTEN)) == []
        assert compare(look(CAMERA), look(ended=False)) == []
        assert compare(look(level=Level.LISTEN), look(CAMERA)) == []
        assert compare(look(ended=False), look(CAMERA)) == []

    @pytest.mark.parametrize("device", [PHONE, PRINTER, UNKNOWN, replace(UNKNOWN, id="mac-1"), replace(PHONE, id="mac-2")])
    def test_who_was_at_home_is_never_told(self, device: Device) -> None:
        device = having(device, fact("port.open", True, "tcp/80"))
        more = having(device, fact("port.open", True, "tcp/81"))
        assert compare(look(), look(device)) == compare(look(device), look()) == compare(look(device), look(more)) == []

    def test_a_device_known_by_its_address_alone_is_not_new(self) -> None:
        device = replace(CAMERA, id="at-192-168-7-20", id_from="address")
        assert compare(look(), look(device)) == compare(look(device), look()) == []

    def test_one_that_the_person_named_never_answered(self) -> None:
        device = replace(CAMERA, id="hand-1", id_from="hand", addresses=())
        assert compare(look(device), look()) == []


class TestWhatIsOnIt:
    @pytest.mark.parametrize(
        ("kind", "name", "place"),
        [("account", "account.name", "account/{}"), ("recipient", "recipient.address", "recipient/{}")],
    )
    def test_lists(self, kind: str, name: str, place: str) -> None:
        before = having(CAMERA, fact(name, "ann", place.format(1)), fact(name, "bob", place.format(2)))
        now = having(CAMERA, fact(name, "eve", place.format(1)), fact(name, "ann", place.format(2)))
        assert said(compare(look(before), look(now))) == [("new", kind, "", "eve"), ("gone", kind, "bob", "")]

    def test_a_list_that_was_read_for_the_first_time_is_not_new(self) -> None:
        read = having(CAMERA, fact("account.name", "ann", "account/1"))
        assert compare(look(CAMERA), look(read)) == compare(look(read), look(CAMERA)) == []

    def test_a_list_that_was_read_and_was_empty(self) -> None:
        none = having(CAMERA, fact("recipient.owner", "none"))
        one = having(CAMERA, fact("recipient.address", "eve@example.org", "recipient/1"))
        assert said(compare(look(none), look(one))) == [("new", "recipient", "", "eve@example.org")]

    def test_an_account_that_may_do_more(self) -> None:
        def bob(level: str) -> Device:
            return having(CAMERA, fact("account.name", "bob", "account/1"), fact("account.level", level, "account/1"))

        assert said(compare(look(bob("viewer")), look(bob("admin")))) == [("other-value", "level", "viewer", "admin")]
        assert compare(look(bob("admin")), look(bob("admin"))) == []
        two = having(bob("viewer"), fact("account.name", "bob", "account/2"), fact("account.level", "admin", "account/2"))
        assert compare(look(two), look(bob("admin"))) == [], "which of the two it is is not known"

    def test_the_first_port_that_opens_is_new(self) -> None:
        closed = having(CAMERA, Fact(name="shell.open", value=False, place="tcp/23", probe="ports"))
        opened = having(closed, Fact(name="port.open", value="tcp/554", place="tcp/554", probe="ports"))
        assert said(compare(look(closed), look(opened))) == [("new", "port", "", "tcp/554")]
        assert said(compare(look(opened), look(closed))) == [("gone", "port", "tcp/554", "")]
        assert compare(look(CAMERA), look(opened)) == [], "nothing shows that it was looked at before"

    FTP = fact("recipient.address", "nas", "recipient/ftp/1")
    MAIL = fact("recipient.address", "eve@example.org", "recipient/mail/1")

    def test_a_list_that_was_not_read_on_one_day_is_not_compared(self) -> None:
        both, ftp = having(CAMERA, self.FTP, self.MAIL), having(CAMERA, self.FTP)
        gap = Gap(names=("recipient.owner",), reason="no-answer", place="recipient/mail", probe="x")
        without_mail = look(ftp, gaps=[gap])
        assert compare(look(both), without_mail) == compare(without_mail, look(both)) == []

    def test_nor_is_what_may_stand_in_the_rest_of_a_list_that_was_cut(self) -> None:
        more = having(CAMERA, self.MAIL, fact("recipient.address", "zoe@example.org", "recipient/mail/2"))
        cut = look(
            having(CAMERA, self.MAIL),
            gaps=[Gap(names=("recipient.owner",), reason="budget", place="recipient/mail/more", probe="x")],
        )
        assert compare(look(more), cut) == compare(cut, look(more)) == []

    def test_a_list_that_was_read_and_empty_is_compared_beside_others(self) -> None:
        both, ftp = having(CAMERA, self.FTP, self.MAIL), having(CAMERA, self.FTP)
        to_label = [Gap(names=("recipient.owner",), reason="not-asked", place="recipient/mail/1", probe="x")]
        assert said(compare(look(ftp), look(both, gaps=to_label))) == [("new", "recipient", "", "eve@example.org")]
        assert said(compare(look(both), look(ftp))) == [("gone", "recipient", "eve@example.org", "")]

    def test_a_maker_that_tells_a_list_in_parts_and_could_not_be_read(self) -> None:
        ann = fact("account.name", "ann", "account/maker-one/1")
        old = having(CAMERA, ann, fact("account.name", "bob", "account/maker-two/1"))
        new = having(CAMERA, ann)
        gap = Gap(names=("account.owner",), reason="no-answer", place="account/maker", probe="maker")
        assert compare(look(old), look(new, gaps=[gap])) == []
        everything = Gap(names=("account.owner", "viewer.other"), reason="no-answer", probe="maker")
        assert compare(look(old), look(new, gaps=[everything])) == []

    def test_doors_and_rules(self) -> None:
        before = having(CAMERA, fact("port.open", True, "tcp/80"), fact("mapping.open", False))
        now = having(CAMERA, fact("port.open", True, "tcp/23"), fact("mapping.open", True, "mapping/tcp/8554"))
        assert said(compare(look(before), look(now))) == [
            ("new", "port", "", "tcp/23"),
            ("gone", "port", "tcp/80", ""),
            ("new", "mapping", "", "tcp/8554"),
        ]

    def test_pairing_and_software(self) -> None:
        before = having(
            CAMERA, fact("homekit.paired", False), fact("matter.fabrics", 1), fact("device.firmware", "1.0", "tcp/80")
        )
        now = having(
            CAMERA, fact("homekit.paired", True), fact("matter.fabrics", 2), fact("device.firmware", "1.1", "tcp/80")
        )
        assert said(compare(look(before), look(now))) == [
            ("other-value", "pairing", "False", "True"),
            ("other-value", "pairing", "1", "2"),
            ("other-value", "firmware", "1.0", "1.1"),
        ]

    def test_another_way_of_asking_tells_it_in_other_words(self) -> None:
        """A stopped look asked fewer ways: the short number of one is no other software than the long one of another."""
        long, model = fact("device.firmware", "V4.02.R12.C538", "udp/34569"), fact("device.model", "NBD6808T", "udp/34569")
        before = replace(having(CAMERA, long, model, fact("device.firmware", "V4.02.R12", "tcp/80")), firmware="V4.02.R12")
        now = replace(having(CAMERA, long, model), firmware="V4.02.R12.C538", model="NBD6808T")
        assert compare(look(before), look(now, ended=False)) == []
        assert compare(look(now), look(before)) == []

    def test_the_same_change_told_in_two_ways_is_said_once(self) -> None:
        before = having(CAMERA, fact("device.firmware", "1.0", "tcp/80"), fact("device.firmware", "v1", "udp/1"))
        now = having(CAMERA, fact("device.firmware", "2.0", "tcp/80"), fact("device.firmware", "v2", "udp/1"))
        assert said(compare(look(before), look(now))) == [("other-value", "firmware", "1.0", "2.0")]


class TestWaysIn:
    OPEN, SHUT = finding(CAMERA, "a", "problem"), finding(CAMERA, "a", "not-found")
    UNKNOWN = finding(CAMERA, "a", "could-not-check")

    def what(self, before: Picture, now: Picture) -> list[str]:
        return [d.what for d in compare(before, now)]

    def test_a_fix_did_not_hold(self) -> None:
        before = look(CAMERA, findings=[self.OPEN], again=[self.SHUT])
        found = compare(before, look(CAMERA, findings=[self.OPEN], at=LATER))
        assert [(d.what, d.finding) for d in found] == [("came-back", self.OPEN)]

    def test_also_when_it_was_closed_on_an_earlier_day(self) -> None:
        before, now = look(CAMERA, findings=[self.UNKNOWN]), look(CAMERA, findings=[self.OPEN])
        assert self.what(before, now) == []
        assert [d.what for d in compare(before, now, closed_before={self.OPEN.id: NOON})] == ["came-back"]

    def test_it_comes_back_at_one_place_while_it_stayed_open_at_another(self) -> None:
        here, there = (finding(CAMERA, "video", "problem", place) for place in ("tcp/554", "tcp/8554"))
        closed = look(CAMERA, findings=[here, there], again=[here, replace(there, outcome="not-found")])
        found = compare(closed, look(CAMERA, findings=[here, there]))
        assert [(d.what, d.finding) for d in found] == [("came-back", there)]
        looked = look(CAMERA, findings=[here, replace(there, outcome="not-found")])
        found = compare(looked, look(CAMERA, findings=[here, there]))
        assert [(d.what, d.finding) for d in found] == [("new-problem", there)]

    def test_still_open_is_no_difference(self) -> None:
        assert self.what(look(CAMERA, findings=[self.OPEN]), look(CAMERA, findings=[self.OPEN])) == []

    def test_new_where_it_was_looked_for_before(self) -> None:
        assert self.what(look(CAMERA, findings=[self.SHUT]), look(CAMERA, findings=[self.OPEN])) == ["new-problem"]
        assert self.what(look(CAMERA, findings=[self.UNKNOWN]), look(CAMERA, findings=[self.OPEN])) == []

    def test_closed_since(self) -> None:
        assert self.what(look(CAMERA, findings=[self.OPEN]), look(CAMERA, findings=[self.SHUT])) == ["closed"]
        assert self.what(look(CAMERA, findings=[self.OPEN]), look(CAMERA, findings=[self.UNKNOWN])) == []

    def test_closed_at_one_place_only_is_not_closed(self) -> None:
        before = look(CAMERA, findings=[finding(CAMERA, "a", "problem", "tcp/1"), finding(CAMERA, "a", "problem", "tcp/2")])
        now = look(CAMERA, findings=[finding(CAMERA, "a", "problem", "tcp/1"), finding(CAMERA, "a", "not-found", "tcp/2")])
        assert self.what(before, now) == []

    def test_each_check_once(self) -> None:
        shut = look(CAMERA, findings=[finding(CAMERA, "a", "not-found")])
        now = look(CAMERA, findings=[finding(CAMERA, "a", "problem", f"tcp/{n}") for n in (1, 2, 3)])
        assert self.what(shut, now) == ["new-problem"]
