"""Level Test on the pretend home: one pair, one control, counted as the device counts, never twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from doorguard.catalog import load
from doorguard.model import Device, Fact, Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.maker_search import Sadp
from doorguard.pretend_home.web import Answer, Request, Web, page
from doorguard.probes.first_password import can_be_tried, pair_for
from doorguard.report.picture import Picture
from doorguard.session import Session
from doorguard.tables import load_first_passwords

CAMERA = "192.168.77.20"
FACT = "first_password.works"
FIRST = "12345"
"""What the table gives for this maker."""


class Lab:
    """One Hikvision-like camera with a web login."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.camera = PretendDevice(CAMERA, "44:19:b6:00:00:20", tcp=[web], udp=[Sadp("DS-2CD2042WD-I", "S1")])
        book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
        book.neighbours[CAMERA] = self.camera.mac
        self.camera.start(BookAir(book))
        self.session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=3)
        self.picture = Picture().take_all(self.session.run())

    @property
    def device(self) -> Device:
        return next(d for d in self.picture.devices.values() if CAMERA in d.addresses)

    def test(self) -> set[object]:
        """The values of the fact after one test."""
        self.picture.take_all(self.session.try_first_password(self.device.id))
        return {f.value for f in self.device.facts if f.name == FACT}

    @property
    def counted(self) -> tuple[int, int]:
        """Ours, held against the camera's own."""
        sent = self.picture.sent[CAMERA]
        assert (sent.logins, sent.logins_refused) == (self.web.logins, self.web.logins_refused)
        return sent.logins, sent.logins_refused

    def close(self) -> None:
        self.session.close()
        self.camera.stop()


@pytest.fixture
def lab(request: pytest.FixtureRequest) -> Iterator[Lab]:
    made = Lab(request.param())
    yield made
    made.close()


def web(password: str = FIRST, login: str = "digest", **more: object) -> Web:
    return Web(80, "App-webs/", [page("/", "live")], [], login, "DS-2CD2042WD-I", password=password, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("lab", [web, lambda: web(login="basic")], indirect=True, ids=["digest", "basic"])
def test_the_first_password_that_still_works_is_found_with_its_control(lab: Lab) -> None:
    assert lab.test() == {True}
    assert lab.counted == (2, 1)  # the pair, and the made-up one that must be refused


@pytest.mark.parametrize("lab", [lambda: web("of-their-own")], indirect=True)
def test_a_changed_password_costs_one_refused_try(lab: Lab) -> None:
    assert lab.test() == {False}
    assert lab.counted == (1, 1)


@pytest.mark.parametrize("lab", [lambda: web("of-their-own")], indirect=True)
def test_it_is_never_tried_twice(lab: Lab) -> None:
    lab.test()
    lab.test()
    assert lab.counted == (1, 1)
    assert "tried already" in lab.picture.let_in[lab.device.id]


class TakesAnything(Web):
    """Asks for a login and then takes every password."""

    def _let_in(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        if given:
            self._tally.logins += 1
        return bool(given)


@pytest.mark.parametrize(
    "lab", [lambda: TakesAnything(80, "", [page("/", "live")], [], "digest", "cam", password="x")], indirect=True
)
def test_a_device_that_takes_anything_proves_nothing(lab: Lab) -> None:
    assert lab.test() == set()
    assert lab.counted == (2, 0)


class AsksNowAndThen(Web):
    """Every second request without a password is let in, as by a device that is too busy to ask; no password fits."""

    turn = 0

    def _let_in(self, request: Request) -> bool:
        if "authorization" in request.headers:
            return super()._let_in(request)
        self.turn += 1
        return self.turn % 2 == 0

    def look_at(self) -> None:
        """From here on the next one is asked."""
        self.turn = 0


@pytest.mark.parametrize(
    "lab", [lambda: AsksNowAndThen(80, "", [page("/", "live")], [], "digest", "cam", password="of-their-own")], indirect=True
)
def test_a_password_that_was_never_sent_is_not_said_to_work(lab: Lab) -> None:
    lab.web.look_at()  # type: ignore[attr-defined]
    assert lab.test() == set()
    assert lab.counted == (0, 0)


class AnswersWithAnError(Web):
    """Its first answer to any password is an error of its own; later ones are refused."""

    failed = False

    def answer(self, request: Request) -> Answer:
        answer = super().answer(request)
        if "authorization" in request.headers and not self.failed:
            self.failed = True
            return replace(answer, status=500)
        return answer


@pytest.mark.parametrize(
    "lab", [lambda: AnswersWithAnError(80, "", [page("/", "live")], [], "digest", "cam", password="of-their-own")], indirect=True
)
def test_an_error_is_not_a_password_that_works(lab: Lab) -> None:
    assert lab.test() == set()
    sent = lab.picture.sent[CAMERA]
    assert sent.logins == 1


class Locks(Web):
    """Says how many tries are left."""

    def answer(self, request: Request) -> Answer:
        answer = super().answer(request)
        if answer.status == 401 and "authorization" in request.headers:
            return replace(answer, body=b"<ResponseStatus><retryTimes>3</retryTimes></ResponseStatus>")
        return answer


@pytest.mark.parametrize(
    "lab", [lambda: Locks(80, "", [page("/", "live")], [], "digest", "cam", password="of-their-own")], indirect=True
)
def test_a_device_that_counts_is_left_alone(lab: Lab) -> None:
    assert lab.test() == set()
    assert lab.counted == (1, 1)


@pytest.mark.parametrize("lab", [lambda: Web(80, "App-webs/", [page("/", "live")])], indirect=True)
def test_a_page_that_asks_for_nothing_is_not_tried(lab: Lab) -> None:
    assert lab.test() == set()
    assert lab.counted == (0, 0)


def test_an_unknown_maker_is_never_tried() -> None:
    device = Device(id="d", id_from="hand", addresses=(CAMERA,), kind="camera", sure="yes", vendor=None, model="DS-1")
    assert pair_for(device) is None
    assert pair_for(replace(device, vendor="Hikvision", sure="looks-like")) is None
    assert pair_for(replace(device, vendor="Hikvision")) is not None


def test_a_maker_with_a_door_of_its_own_and_no_pair_is_never_tried() -> None:
    """Xiongmai: its own door takes no trial, and no pair of it stands in the table, also where a page answers."""
    greeted = Fact(name="service.name", value="http", place="tcp/80", probe="services")
    door = Fact(name="service.name", value="dvrip", place="tcp/34567", probe="services")
    cheap = Device(id="d", id_from="hand", addresses=(CAMERA,), kind="camera", sure="yes", vendor="Xiongmai", facts=(greeted, door))
    assert pair_for(cheap) is None
    assert not can_be_tried(cheap)
    assert can_be_tried(replace(cheap, vendor="Hikvision"))
    assert not can_be_tried(replace(cheap, vendor="Hikvision", facts=(door,)))


def test_every_pair_is_of_a_maker_that_we_know_and_never_shown() -> None:
    names = {name for vendor in load().vendors for name in vendor.names}
    for pair in load_first_passwords():
        assert pair.maker in names
        assert not pair.password or f"'{pair.password}'" not in repr(pair) or pair.password == pair.user
