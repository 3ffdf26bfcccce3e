"""The tables that come with the program: right numbers, our words, clear errors."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard import tables
from doorguard.catalog import load
from doorguard.tables import (
    TableError,
    contacts,
    load_flaws,
    load_ports,
    load_routes,
    load_video_paths,
    parse_contacts,
    parse_ports,
    parse_video_paths,
)

MUST_TRY = (
    80, 443, 554, 8000, 8080, 8443, 8554, 9000, 2020, 8800, 37777, 34567, 10443, 20443, 28800, 8899,
    5000, 88, 81, 1935, 7447, 7441, 7080, 8557, 6668, 5540, 23, 21, 22,
)  # fmt: skip
FOUNDING_SEVEN = (
    "The National Stalking helpline",
    "The Suzy Lamplugh Trust",
    "Victim Support Line",
    "Stop Online Abuse",
    "Paladin National Stalking Advocacy Service",
    "Protection Against Stalking",
    "Alice Ruggles Trust",
)
NOT_OUR_WORDS = re.compile(
    r"\b(safe|secure|clean|hack\w*|attack\w*|victim|malware|just|simply|invalid|illegal|please)\b",
    re.IGNORECASE,
)
PORT_HEAD = "port,proto,service,meaning,risk,unneeded,shell,scan,source,as_of\n"
PORT_ROW = "554,tcp,RTSP,A video door.,high,no,no,yes,RFC 2326,2026-11-23\n"
CONTACT_HEAD = "country,organisation,what_for,phone,url,hours,emergency,verified,checked_on\n"
CONTACT_ROW = "UK,Someone,Help,123,,,no,yes,2026-11-23\n"


# --- doors -----------------------------------------------------------------------------------


def test_the_doors_tried_at_look_hold_the_known_ones_and_stay_few() -> None:
    tried = {port.port for port in load_ports() if port.scan}
    assert tried >= set(MUST_TRY)
    assert len(tried) <= 70, "design rule 2: at most 70 listed ports"
    assert all(port.transport == "tcp" for port in load_ports() if port.scan)


def test_command_doors_are_known_and_are_tried() -> None:
    shells = {port.place for port in load_ports() if port.shell}
    assert shells >= {"tcp/22", "tcp/23", "tcp/2323"}
    assert all(port.scan for port in load_ports() if port.shell)


def test_a_command_door_is_not_told_twice() -> None:
    """It has a check of its own; being unneeded as well would be the same finding again."""
    assert [port.place for port in load_ports() if port.shell and port.unneeded] == []


def test_what_the_maker_needs_for_its_app_is_not_called_unneeded() -> None:
    by_place = {port.place: port for port in load_ports()}
    for place in (
        "tcp/80",
        "tcp/443",
        "tcp/554",
        "tcp/8000",
        "tcp/37777",
        "tcp/34567",
        "tcp/9000",
        "tcp/8800",
    ):
        assert not by_place[place].unneeded, place
    assert by_place["tcp/21"].unneeded


def test_what_a_door_means_is_said_in_our_words() -> None:
    for port in load_ports():
        assert port.meaning.endswith("."), port.place
        assert not NOT_OUR_WORDS.search(port.meaning), port.meaning
        for sentence in re.split(r"(?<=[.?!:])\s+", port.meaning):
            assert len(sentence.split()) < 20, sentence


# --- people who can help ---------------------------------------------------------------------


def test_all_seven_contacts_of_the_founding_page_are_there_by_name() -> None:
    names = [contact.organisation for contact in contacts()]
    for name in FOUNDING_SEVEN:
        assert names.count(name) == 1, name
    helpline = next(c for c in contacts() if c.organisation == FOUNDING_SEVEN[0])
    assert helpline.phone == "0808 802 0300"


def test_an_emergency_number_stands_first_for_each_country() -> None:
    for country in ("UK", "Ireland", "EU", "United States", "Canada", "Australia", "New Zealand"):
        first = next(contact for contact in contacts() if contact.country == country)
        assert first.emergency, country
        assert first.phone, country


def test_each_contact_can_be_reached_or_says_what_it_is() -> None:
    for contact in contacts():
        assert contact.phone or contact.url, contact.organisation
        assert re.fullmatch(r"(https?://[a-z0-9.-]+(/\S*)?)?", contact.url), contact.url


def test_numbers_nobody_confirmed_stay_marked() -> None:
    marked = {c.organisation for c in contacts() if c.verified == "unverified"}
    assert marked >= {"Relay UK (text relay 18000)", "Hourglass", "StrongHearts Native Helpline"}
    assert not any("UNVERIFIED" in c.phone + c.hours for c in contacts()), "the mark has a column of its own"


def test_what_help_is_for_is_said_in_our_words() -> None:
    for contact in contacts():
        assert not NOT_OUR_WORDS.search(contact.what_for), contact.what_for
        for sentence in re.split(r"(?<=[.?!:;])\s+", contact.what_for):
            assert len(sentence.split()) < 20, sentence


# --- the loader ------------------------------------------------------------------------------


def test_as_of_is_the_oldest_date_in_the_tables() -> None:
    days = [port.as_of for port in load_ports()] + [c.checked_on for c in contacts()]
    days += [day for flaw in load_flaws() for day in (flaw.as_of, flaw.exploited_as_of)]
    assert min(days) == tables.AS_OF
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", tables.AS_OF)


def test_as_of_follows_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    old = parse_ports(PORT_HEAD + PORT_ROW.replace("2026-11-23", "2019-01-02"))
    monkeypatch.setattr(tables, "load_ports", lambda: old)
    assert tables.AS_OF == "2019-01-02"


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'PRICES'"):
        _ = tables.PRICES


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "0,tcp,R,M.,high,no,no,yes,s,2026-11-23\n",
            "line 2: port must be a number from 1 to 65535, not '0'",
        ),
        ("70000,tcp,R,M.,high,no,no,yes,s,2026-11-23\n", "not '70000'"),
        ("²,tcp,R,M.,high,no,no,yes,s,2026-11-23\n", "port must be a number"),
        ("554,sctp,R,M.,high,no,no,yes,s,2026-11-23\n", "proto must be one of tcp, udp, not 'sctp'"),
        ("554,tcp,R,,high,no,no,yes,s,2026-11-23\n", "meaning is empty"),
        ("554,tcp,R,M.,awful,no,no,yes,s,2026-11-23\n", "risk must be one of critical, high"),
        ("554,tcp,R,M.,high,maybe,no,yes,s,2026-11-23\n", "unneeded must be one of yes, no, not 'maybe'"),
        ("554,tcp,R,M.,high,no,no,yes,s,23.11.2026\n", "as_of must be a day such as 2026-11-23"),
        ("554,tcp,R,One, two.,high,no,no,yes,s,2026-11-23\n", "a comma may need quotes"),
        ("554,udp,R,M.,high,no,no,yes,s,2026-11-23\n", "scan is for tcp alone"),
        (PORT_ROW + PORT_ROW, "line 3: tcp/554 stands in line 2 already"),
        ("", "ports.csv: has no rows"),
    ],
)
def test_a_broken_table_of_doors_says_where_and_what(row: str, says: str) -> None:
    with pytest.raises(TableError, match=re.escape(says)):
        parse_ports(PORT_HEAD + row)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda row: row.replace("no,yes", "no,sure"), "verified must be one of yes, partly, unverified"),
        (lambda row: row.replace("Someone", ""), "organisation is empty"),
        (lambda row: row.replace("2026-11-23", "soon"), "checked_on must be a day"),
    ],
)
def test_a_broken_table_of_contacts_says_where_and_what(change: Callable[[str], str], says: str) -> None:
    with pytest.raises(TableError, match=re.escape(says)):
        parse_contacts(CONTACT_HEAD + change(CONTACT_ROW))


def test_a_wrong_first_line_is_said() -> None:
    with pytest.raises(TableError, match="the first line must be port,proto"):
        parse_ports("port,name\n1,x\n")


@given(st.text(max_size=300))
def test_any_text_is_a_table_or_a_table_error(text: str) -> None:
    for head, parse in ((PORT_HEAD, parse_ports), (CONTACT_HEAD, parse_contacts)):
        for whole in (text, head + text):
            with contextlib.suppress(TableError):
                parse(whole)


# --- where cameras have their video ------------------------------------------------------------

VIDEO = "family,way,path,common,source,as_of\n"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("any,rtsp,no-slash,yes,x,2026-11-25", "begin with /"),
        ("any,rtsp,/user=admin&channel=1,yes,x,2026-11-25", "no name and no password"),
        ("any,web,/a.cgi?PWD=x,yes,x,2026-11-25", "no name and no password"),
        ("any,web,/a,yes,x,2026-11-25\nany,web,/a,no,x,2026-11-25", "twice"),
        ("any,udp,/a,yes,x,2026-11-25", "one of"),
        ("any,web,/a b,yes,x,2026-11-25", "no space"),
    ],
)
def test_a_place_of_video_that_cannot_be_used_is_named(row: str, says: str) -> None:
    with pytest.raises(TableError, match=says):
        parse_video_paths(VIDEO + row)


def test_every_family_of_a_place_of_video_is_a_makers() -> None:
    families = {page.family for page in load().vendors} | {"any"}
    assert {row.family for row in load_video_paths()} <= families


# --- what the law offers ---------------------------------------------------------------------


FOUNDING_LAWS = (
    ("Protection from Harassment Act 1997", "2A"),
    ("Protection from Harassment Act 1997", "4A"),
    ("Protection of Freedoms Act 2012", "Schedule 9, Part 11"),
    ("Crime and Disorder Act 1998", "section 32"),
    ("Domestic Violence, Crime and Victims Act 2004", "section 12"),
    ("Serious Organised Crime and Police Act 2005", "125"),
    ("Family Law Act 1996", "Part IV"),
    ("Protection from Harassment Act 1997", "section 3"),
    ("Stalking Protection Act 2019", "sections 1 to 5"),
    ("Stalking Protection Act 2019", "section 12"),
)
"""Every legal route that the founding page names; restraining orders and injunctions are named by their laws."""


@pytest.mark.parametrize(("title", "section"), FOUNDING_LAWS)
def test_each_law_of_the_founding_page_is_there_by_its_title(title: str, section: str) -> None:
    assert [r for r in load_routes() if r.title.startswith(title) and section in r.section]


def test_the_orders_of_the_founding_page_are_there() -> None:
    names = " ".join(route.route for route in load_routes())
    for order in ("Restraining order", "Injunction", "Stalking Protection Order", "Government guidance on stalking"):
        assert order in names


def test_what_nobody_confirmed_about_a_law_is_marked() -> None:
    for route in load_routes():
        if "general knowledge" in route.source:
            assert route.verified == "unverified", route.route
        assert route.verified != "yes" or route.source


def test_the_orders_of_england_are_not_said_to_hold_in_scotland() -> None:
    for route in load_routes():
        assert ("Scotland" in route.place) == ("Scotland" in route.what + route.ask + route.title or route.place == "Scotland")
