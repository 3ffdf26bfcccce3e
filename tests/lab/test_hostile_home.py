"""One hostile behaviour at a time beside an honest camera: the look ends, breaks nothing, believes nothing, goes nowhere else.

All homes are looked at side by side, a few at once; each has an address book, a door and a trap of its own.
"""

from __future__ import annotations

import functools
import json
import socket
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from doorguard.catalog import Catalog, load
from doorguard.catalog.tool import tool
from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.cameras import no_name
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.hostile import DEVICES
from doorguard.pretend_home.hostile.flows import ELSEWHERE
from doorguard.pretend_home.hostile.makers import SECRET
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from doorguard.report.text import summary
from doorguard.session import Session
from tests.lab.hostile import BAD, HOMES, HONEST, PERSON, ROUTER, Home

SECONDS = 2.0
HANGS = 120.0
"""Seconds after which a look is said to hang; how long each takes alone is measured in benchmarks/hostile.py."""
MOST_CHARACTERS = 60_000
"""Of all outputs, for one device; the head is less than one more."""
AT_ONCE = 16
_FORBIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_TRAPPED_PORTS = (80, 443, 554, 1900, 5000, 8080)


def _alone(make: Callable[[str], PretendDevice], address: str) -> list[PretendDevice]:
    return [make(address)]


def _homes() -> dict[str, Home]:
    """The homes of this folder, and every single device; the strings have a test of their own."""
    single = {
        name: functools.partial(_alone, make, ROUTER if name.startswith("router") else BAD)
        for name, make in DEVICES.items()
        if not name.startswith("string-")
    }
    return {**HOMES, **single}


ALL = _homes()


class Trap:
    """Listens where hostile answers send their reader."""

    def __init__(self, book: AddressBook) -> None:
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        for address in (ELSEWHERE, "10.1.2.3", "127.0.0.1", "8.8.8.8"):
            for port in _TRAPPED_PORTS:
                book.put_tcp(address, port, self._tcp.getsockname())
                book.put_udp(address, port, self._udp.getsockname())

    def touched(self) -> bool:
        """True when anybody came."""
        self._tcp.setblocking(False)
        self._udp.setblocking(False)
        found = False
        for come in (self._tcp.accept, functools.partial(self._udp.recvfrom, 1)):
            try:
                come()
                found = True
            except BlockingIOError:
                pass
        self._tcp.close()
        self._udp.close()
        return found


def look_at(home: Home, catalog: Catalog) -> dict[str, Any]:
    """A whole Look; the document, the summary, the seconds, and whether the trap was touched."""
    book = AddressBook("192.168.77.0/24", "192.168.77.10", ROUTER)
    air, trap = BookAir(book), Trap(book)
    devices = [no_name().device, *home()]
    for device in devices:
        book.neighbours[device.address] = device.mac
        device.start(air)
    session = Session(Door.onto_book(book, Level.LOOK), catalog, seconds=SECONDS)
    try:
        picture = Picture().take_all(session.run())
    finally:
        session.close()
        for device in devices:
            device.stop()
    return {
        "document": document(picture, tool=tool(catalog)),
        "summary": summary(picture),
        "touched": trap.touched(),
        "faults": [fault for device in devices for fault in device.faults],
        "addresses": {device.address for device in devices},
    }


@pytest.fixture(scope="module")
def looks() -> Iterator[dict[str, Future[dict[str, Any]]]]:
    catalog = load()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {name: pool.submit(look_at, home, catalog) for name, home in ALL.items()}


@pytest.fixture
def look(looks: dict[str, Future[dict[str, Any]]], request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = looks[request.param].result(timeout=HANGS)
    return found


def problems(look: dict[str, Any], address: str) -> set[str]:
    """The checks that found a problem at an address."""
    at = [d for d in look["document"]["devices"] if address in d["addresses"]]
    return {f["check"] for d in at for f in d["findings"] if f["outcome"] == "problem"}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.mark.parametrize("look", list(ALL), indirect=True)
def test_it_ends_breaks_nothing_and_goes_nowhere_else(look: dict[str, Any]) -> None:
    found = look["document"]
    assert (found["ended"], look["faults"]) == ("complete", [])
    assert [f for f in found["failures"] if f["reason"] == "our-bug"] == []
    assert not look["touched"]
    groups = {a for a in found["sent"] if int(a.split(".")[0]) >= 224} | {"192.168.77.255"}
    talked = {a for a, sent in found["sent"].items() if sent["connections"] or sent["requests"] or sent["tries"]}
    assert talked <= look["addresses"]
    asked = {a for a, sent in found["sent"].items() if sent["logins"]}
    assert not asked
    assert all(a in groups or a.startswith("192.168.77.") for a in found["sent"])


@pytest.mark.parametrize("look", list(ALL), indirect=True)
def test_the_honest_camera_is_found_and_judged_alone(look: dict[str, Any]) -> None:
    (honest,) = [d for d in look["document"]["devices"] if HONEST in d["addresses"]]
    assert (honest["kind"], honest["addresses"]) == ("camera", [HONEST])
    assert {"remote-shell-open", "video-without-login"} <= problems(look, HONEST)


@pytest.mark.parametrize("look", list(ALL), indirect=True)
def test_no_hidden_character_secret_or_person_reaches_an_output(look: dict[str, Any]) -> None:
    texts = [*strings(look["document"]), *look["summary"].split("\n")]
    assert [t for t in texts if any(unicodedata.category(c) in _FORBIDDEN for c in t)] == []
    assert max(len(t) for t in texts) <= 600
    written = json.dumps(look["document"]) + look["summary"]
    assert SECRET not in written
    assert PERSON.lower() not in written.lower()
    assert len(written) < MOST_CHARACTERS * (1 + len(look["addresses"]))


YES_SAYERS = [name for name in ALL if name.startswith(("yes-to-all", "same-page")) or name == "rtsp-bare-yes"]


@pytest.mark.parametrize("look", YES_SAYERS, indirect=True)
def test_no_problem_is_claimed_on_what_says_yes_to_everything(look: dict[str, Any]) -> None:
    # That it answers a search is true of it.
    assert problems(look, BAD) <= {"easy-to-find"}


def test_there_are_yes_sayers_and_they_are_looked_at(looks: dict[str, Future[dict[str, Any]]]) -> None:
    assert len(YES_SAYERS) >= 7
    for name in YES_SAYERS:
        assert looks[name].result()["document"]["sent"][BAD]["requests"] >= 2


@pytest.mark.parametrize("look", ["disguised-as-a-printer", "disguised-as-a-phone"], indirect=True)
def test_a_disguise_hides_no_open_video(look: dict[str, Any]) -> None:
    assert "video-without-login" in problems(look, BAD)


@pytest.mark.parametrize("look", ["talks-so-that-its-doors-are-not-seen"], indirect=True)
def test_much_talk_hides_no_open_door(look: dict[str, Any]) -> None:
    assert {"remote-shell-open", "video-without-login"} <= problems(look, BAD)


@pytest.mark.parametrize("look", ["second-router"], indirect=True)
def test_the_list_of_a_second_router_says_nothing_about_the_honest_camera(look: dict[str, Any]) -> None:
    (honest,) = [d for d in look["document"]["devices"] if HONEST in d["addresses"]]
    (finding,) = [f for f in honest["findings"] if f["check"] == "open-to-the-internet"]
    assert finding["outcome"] == "could-not-check"
