"""Which doors answer: open at once, closed as an answer, silence as a gap."""

from __future__ import annotations

import threading
import time

import pytest

from doorguard.discover import ports
from doorguard.model import Sighting
from doorguard.network.refusal import Stopped
from doorguard.network.tries import State
from doorguard.tables import load_ports
from tests.discover.small_home import CAMERA, OTHER, FakeGround, SmallHome, everything, facts, http

LISTED = [p for p in load_ports() if p.scan and p.transport == "tcp"]


def run(home: SmallHome, *addresses: str) -> list[Sighting]:
    return everything(ports.CHANNEL, home.door(), FakeGround(1, list(addresses), more=False))


def test_an_open_port_is_said_before_the_host_is_finished(home: SmallHome) -> None:
    home.web(CAMERA, 80, lambda _: http(b""))
    found = run(home, CAMERA)
    assert [s.finished for s in found] == [False, True]
    assert {(f.place, f.name, f.value) for f in found[0].facts} == {("tcp/80", "port.open", "tcp/80")}


def test_closed_is_an_answer_for_every_port_that_a_check_asks_about(home: SmallHome) -> None:
    home.web(CAMERA, 23, lambda _: b"")
    told = facts(run(home, CAMERA), CAMERA)
    shells = {f"tcp/{p.port}" for p in LISTED if p.shell}
    unneeded = {f"tcp/{p.port}" for p in LISTED if p.unneeded}
    assert len(shells) >= 3
    assert unneeded
    assert {place for place, name in told if name == "shell.open"} == shells - {"tcp/23"}
    assert {place for place, name in told if name == "service.unneeded"} == unneeded - {"tcp/23"}
    assert not [v for (_, name), v in told.items() if name in ("shell.open", "service.unneeded") and v is not False]


def test_silence_is_a_gap_and_never_a_no(home: SmallHome) -> None:
    home.add(CAMERA)
    home.book.silent.add(CAMERA)
    last = run(home, CAMERA)[-1]
    assert last.finished
    assert last.facts == ()
    shells = {f"tcp/{p.port}" for p in LISTED if p.shell}
    assert {g.place for g in last.gaps if g.names == ("shell.open",)} == shells
    assert {g.reason for g in last.gaps} == {"no-answer"}


@pytest.mark.parametrize(("state", "known"), [("closed", True), ("silent", False), ("gone", False), ("open", False)])
def test_only_a_port_that_says_that_it_is_closed_is_a_no(state: State, known: bool) -> None:
    """A device that leaves the network while it is asked, or a wall that says "no way there", is no closed door."""
    told, gaps = ports._closed({23: state}, {23: ("shell.open",)}, 1.0)
    assert [f.value for f in told] == ([False] if known else [])
    assert [(g.names, g.place) for g in gaps] == ([] if known else [(("shell.open",), "tcp/23")])


def test_an_open_door_is_not_answered_until_somebody_asked_it(home: SmallHome) -> None:
    home.web(CAMERA, 23, lambda _: b"")
    home.web(CAMERA, 8554, lambda _: b"")
    last = run(home, CAMERA)[-1]
    assert {(g.names, g.place) for g in last.gaps} == {(("shell.open",), "tcp/23"), (("video.open",), "tcp/8554")}


def test_hosts_may_come_late_and_it_ends_when_no_more_do(home: SmallHome) -> None:
    home.add(CAMERA)
    home.web(OTHER, 554, lambda _: b"")
    ground = FakeGround(5, [CAMERA])

    def later() -> None:
        time.sleep(0.3)
        ground.found.append(OTHER)
        time.sleep(0.2)
        ground.more = False

    thread = threading.Thread(target=later)
    thread.start()
    found = everything(ports.CHANNEL, home.door(), ground)
    thread.join()
    assert [s.address for s in found if s.finished] == [CAMERA, OTHER]
    assert ground.now() < 1.5


def test_no_byte_is_sent_and_no_conversation_counted(home: SmallHome) -> None:
    asked = home.web(CAMERA, 80, lambda _: b"")
    door = home.door()
    everything(ports.CHANNEL, door, FakeGround(1, [CAMERA], more=False))
    sent = door.sent()[CAMERA]
    assert (sent.tries, sent.connections, sent.requests) == (len(LISTED), 0, 0)
    assert set(asked) <= {""}


def test_stop_ends_it(home: SmallHome) -> None:
    home.add(CAMERA)
    home.book.silent.add(CAMERA)
    door = home.door()
    threading.Timer(0.2, door.stop).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        everything(ports.CHANNEL, door, FakeGround(5, [CAMERA]))
    assert time.monotonic() - began < 0.5
