"""The session: events in order, failures as data, stop at once, no thread left behind."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from doorguard.catalog import load
from doorguard.discover.channel import Channel, Ground
from doorguard.model import (
    CheckedAgain,
    Device,
    DeviceSeen,
    DevicesMerged,
    Event,
    Fact,
    FactAbout,
    Failure,
    Gap,
    Judged,
    Level,
    ProbeEnded,
    RunEnded,
    RunStarted,
    Sighting,
)
from doorguard.network.book import AddressBook
from doorguard.network.door import Door, Visit
from doorguard.network.refusal import DoorError
from doorguard.probes.probe import Learned, Probe
from doorguard.report.picture import Picture
from doorguard.session import Session
from doorguard.session.past import Past

CAMERA = "192.168.77.20"


@pytest.fixture
def book() -> AddressBook:
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    book.neighbours[CAMERA] = "44:19:b6:00:00:20"
    return book


def channel(name: str, *sightings: Sighting, wait: float = 0.0, error: Exception | None = None) -> Channel:
    def run(door: Door, ground: Ground) -> Iterator[Sighting]:
        yield from sightings
        door.pause(wait)
        if error:
            raise error

    return Channel(name, f"{name} channel", Level.LISTEN, "none", run)


def sighting(channel: str = "sadp", finished: bool = False, **facts: str | bool) -> Sighting:
    made = tuple(Fact(name=n.replace("__", "."), value=v, probe=channel, place="udp/1") for n, v in facts.items())
    return Sighting(channel=channel, address=CAMERA, facts=made, finished=finished)


FOUND = (channel("sadp", sighting(sadp__answers="yes")), channel("ports", sighting("ports", finished=True)))


def probe(name: str, *learned: Learned, error: Exception | None = None, shell: str = "") -> Probe:
    def run(device: Device, visit: Visit) -> Iterator[Learned]:
        yield from learned
        if error:
            raise error

    return Probe(name, name, Level.LOOK, "none", ("shell.open",), 4, 4, lambda device: True, run)


def shell(is_open: bool) -> Fact:
    return Fact(name="shell.open", value=is_open, place="tcp/23", probe="services")


def run(book: AddressBook, channels: tuple[Channel, ...], probes: tuple[Probe, ...] = ()) -> list[Event]:
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=channels, probes=probes)
    events = list(session.run())
    session.close()
    return events


def outcome(events: list[Event], check: str) -> list[tuple[str | None, str, str | None]]:
    picture = Picture().take_all(events)
    return [(f.where, f.outcome, f.reason) for fs in picture.findings.values() for f in fs.values() if f.check == check]


def test_a_run_begins_shows_judges_and_ends(book: AddressBook) -> None:
    events = run(book, FOUND, (probe("services", shell(True)),))
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], RunEnded)
    assert events[-1].ended == "complete"
    assert any(isinstance(e, DeviceSeen) and e.new for e in events)
    assert outcome(events, "remote-shell-open") == [("tcp/23", "problem", None)]


def test_a_channel_that_breaks_is_a_failure_and_the_others_go_on(book: AddressBook) -> None:
    events = run(book, (channel("broken", error=RuntimeError("boom")), *FOUND))
    failures = [e for e in events if isinstance(e, Failure)]
    assert [f.stage for f in failures] == ["discover/broken"]
    assert any(isinstance(e, DeviceSeen) for e in events)


def test_a_probe_that_cannot_tell_whether_it_applies_is_left_out(book: AddressBook) -> None:
    def applies(device: Device) -> bool:
        raise ValueError(device.id)

    broken = replace(probe("services", shell(True)), applies=applies)
    events = run(book, FOUND, (broken, probe("http")))
    assert [e.stage for e in events if isinstance(e, Failure)] == ["probes/services"]
    assert any(isinstance(e, ProbeEnded) and e.probe == "http" for e in events)
    assert outcome(events, "remote-shell-open") == [(None, "could-not-check", "unreadable")]
    assert isinstance(events[-1], RunEnded)
    assert events[-1].ended == "complete"


class TestWhatBreaks:
    """No exception crosses a stage, and whatever began is told to its end."""

    @pytest.mark.parametrize("stage", ["judge", "blind_spots", "say_shared_network", "compare_certificates", "remembered", "Work"])
    def test_a_look_ends_and_is_not_called_complete(self, book: AddressBook, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_given: object, **_more: object) -> None:
            raise ZeroDivisionError("boom")

        monkeypatch.setattr(f"doorguard.session.run.{stage}", broken)
        events = run(book, FOUND, (probe("services", shell(True)),))
        assert isinstance(events[-1], RunEnded)
        assert events[-1].ended == "stopped"
        assert any(isinstance(e, Failure) and "ZeroDivisionError: boom" in e.detail for e in events)
        assert any(isinstance(e, DeviceSeen) for e in events) or stage in ("remembered", "Work")

    @pytest.mark.parametrize("stage", ["boxes_of", "changed_hands", "Work", "who_is_left"])
    def test_what_comes_after_a_look_is_a_failure_too(self, book: AddressBook, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
        session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=FOUND, probes=(probe("services", shell(True)),))
        seen = [e.device for e in session.run() if isinstance(e, DeviceSeen)]
        monkeypatch.setattr(f"doorguard.session.run.{stage}", lambda *_given, **_more: 1 / 0)
        events = list(session.who_is_left() if stage == "who_is_left" else session.check_again(seen[-1].id))
        session.close()
        assert any(isinstance(e, Failure) and "ZeroDivisionError" in e.detail for e in events)

    def test_checking_again_is_told_to_its_end(self, book: AddressBook, monkeypatch: pytest.MonkeyPatch) -> None:
        session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=FOUND, probes=(probe("services", shell(True)),))
        seen = [e.device for e in session.run() if isinstance(e, DeviceSeen)]
        monkeypatch.setattr("doorguard.session.run.judge", lambda *_given, **_more: 1 / 0)
        again = list(session.check_again(seen[-1].id))
        told = list(session.tell(seen[-1].id, "account.whose", "mine"))
        session.close()
        assert isinstance(again[-1], CheckedAgain)
        assert any(isinstance(e, Failure) and e.device == seen[-1].id for e in again)
        assert not any(isinstance(e, Judged) for e in again), "nothing is closed by it"
        assert isinstance(told[-1], Failure)


def test_a_probe_that_breaks_is_a_failure_and_could_not_check(book: AddressBook) -> None:
    events = run(book, FOUND, (probe("services", error=ValueError("boom")), probe("http", shell(False))))
    assert [e.stage for e in events if isinstance(e, Failure)] == ["probes/services"]
    events = run(book, FOUND, (probe("services", error=ValueError("boom")),))
    assert outcome(events, "remote-shell-open") == [(None, "could-not-check", "unreadable")]


def test_what_the_router_tells_of_a_camera_is_judged_on_the_camera(book: AddressBook) -> None:
    book.neighbours["192.168.77.1"] = "44:19:b6:00:00:01"
    router = Sighting(channel="neighbours", address="192.168.77.1", finished=True,
                      facts=(Fact(name="is.gateway", value=True, probe="neighbours"),))  # fmt: skip
    mapping = FactAbout(
        address=CAMERA, fact=Fact(name="mapping.open", value=True, place="mapping/tcp/554", probe="igd")
    )

    def igd(device: Device, visit: Visit) -> Iterator[Learned]:
        yield mapping

    only_router = Probe("igd", "igd", Level.LOOK, "none", ("mapping.open",), 4, 4, lambda d: d.kind == "router", igd)
    events = run(book, (*FOUND, channel("neighbours", router)), (only_router,))
    assert ("mapping/tcp/554", "problem", None) in outcome(events, "open-to-the-internet")


def test_stop_ends_the_run_within_300_ms_with_no_thread_left(book: AddressBook) -> None:
    before = threading.active_count()
    session = Session(
        Door.onto_book(book, Level.LOOK),
        load(),
        seconds=30,
        channels=(*FOUND, channel("slow", wait=30)),
        probes=(),
    )
    events = []
    for event in session.run():
        events.append(event)
        if isinstance(event, DeviceSeen) and not session.door.stopped:
            began = time.monotonic()
            session.stop()
    assert time.monotonic() - began < 0.3
    assert isinstance(events[-1], RunEnded)
    assert events[-1].ended == "stopped"
    assert threading.active_count() == before
    session.close()


def test_leaving_the_generator_early_ends_every_thread(book: AddressBook) -> None:
    before = threading.active_count()
    session = Session(
        Door.onto_book(book, Level.LOOK), load(), seconds=30, channels=(channel("slow", wait=30),), probes=()
    )
    events = session.run()
    next(events)
    next(events)
    events.close()  # type: ignore[attr-defined]  # run() is a generator
    session.close()
    assert threading.active_count() == before


def test_check_again_says_closed_only_after_asking_again(book: AddressBook) -> None:
    state = {"open": True}

    def services(device: Device, visit: Visit) -> Iterator[Learned]:
        yield shell(state["open"])

    one = Probe("services", "services", Level.LOOK, "none", ("shell.open",), 4, 4, lambda d: True, services)
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=FOUND, probes=(one,))
    picture = Picture().take_all(session.run())
    (device,) = picture.devices
    finding = f"{device}/remote-shell-open/tcp/23"
    picture.take_all(session.check_again(device, "remote-shell-open"))
    assert picture.findings[device][finding].outcome == "problem"
    assert finding not in picture.closed_at
    state["open"] = False
    picture.take_all(session.check_again(device, "remote-shell-open"))
    assert picture.findings[device][finding].outcome == "not-found"
    assert finding in picture.closed_at
    assert len(picture.findings[device]) > 1
    session.close()


def test_a_check_again_that_gets_no_answer_is_not_called_closed(book: AddressBook) -> None:
    state: dict[str, Learned] = {"say": shell(True)}

    def services(device: Device, visit: Visit) -> Iterator[Learned]:
        yield state["say"]

    one = Probe("services", "services", Level.LOOK, "none", ("shell.open",), 4, 4, lambda d: True, services)
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=FOUND, probes=(one,))
    picture = Picture().take_all(session.run())
    (device,) = picture.devices
    state["say"] = Gap(names=("shell.open",), reason="no-answer", place="tcp/23", probe="services")
    picture.take_all(session.check_again(device, "remote-shell-open"))
    outcomes = {f.outcome for f in picture.findings[device].values() if f.check == "remote-shell-open"}
    assert outcomes == {"could-not-check"}
    assert not picture.closed_at
    session.close()


OTHER_BOX = "02:00:00:00:00:99"


@pytest.mark.parametrize("who", [CAMERA, "192.168.77.1"])
def test_another_device_at_the_same_address_is_not_asked_again(book: AddressBook, who: str) -> None:
    """The camera moved away and something harmless has its address; or the computer is in another home."""
    book.neighbours["192.168.77.1"] = "02:00:00:00:00:01"
    asked: list[str] = []

    def services(device: Device, visit: Visit) -> Iterator[Learned]:
        asked.append(visit.address)
        yield shell(len(asked) == 1)

    router = Sighting(channel="neighbours", address="192.168.77.1", mac="02:00:00:00:00:01")
    one = Probe("services", "services", Level.LOOK, "none", ("shell.open",), 4, 4, lambda d: CAMERA in d.addresses, services)
    found = (*FOUND, channel("neighbours", router))
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=found, probes=(one,))
    picture = Picture().take_all(session.run())
    device = next(d.id for d in picture.devices.values() if CAMERA in d.addresses)
    book.neighbours[who] = OTHER_BOX
    picture.take_all(session.check_again(device, "remote-shell-open"))
    assert asked == [CAMERA]
    assert picture.findings[device][f"{device}/remote-shell-open/tcp/23"].outcome == "problem"
    assert not picture.closed_at
    assert [f.says for f in picture.failures if "Another device" in f.says]
    session.close()


def test_a_device_that_takes_over_the_address_while_it_is_asked_closes_nothing(book: AddressBook) -> None:
    times: list[str] = []

    def services(device: Device, visit: Visit) -> Iterator[Learned]:
        times.append(visit.address)
        if len(times) > 1:
            book.neighbours[CAMERA] = OTHER_BOX
        yield shell(len(times) == 1)

    one = Probe("services", "services", Level.LOOK, "none", ("shell.open",), 4, 4, lambda d: True, services)
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=FOUND, probes=(one,))
    picture = Picture().take_all(session.run())
    (device,) = picture.devices
    picture.take_all(session.check_again(device, "remote-shell-open"))
    assert len(times) == 2
    outcomes = {f.outcome for f in picture.findings[device].values() if f.check == "remote-shell-open"}
    assert outcomes == {"could-not-check"}
    assert not picture.closed_at
    session.close()


def test_what_the_person_says_is_judged_at_once(book: AddressBook) -> None:
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=FOUND, probes=())
    picture = Picture().take_all(session.run())
    (device,) = picture.devices
    looked_at = dict(picture.looked_at)
    picture.take_all(session.tell(device, "owner.claimed", False))
    assert picture.looked_at == looked_at, "telling is not looking"
    assert picture.findings[device][f"{device}/unknown-camera/"].outcome == "problem"
    session.close()


def test_a_hardware_address_that_comes_late_does_not_make_a_second_device(book: AddressBook) -> None:
    first = Sighting(channel="mdns", address=CAMERA, ids=frozenset({("hap", "aa")}))
    events = run(book, (channel("mdns", first), *FOUND))
    assert not [e for e in events if isinstance(e, DevicesMerged)]
    assert len({e.device.id for e in events if isinstance(e, DeviceSeen)}) == 1


def test_a_likely_doorbell_that_says_nothing_is_first_to_be_asked_for_its_name(book: AddressBook) -> None:
    doorbell, wanted = "192.168.77.60", []
    book.neighbours[doorbell] = "54:e0:19:00:00:60"  # its chip is Ring's; it runs no service

    def there(door: Door, ground: Ground) -> Iterator[Sighting]:
        for address in (CAMERA, "192.168.77.30", doorbell):
            maker = Fact(name="mac.maker", value="Ring" if address == doorbell else "Acme", probe="neighbours")
            yield Sighting(channel="neighbours", address=address, facts=(maker,))
        door.pause(0.6)
        wanted.extend(ground.hosts_by_need())

    run(book, (FOUND[0], Channel("neighbours", "x", Level.LISTEN, "none", there)))
    assert wanted == [doorbell, "192.168.77.30", CAMERA]


def test_nobody_there_is_said_as_such(book: AddressBook) -> None:
    events = run(book, (channel("quiet"),))
    assert isinstance(events[-1], RunEnded)
    assert events[-1].ended == "nothing-answered"
    assert Judged not in {type(e) for e in events}


def test_a_check_again_is_added_to_what_was_sent(book: AddressBook) -> None:
    def services(device: Device, visit: Visit) -> Iterator[Learned]:
        with contextlib.suppress(DoorError), visit.stream(80, seconds=0.2):
            visit.count_request()
        yield shell(True)

    one = Probe("services", "services", Level.LOOK, "none", ("shell.open",), 4, 4, lambda d: True, services)
    book.put_tcp(CAMERA, 80, ("127.0.0.1", 9))
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=FOUND, probes=(one,))
    picture = Picture().take_all(session.run())
    (device,) = picture.devices
    before = picture.sent[CAMERA].connections
    picture.take_all(session.check_again(device, "remote-shell-open"))
    assert picture.sent[CAMERA].connections == before + 1
    session.close()


def test_a_router_that_stops_showing_its_list_closes_nothing(book: AddressBook) -> None:
    gateway = "192.168.77.1"
    book.neighbours[gateway] = "44:19:b6:00:00:01"
    state = {"answers": True}
    router = Sighting(
        channel="ports", address=gateway, finished=True, facts=(Fact(name="is.gateway", value=True, probe="ports"),)
    )

    def igd(device: Device, visit: Visit) -> Iterator[Learned]:
        if state["answers"]:
            yield Fact(name="igd.listed", value=True, probe="igd")
            yield FactAbout(
                address=CAMERA, fact=Fact(name="mapping.open", value=True, place="mapping/tcp/554", probe="igd")
            )
        else:
            yield Gap(names=("mapping.open",), reason="no-answer", probe="igd")

    only_router = Probe("igd", "igd", Level.LOOK, "none", ("mapping.open",), 4, 4, lambda d: d.kind == "router", igd)
    channels = (*FOUND, channel("ports", router, sighting("ports", finished=True)))
    session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=channels, probes=(only_router,))
    picture = Picture().take_all(session.run())
    device = next(d.id for d in picture.devices.values() if CAMERA in d.addresses)
    assert [f.check for f in picture.problems()] == ["open-to-the-internet"]
    state["answers"] = False
    picture.take_all(session.check_again(device, "open-to-the-internet"))
    found = [f for f in picture.findings[device].values() if f.check == "open-to-the-internet"]
    assert {f.outcome for f in found} == {"could-not-check"}
    assert not picture.closed_at
    session.close()


def test_what_was_said_holds_in_the_next_look_of_a_sitting_by_hardware_address_alone(book: AddressBook) -> None:
    unknown = "192.168.77.77"  # nobody knows its hardware address: somebody else may have the address by now

    def channels() -> tuple[Channel, ...]:
        beside = Sighting(channel="sadp", address=unknown, facts=(Fact(name="sadp.answers", value="yes", probe="sadp"),))
        return (channel("sadp", sighting(sadp__answers="yes"), beside), channel("ports", sighting("ports", finished=True)))

    first = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=channels(), probes=())
    picture = Picture().take_all(first.run())
    for device in list(picture.devices.values()):
        picture.take_all(first.tell(device.id, "device.called", "Hall camera"))
        picture.take_all(first.tell(device.id, "owner.all_mine", True))
    second = Session(Door.onto_book(book, Level.LOOK), load(), seconds=1, channels=channels(), probes=())
    second.goes_on_from(first)
    again = Picture().take_all(second.run())
    told = {address: dict(d.told) for d in again.devices.values() for address in d.addresses}
    assert told[CAMERA]["device.called"] == "Hall camera"
    assert told[CAMERA]["account.whose"] == "mine"
    assert told[unknown] == {}
    first.close()
    second.close()


def test_what_was_said_of_one_thing_is_not_said_of_its_twin_behind_the_same_box() -> None:
    """Two things behind a wifi extender have its hardware address; in the next look either may come first."""
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    addresses = ("192.168.77.31", "192.168.77.32")
    for address in addresses:
        book.neighbours[address] = "02:00:00:00:00:31"

    def look(first: Session | None, *order: str) -> tuple[Session, Picture]:
        found = tuple(
            Sighting(channel="sadp", address=a, facts=(Fact(name="sadp.answers", value="yes", probe="sadp"),)) for a in order
        )
        channels = (channel("sadp", *found), channel("ports", sighting("ports", finished=True)))
        session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=0.5, channels=channels, probes=())
        if first is not None:
            session.goes_on_from(first)
        return session, Picture().take_all(session.run())

    first, picture = look(None, *addresses)
    by_box = [d for d in picture.devices.values() if d.mac == "02:00:00:00:00:31"]
    assert len(by_box) == 2 and all(d.behind_one_box for d in by_box)
    for device in by_box:
        picture.take_all(first.tell(device.id, "device.called", device.addresses[0]))
    second, again = look(first, *reversed(addresses))
    assert [dict(d.told) for d in again.devices.values() if d.mac == "02:00:00:00:00:31"] == [{}, {}]
    first.close()
    second.close()


def test_what_a_record_says_of_an_address_is_not_said_of_what_has_it_now(book: AddressBook) -> None:
    first = "192.168.77.77"
    by_box = "mac-" + book.neighbours[CAMERA].replace(":", "")
    beside = Sighting(channel="sadp", address=first, facts=(Fact(name="sadp.answers", value="yes", probe="sadp"),))
    channels = (channel("sadp", sighting(sadp__answers="yes"), beside), channel("ports", sighting("ports", finished=True)))

    def look(past: Past) -> Picture:
        door = Door.onto_book(book, Level.LOOK)
        with contextlib.closing(Session(door, load(), seconds=0.5, past=past, channels=channels, probes=())) as session:
            return Picture().take_all(session.run())

    (by_address,) = (d.id for d in look(Past()).devices.values() if first in d.addresses)
    picture = look(Past(told={by_address: {"device.called": "Mine"}, by_box: {"device.called": "Hall camera"}}))
    assert picture.devices[by_box].told == {"device.called": "Hall camera"}
    assert picture.devices[by_address].told == {}
