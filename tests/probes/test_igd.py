"""The router's list of rules: read whole, or said why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.model import Fact
from doorguard.network.refusal import Unreadable
from doorguard.pretend_home.igd2 import WAN2, Igd2, Ipv6Firewall
from doorguard.pretend_home.upnp import WAN, Igd, Mapping
from doorguard.pretend_home.web import Answer, Request, Web
from doorguard.probes import igd, igd_message
from tests.probes.test_probes import CAMERA, ROUTER, Bench, bench

__all__ = ["bench"]


def told(place: str, **facts: str | int) -> tuple[Fact, ...]:
    return tuple(Fact(name=f"igd.{n}", value=v, place=place, probe="ssdp") for n, v in facts.items())


GATEWAY = Fact(name="is.gateway", value=True, probe="neighbours")
KNOWN = (GATEWAY, *told("router/1", port=5000, control="/ctl/IPConn", service=WAN))
KNOWN2 = (GATEWAY, *told("router/1", port=5000, control="/ctl/IPConn", service=WAN2))


def router(bench: Callable[..., Bench], service: Igd, known: tuple[Fact, ...] = KNOWN) -> Bench:
    return bench(Web(5000, "", [service.control]), address=ROUTER).ask(igd.PROBE, known=known)


def rules(number: int) -> list[Mapping]:
    return [Mapping(1000 + n, "TCP" if n % 2 else "UDP", CAMERA, 554, f"rule {n}", lease=60) for n in range(number)]


def doors(one: Bench) -> set[str | None]:
    return {a.fact.place for a in one.about if a.fact.name == "mapping.open"}


# --- the second version lists all at once ----------------------------------------------------


def test_the_second_version_gives_the_whole_list_in_two_answers(bench: Callable[..., Bench]) -> None:
    one = router(bench, Igd2("u", mappings=rules(150)), KNOWN2)
    assert len(doors(one)) == 150
    assert one.value("igd.listed") is True
    assert one.door.sent()[ROUTER].requests <= 6
    row = {a.fact.name: a.fact.value for a in one.about if a.fact.place == "mapping/tcp/1001"}
    assert row == {"mapping.open": True, "mapping.inside_port": 554, "mapping.lease": 60, "mapping.description": "rule 1"}


def test_nothing_listed_in_the_second_version_is_an_end(bench: Callable[..., Bench]) -> None:
    one = router(bench, Igd2("u"), KNOWN2)
    assert (doors(one), one.value("igd.listed")) == (set(), True)


def test_a_list_of_our_own_rules_alone_is_not_the_whole_one(bench: Callable[..., Bench]) -> None:
    """Who has not signed in is shown only what leads to itself: that closes nothing."""
    one = router(bench, Igd2("u", trusting=False), KNOWN2)
    assert (one.value("igd.listed"), one.reason("mapping.open")) == (None, "login-needed")


class NoList(Igd2):
    def answer(self, action: str, arguments: dict[str, str]) -> Answer:
        return self.error(401, "Invalid Action") if "ListOf" in action else super().answer(action, arguments)


def test_a_second_version_that_lists_nothing_at_once_is_read_one_by_one(bench: Callable[..., Bench]) -> None:
    one = router(bench, NoList("u", mappings=rules(3)), KNOWN2)
    assert (len(doors(one)), one.value("igd.listed")) == (3, True)


def test_more_rules_than_may_be_asked_for_are_said(bench: Callable[..., Bench]) -> None:
    many = [Mapping(1000 + n, "TCP", CAMERA, 554, "") for n in range(400)]
    one = router(bench, Igd2("u", mappings=many), KNOWN2)
    assert (one.value("igd.listed"), one.reason("mapping.open")) == (None, "budget")
    assert [g.says for g in one.gaps] == ["The router's list has more than 250 entries."]


# --- ends and errors -------------------------------------------------------------------------


@dataclass
class EndsWith(Igd):
    """Says ``code`` behind its end; ``broken`` is a place where it says it too."""

    code: int = 501
    broken: int | None = None

    def answer(self, action: str, arguments: dict[str, str]) -> Answer:
        if action != "GetGenericPortMappingEntry":
            return super().answer(action, arguments)
        index = int(arguments["NewPortMappingIndex"])
        if index >= len(self.mappings) or index == self.broken:
            return Answer(500, b"") if self.code == 500 else self.error(self.code, "x")
        return super().answer(action, arguments)


@pytest.mark.parametrize("code", [713, 714, 402, 501, 500])
def test_every_way_in_which_routers_end_their_list(bench: Callable[..., Bench], code: int) -> None:
    one = router(bench, EndsWith("u", mappings=rules(4), code=code))
    assert (len(doors(one)), one.value("igd.listed")) == (4, True)


@pytest.mark.parametrize("code", [402, 501, 500])
def test_an_error_in_the_middle_is_not_the_end(bench: Callable[..., Bench], code: int) -> None:
    one = router(bench, EndsWith("u", mappings=rules(4), code=code, broken=2))
    assert (len(doors(one)), one.value("igd.listed"), one.reason("mapping.open")) == (2, None, "unreadable")


@pytest.mark.parametrize(
    ("code", "reason"),
    [(402, "unreadable"), (501, "unreadable"), (500, "unreadable"), (606, "login-needed"), (401, "not-supported")],
)
def test_an_error_at_the_very_first_place_closes_nothing(bench: Callable[..., Bench], code: int, reason: str) -> None:
    one = router(bench, EndsWith("u", code=code))
    assert (one.value("igd.listed"), one.reason("mapping.open")) == (None, reason)


def test_an_empty_list_is_at_its_end(bench: Callable[..., Bench]) -> None:
    assert router(bench, Igd("u")).value("igd.listed") is True


def test_a_router_that_ends_each_conversation_is_asked_no_more_than_it_may_be(bench: Callable[..., Bench]) -> None:
    """As the most common program on routers does: one conversation for each question."""
    service = Igd("u", mappings=rules(100))

    def closing(request: Request) -> Answer | None:
        request.headers["connection"] = "close"
        answer = service.control(request)
        return answer and replace(answer, headers=(("Connection", "close"),))

    made = Web(5000, "", [closing])
    one = bench(made, address=ROUTER).ask(igd.PROBE, known=KNOWN)
    assert (one.value("igd.listed"), one.reason("mapping.open")) == (None, "budget")
    assert [g.says for g in one.gaps] == [f"The router's list has more than {len(doors(one))} entries."]
    assert one.door.sent()[ROUTER].connections <= 40


def test_a_rule_for_every_port_is_said(bench: Callable[..., Bench]) -> None:
    one = router(bench, Igd("u", mappings=[Mapping(0, "TCP", CAMERA, 0, "DMZ")]))
    assert [a.fact.value for a in one.about if a.fact.name == "mapping.every_door"] == [True]


# --- where the router itself stands ----------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "outside", "public"),
    [
        ("9.9.9.9", "internet", True), ("192.168.1.2", "private", False), ("10.0.0.2", "private", False),
        ("172.31.0.1", "private", False), ("172.32.0.1", "internet", True), ("100.64.0.9", "shared", False),
        ("100.128.0.1", "internet", True), ("0.0.0.1", "none", False), ("", None, None), ("2001:db8::1", None, None),
    ],
)  # fmt: skip
def test_what_kind_of_address_the_router_has(
    bench: Callable[..., Bench], address: str, outside: str | None, public: bool | None
) -> None:
    one = router(bench, Igd("u", address))
    assert (one.value("router.outside"), one.value("router.public_address")) == (outside, public)


def test_the_way_in_use_is_the_one_whose_list_counts(bench: Callable[..., Bench]) -> None:
    idle, used = Igd("u", connected=False), Igd("u", mappings=rules(1))

    def ppp(request: Request) -> Answer | None:
        return used.control(Request(request.method, "/ctl/IPConn", request.headers, request.body)) if request.path == "/ppp" else None

    known = (*KNOWN, *told("router/2", port=5000, control="/ppp", service=WAN.replace("IP", "PPP")))
    one = bench(Web(5000, "", [idle.control, ppp]), address=ROUTER).ask(igd.PROBE, known=known)
    assert (len(doors(one)), one.value("router.connected"), one.value("igd.listed")) == (1, True, True)


def test_a_router_that_is_not_connected_says_so_and_still_shows_its_list(bench: Callable[..., Bench]) -> None:
    one = router(bench, Igd("u", mappings=rules(2), connected=False))
    assert (len(doors(one)), one.value("router.connected"), one.value("igd.listed")) == (2, False, True)


def test_a_box_that_leaves_it_to_another_closes_nothing(bench: Callable[..., Bench]) -> None:
    one = router(bench, Igd("u", nat=False))
    assert (one.value("igd.listed"), one.value("router.nat"), one.reason("mapping.open")) == (None, False, "not-supported")


@pytest.mark.parametrize(("enabled", "pinholes"), [(True, True), (True, False), (False, False)])
def test_the_ipv6_protection_and_whether_devices_may_open_it(
    bench: Callable[..., Bench], enabled: bool, pinholes: bool
) -> None:
    known = (GATEWAY, *told("router/2", port=5000, v6_control="/ctl/IP6FCtl"))
    one = bench(Web(5000, "", [Ipv6Firewall(enabled, pinholes).control]), address=ROUTER).ask(igd.PROBE, known=known)
    assert (one.value("router.ipv6_firewall"), one.value("router.ipv6_pinholes")) == (enabled, pinholes)


# --- what is read ----------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_any_listing_is_read_or_said_to_be_unreadable(text: str) -> None:
    for document in (text, f"<a><PortMappingEntry>{text}</PortMappingEntry></a>"):
        try:
            entries = igd_message.read_listing(document)
        except (Unreadable, UnicodeEncodeError):
            continue
        assert all(0 <= entry.outside <= 65535 for entry in entries)


def test_one_bad_entry_makes_a_listing_unreadable_and_the_rules_are_read_one_by_one(bench: Callable[..., Bench]) -> None:
    class BadListing(Igd2):
        @staticmethod
        def _listing(rows: list[Mapping]) -> str:
            return Igd2._listing(rows).replace("<p:NewExternalPort>1001<", "<p:NewExternalPort>99999<")

    one = router(bench, BadListing("u", mappings=rules(4)), KNOWN2)
    assert (len(doors(one)), one.value("igd.listed")) == (4, True)
