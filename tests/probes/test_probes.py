"""Each probe beside its negative control: the problem, and the near-identical device without it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from doorguard.model import Device, Fact, FactAbout, Gap, Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.device import Conversation, PretendDevice, TcpService
from doorguard.pretend_home.greetings import Silent, ftp, ssh
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.telnet import Telnet
from doorguard.pretend_home.upnp import Igd, Mapping
from doorguard.pretend_home.web import JPEG, Answer, Request, Web, everything, moving_picture, page, picture
from doorguard.probes import http, igd, onvif, rtsp, services
from doorguard.probes import picture as picture_probe
from doorguard.probes.probe import Learned, Probe

CAMERA, ROUTER = "192.168.77.20", "192.168.77.1"


class Bench:
    """Runs probes against one pretend device."""

    def __init__(self, device: PretendDevice) -> None:
        self.pretend = device
        self.book = AddressBook("192.168.77.0/24", "192.168.77.10", ROUTER)
        self.book.neighbours[device.address] = device.mac
        device.start(BookAir(self.book))
        self.door = Door.onto_book(self.book, Level.LOOK)
        self.facts: list[Fact] = []
        self.gaps: list[Gap] = []
        self.about: list[FactAbout] = []

    def ask(self, *probes: Probe, known: tuple[Fact, ...] = ()) -> Bench:
        ports = tuple(
            Fact(name="port.open", value=f"tcp/{s.port}", place=f"tcp/{s.port}", probe="ports")
            for s in self.pretend.tcp
        )
        self.facts += [*ports, *known]
        with self.door.visit(self.pretend.address) as visit:
            for probe in probes:
                device = Device(id="d", id_from="hand", addresses=(self.pretend.address,), facts=tuple(self.facts))
                assert probe.applies(device)
                visit.allow(connections=probe.connections, requests=probe.requests)
                for learned in probe.run(device, visit):
                    self._keep(learned)
        return self

    def _keep(self, learned: Learned) -> None:
        if isinstance(learned, Fact):
            self.facts.append(learned)
        elif isinstance(learned, Gap):
            self.gaps.append(learned)
        else:
            self.about.append(learned)

    def value(self, name: str, place: str | None = None) -> object:
        return next((f.value for f in self.facts if f.name == name and place in (None, f.place)), None)

    def reason(self, name: str) -> str | None:
        return next((g.reason for g in self.gaps if name in g.names), None)

    def close(self) -> None:
        self.door.stop()
        self.door.close()
        self.pretend.stop()


@pytest.fixture
def bench() -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(*tcp: TcpService, address: str = CAMERA) -> Bench:
        made.append(Bench(PretendDevice(address, "44:19:b6:00:00:20", tcp=list(tcp))))
        return made[-1]

    yield make
    for one in made:
        one.close()


@dataclass
class Mute:
    """Accepts and says nothing at all."""

    port: int = 23

    def accepted(self, talk: Conversation) -> None:
        """Wait."""

    def heard(self, talk: Conversation) -> None:
        """Still nothing."""


# --- services --------------------------------------------------------------------------------


def test_telnet_and_ssh_are_command_doors_by_their_greeting(bench: Callable[..., Bench]) -> None:
    one = bench(Telnet(), ssh()).ask(services.PROBE)
    assert (one.value("shell.open", "tcp/23"), one.value("shell.kind", "tcp/23")) == (True, "telnet")
    assert (one.value("shell.open", "tcp/22"), one.value("shell.kind", "tcp/22")) == (True, "ssh")
    assert all(getattr(s, "logins", getattr(s, "typed", 0)) == 0 for s in one.pretend.tcp)


def test_commands_of_telnet_are_no_banner(bench: Callable[..., Bench]) -> None:
    one = bench(Telnet(), ssh()).ask(services.PROBE)
    assert one.value("banner", "tcp/23") is None
    assert str(one.value("banner", "tcp/22")).startswith("SSH-2.0-")


def test_a_web_server_on_the_telnet_port_is_no_command_door(bench: Callable[..., Bench]) -> None:
    one = bench(Web(23, "", [everything("x")])).ask(services.PROBE)
    assert (one.value("service.name", "tcp/23"), one.value("shell.open", "tcp/23")) == ("http", False)


def test_a_port_that_accepts_and_is_silent_could_not_be_checked(bench: Callable[..., Bench]) -> None:
    one = bench(Mute(23)).ask(services.PROBE)
    assert one.value("shell.open") is None
    assert one.reason("shell.open") == "no-answer"


@dataclass
class Says:
    """Says one thing to whoever connects."""

    port: int
    words: bytes

    def accepted(self, talk: Conversation) -> None:
        talk.send(self.words)

    def heard(self, talk: Conversation) -> None:
        """Nothing more."""


@pytest.mark.parametrize("words", [b"Username: ", b"Password: ", b"Welcome", b"\x00\x01"])
def test_a_command_door_in_words_that_we_do_not_know_is_not_called_closed(
    bench: Callable[..., Bench], words: bytes
) -> None:
    one = bench(Says(23, words)).ask(services.PROBE)
    assert (one.value("shell.open", "tcp/23"), one.reason("shell.open")) == (None, "unreadable")


@pytest.mark.parametrize("door", [Mute(8554), Says(8554, b"???")])
def test_an_open_video_door_that_cannot_be_read_is_said(bench: Callable[..., Bench], door: TcpService) -> None:
    one = bench(door).ask(services.PROBE)
    assert [g.place for g in one.gaps if "video.open" in g.names] == ["tcp/8554"]


def test_ftp_is_not_needed_and_a_web_page_on_its_port_is_not_ftp(bench: Callable[..., Bench]) -> None:
    assert bench(ftp()).ask(services.PROBE).value("service.unneeded", "tcp/21") is True
    assert bench(Web(21, "", [everything("x")])).ask(services.PROBE).value("service.unneeded", "tcp/21") is False


def test_makers_own_doors_are_unknown_and_nothing_worse(bench: Callable[..., Bench]) -> None:
    one = bench(Silent(37777)).ask(services.PROBE)
    assert one.value("service.name") == "unknown"


# --- video -----------------------------------------------------------------------------------


def test_open_video_at_one_address_and_with_sound(bench: Callable[..., Bench]) -> None:
    one = bench(Rtsp(open_paths=("/stream1",))).ask(services.PROBE, rtsp.PROBE)
    assert [one.value(n) for n in ("video.open", "video.any_address", "audio.in_stream")] == [True, False, True]


def test_a_camera_that_describes_every_address_is_open_whatever_the_address(bench: Callable[..., Bench]) -> None:
    one = bench(Rtsp(open_paths=("*",), audio=False)).ask(services.PROBE, rtsp.PROBE)
    assert [one.value(n) for n in ("video.open", "video.any_address", "audio.in_stream")] == [True, True, False]
    assert all(getattr(s, "setups", 0) == 0 for s in one.pretend.tcp)


def test_a_bare_yes_to_everything_is_never_open_video(bench: Callable[..., Bench]) -> None:
    one = bench(Rtsp(yes_to_all=True)).ask(services.PROBE, rtsp.PROBE)
    assert one.value("video.open") is None
    assert one.reason("video.open") is not None


class YesWithVideo(Rtsp):
    """Gives the same description to every method, made-up ones too."""

    def _reply(self, talk: Conversation, method: str, url: str, cseq: str) -> None:
        super()._reply(talk, "DESCRIBE", url, cseq)


def test_a_description_for_made_up_methods_proves_nothing(bench: Callable[..., Bench]) -> None:
    one = bench(YesWithVideo(open_paths=("*",))).ask(services.PROBE, rtsp.PROBE)
    assert (one.value("video.open"), one.reason("video.open")) == (None, "unreadable")


class HangsUp(Rtsp):
    """Ends the conversation on a method that it does not know, as many cameras do."""

    def _reply(self, talk: Conversation, method: str, url: str, cseq: str) -> None:
        if method in ("OPTIONS", "DESCRIBE"):
            super()._reply(talk, method, url, cseq)
        else:
            talk.close()


class FallsSilent(HangsUp):
    """Lets a made-up method wait for ever."""

    def _reply(self, talk: Conversation, method: str, url: str, cseq: str) -> None:
        if method in ("OPTIONS", "DESCRIBE"):
            super()._reply(talk, method, url, cseq)


@pytest.mark.parametrize("kind", [HangsUp, FallsSilent])
def test_open_video_is_not_hidden_by_giving_the_made_up_method_no_answer(
    bench: Callable[..., Bench], kind: type[Rtsp]
) -> None:
    one = bench(kind(open_paths=("/stream1",))).ask(services.PROBE, rtsp.PROBE)
    assert one.value("video.open") is True


def test_a_login_everywhere_is_not_open(bench: Callable[..., Bench]) -> None:
    one = bench(Rtsp()).ask(services.PROBE, rtsp.PROBE)
    assert (one.value("video.open"), one.value("login.readable")) == (False, False)


def test_only_a_readable_login_is_readable(bench: Callable[..., Bench]) -> None:
    assert bench(Rtsp(scheme="basic")).ask(services.PROBE, rtsp.PROBE).value("login.readable") is True


def test_an_unknown_address_is_not_called_closed(bench: Callable[..., Bench]) -> None:
    one = bench(Rtsp(open_paths=("/somewhere/else",))).ask(services.PROBE, rtsp.PROBE)
    assert (one.value("video.open"), one.reason("video.open")) == (None, "not-supported")


# --- pictures --------------------------------------------------------------------------------

WEB = (services.PROBE, http.PROBE, picture_probe.PROBE)


def test_an_open_snapshot_and_an_open_moving_picture(bench: Callable[..., Bench]) -> None:
    assert bench(Web(80, "", [picture("/snapshot.jpg")])).ask(*WEB).value("video.way") == "snapshot"
    assert bench(Web(80, "", [moving_picture("/video.mjpg")])).ask(*WEB).value("video.way") == "mjpeg"


def test_pictures_behind_a_login_and_web_servers_that_say_yes_to_all_are_not_open(bench: Callable[..., Bench]) -> None:
    assert bench(Web(80, "", [picture("/snapshot.jpg")], login="digest")).ask(*WEB).value("video.open") is False
    assert bench(Web(80, "", [everything("Sign in")])).ask(*WEB).value("video.open") is None


def test_a_picture_on_a_server_that_gives_its_first_page_for_every_other_address(bench: Callable[..., Bench]) -> None:
    """As servers of one-page sites do: what is behind the other addresses is asked all the same."""
    one = bench(Web(80, "", [picture("/snap.jpg"), everything("Cam")])).ask(*WEB)
    assert (one.value("http.catch_all"), one.value("video.open")) == (True, True)


def test_no_such_page_is_not_called_a_refusal(bench: Callable[..., Bench]) -> None:
    one = bench(Web(80, "", [page("/", "x"), picture("/where/nobody/looks.jpg")])).ask(*WEB)
    assert (one.value("video.open"), one.reason("video.open")) == (None, "not-supported")


def test_web_doors_that_were_not_asked_for_a_picture_are_said(bench: Callable[..., Bench]) -> None:
    doors = [Web(port, "", [page("/", "x")], login="digest") for port in (80, 81, 88)]
    one = bench(*doors, Web(8080, "", [moving_picture("/video.mjpg")])).ask(services.PROBE, picture_probe.PROBE)
    assert one.value("video.open", "tcp/80") is False
    assert ("tcp/8080", "budget") in [(g.place, g.reason) for g in one.gaps if "video.open" in g.names]


@pytest.mark.parametrize("front", [True, False])
def test_a_server_that_gives_a_picture_at_every_address_shows_nothing_by_it(
    bench: Callable[..., Bench], front: bool
) -> None:
    def always(request: Request) -> Answer:
        if request.path == "/" and not front:
            return Answer(body=b"<html>")
        return Answer(body=JPEG, kind="image/jpeg")

    one = bench(Web(80, "", [always])).ask(*WEB)
    assert one.value("video.open") is None
    assert one.reason("video.open") == "unreadable"


def test_a_page_that_calls_itself_a_picture_is_none(bench: Callable[..., Bench]) -> None:
    fake = Web(
        80,
        "",
        [lambda r: Answer(body=b"<html>", kind="image/jpeg") if r.path.endswith(".jpg") else None, page("/", "x")],
    )
    assert bench(fake).ask(*WEB).value("video.open") is None


# --- web logins ------------------------------------------------------------------------------


@pytest.mark.parametrize(("login", "readable"), [("basic", True), ("digest", False)])
def test_web_logins(bench: Callable[..., Bench], login: str, readable: bool) -> None:
    one = bench(Web(80, "srv", [page("/", "x")], login=login, realm="Cam")).ask(services.PROBE, http.PROBE)
    assert (one.value("login.readable"), one.value("http.realm"), one.value("http.server")) == (readable, "Cam", "srv")


@pytest.mark.parametrize("realm", ["a, Digest b", 'a\\", Digest b'])
def test_the_name_of_a_login_is_not_taken_for_another_way_to_sign_in(bench: Callable[..., Bench], realm: str) -> None:
    one = bench(Web(80, "", [page("/", "x")], login="basic", realm=realm)).ask(services.PROBE, http.PROBE)
    assert one.value("login.readable") is True


def test_web_doors_whose_login_was_not_seen_are_said(bench: Callable[..., Bench]) -> None:
    ports = (80, 81, 82, 83, 84, 88, 8080)
    known = tuple(Fact(name="service.name", value="http", place=f"tcp/{p}", probe="services") for p in ports)
    one = bench(*(Web(p, "", [page("/", "x")], login="digest") for p in ports)).ask(http.PROBE, known=known)
    assert [g.place for g in one.gaps if g.reason == "budget" and "login.readable" in g.names] == ["tcp/8080"]
    assert one.value("login.readable", "tcp/88") is False


def test_a_password_field_on_a_readable_page(bench: Callable[..., Bench]) -> None:
    form = Web(80, "", [page("/", "Cam", '<input name=p type="password">')])
    one = bench(form).ask(services.PROBE, http.PROBE)
    assert [f.how for f in one.facts if f.name == "login.readable"] == ["inferred"]


def test_no_login_seen_is_not_called_fine(bench: Callable[..., Bench]) -> None:
    assert (
        bench(Web(80, "", [page("/", "x")])).ask(services.PROBE, http.PROBE).reason("login.readable") == "not-supported"
    )


def test_known_pages_are_believed_only_where_other_addresses_differ(bench: Callable[..., Bench]) -> None:
    real = bench(Web(80, "", [page("/", "x"), page("/doc/page/login.asp", "Sign in")])).ask(services.PROBE, http.PROBE)
    assert real.value("http.path") == "/doc/page/login.asp"
    assert bench(Web(80, "", [everything("x")])).ask(services.PROBE, http.PROBE).value("http.path") is None
    assert (
        bench(Web(80, "", [page("/", "x")], login="basic")).ask(services.PROBE, http.PROBE).value("http.path") is None
    )


# --- ONVIF -----------------------------------------------------------------------------------


def camera_service(*, is_open: bool) -> Web:
    told = ("GetDeviceInformation", "GetUsers") if is_open else ()
    service = Onvif("Acme", "Cam 1", "1.10", "S1", open_to=told, users=[("admin", "Administrator"), ("x", "User")])
    return Web(80, "", [service.handle])


ONVIF = (services.PROBE, onvif.PROBE)


def test_a_camera_service_that_tells_its_accounts_to_anyone(bench: Callable[..., Bench]) -> None:
    one = bench(camera_service(is_open=True)).ask(*ONVIF)
    assert [one.value(n) for n in ("onvif.answers", "onvif.open", "onvif.open_to", "onvif.users_told")] == [
        True,
        True,
        "GetUsers",
        2,
    ]
    assert (one.value("device.model"), one.value("device.firmware")) == ("Cam 1", "1.10")
    assert "admin" not in repr(one.facts)


def test_a_camera_service_that_refuses(bench: Callable[..., Bench]) -> None:
    one = bench(camera_service(is_open=False)).ask(*ONVIF)
    assert [one.value(n) for n in ("onvif.answers", "onvif.open", "device.model")] == [True, False, None]


def soap_yes(request: Request) -> Answer | None:
    """Success to any operation, with an empty answer."""
    import re

    found = re.search(rb"<s:Body><(\w+)", request.body)
    if not found:
        return None
    name = found[1].decode()
    return Answer(
        body=f'<e:Envelope xmlns:e="x"><e:Body><{name}Response/></e:Body></e:Envelope>'.encode(),
        kind="application/soap+xml",
    )


def test_success_to_made_up_questions_proves_nothing(bench: Callable[..., Bench]) -> None:
    one = bench(Web(80, "", [soap_yes])).ask(*ONVIF)
    assert (one.value("onvif.open"), one.reason("onvif.open")) == (None, "unreadable")


def test_a_login_page_with_200_is_no_camera_service(bench: Callable[..., Bench]) -> None:
    one = bench(Web(80, "", [everything("Sign in")])).ask(*ONVIF)
    assert (one.value("onvif.answers"), one.value("onvif.open")) == (None, None)


FAULT = b"""<e:Envelope xmlns:e="x"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>
<e:Reason><e:Text>%s</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>"""


@pytest.mark.parametrize(
    ("words", "no"),
    [(b"The action is not known", False), (b"Not well formed", False), (b"Sender not Authorized", True)],
)
def test_only_a_no_is_a_refusal_and_not_every_fault(bench: Callable[..., Bench], words: bytes, no: bool) -> None:
    def clock_only(request: Request) -> Answer | None:
        if b"GetSystemDateAndTime" in request.body:
            return soap_yes(request)
        return Answer(400, FAULT % words, kind="application/soap+xml") if request.body else None

    one = bench(Web(80, "", [clock_only])).ask(*ONVIF)
    assert one.value("onvif.open") is (False if no else None)


def test_what_was_told_stays_told_when_the_device_then_falls_silent(bench: Callable[..., Bench]) -> None:
    service = Onvif("Acme", "Cam 1", "1.10", "S1", open=True, users=[])

    def stalls(request: Request) -> Answer | None:
        # No status line that can be read: as good as hanging up.
        return Answer(0, b"") if b"GetUsers" in request.body else service.handle(request)

    one = bench(Web(80, "", [stalls])).ask(*ONVIF)
    assert one.value("onvif.open") is True


def test_a_door_that_refuses_does_not_speak_for_the_next(bench: Callable[..., Bench]) -> None:
    page_with_login = Web(80, "", [page("/", "x")], login="digest")
    behind = Onvif("Acme", "Cam 1", "1.10", "S1", open=True, users=[])
    one = bench(page_with_login, Web(8899, "", [behind.handle])).ask(*ONVIF)
    assert (one.value("onvif.open", "tcp/80"), one.value("onvif.open", "tcp/8899")) == (False, True)
    assert one.value("onvif.answers", "tcp/80") is None


# --- the router ------------------------------------------------------------------------------


def router_facts(path: str = "/ctl/IPConn") -> tuple[Fact, ...]:
    rows: dict[str, str | int | bool] = {
        "igd.port": 5000,
        "igd.control": path,
        "igd.service": "urn:schemas-upnp-org:service:WANIPConnection:1",
        "is.gateway": True,
    }
    return tuple(
        Fact(name=n, value=v, place=None if n == "is.gateway" else "router", probe="ssdp") for n, v in rows.items()
    )


def router(bench: Callable[..., Bench], service: Igd) -> Bench:
    return bench(Web(5000, "", [service.control]), address=ROUTER).ask(igd.PROBE, known=router_facts())


@pytest.mark.parametrize("client", ["8.8.8.8", "127.0.0.1", "224.0.0.251", "0.0.0.1", "255.255.255.255"])
def test_a_rule_to_what_cannot_be_in_a_home_makes_no_device(bench: Callable[..., Bench], client: str) -> None:
    rules = [Mapping(8554, "TCP", client, 554, "x"), Mapping(8555, "TCP", CAMERA, 554, "y")]
    one = router(bench, Igd("u", mappings=rules))
    assert {about.address for about in one.about} == {CAMERA}
    assert one.value("igd.listed") is True


def test_the_routers_list_is_read_to_its_end_and_told_of_each_device(bench: Callable[..., Bench]) -> None:
    rules = [Mapping(8554, "TCP", CAMERA, 554, "cam\x1b[31m"), Mapping(9000, "UDP", "192.168.77.21", 9000, "")]
    one = router(bench, Igd("u", "203.0.113.7", rules))
    told = {(a.address, a.fact.place, a.fact.value) for a in one.about if a.fact.name == "mapping.open"}
    assert told == {(CAMERA, "mapping/tcp/8554", True), ("192.168.77.21", "mapping/udp/9000", True)}
    assert one.value("igd.listed") is True
    assert "\x1b" not in repr([a.fact.value for a in one.about])


class OneBroken(Igd):
    def _entry(self, action: str, arguments: dict[str, str]) -> Answer:
        if arguments["NewPortMappingIndex"] == "0":
            return Answer(body=b"<broken", kind="text/xml")
        return super()._entry(action, arguments)


def test_a_list_with_an_entry_that_cannot_be_read_is_not_called_whole(bench: Callable[..., Bench]) -> None:
    rules = [Mapping(1, "TCP", CAMERA, 1, ""), Mapping(2, "TCP", CAMERA, 2, "")]
    one = router(bench, OneBroken("u", "203.0.113.7", rules))
    assert (one.value("igd.listed"), one.reason("mapping.open")) == (None, "unreadable")
    assert {a.fact.place for a in one.about} == {"mapping/tcp/2"}


@pytest.mark.parametrize(
    ("address", "public"), [("9.9.9.9", True), ("192.168.1.2", False), ("100.64.0.9", False), ("nonsense", None)]
)
def test_double_nat_is_told_from_the_routers_own_address(
    bench: Callable[..., Bench], address: str, public: bool | None
) -> None:
    assert router(bench, Igd("u", address)).value("router.public_address") is public


class Endless(Igd):
    def _entry(self, action: str, arguments: dict[str, str]) -> Answer:
        index = int(arguments["NewPortMappingIndex"])
        return self._ok(
            action,
            {
                "NewRemoteHost": "",
                "NewExternalPort": str(index + 1),
                "NewProtocol": "TCP",
                **self._row(Mapping(1, "TCP", CAMERA, 1, "")),
            },
        )


class Repeating(Igd):
    def _entry(self, action: str, arguments: dict[str, str]) -> Answer:
        return self._ok(
            action,
            {
                "NewRemoteHost": "",
                "NewExternalPort": "1",
                "NewProtocol": "TCP",
                **self._row(Mapping(1, "TCP", CAMERA, 1, "")),
            },
        )


class Unwilling(Igd):
    def _entry(self, action: str, arguments: dict[str, str]) -> Answer:
        return self.error(606, "Action not authorized")


def test_an_endless_list_ends_and_is_said(bench: Callable[..., Bench]) -> None:
    one = router(bench, Endless("u"))
    assert (one.value("igd.listed"), one.reason("mapping.open")) == (None, "budget")
    sent = one.door.sent()[ROUTER]
    assert sent.connections <= 40
    assert sent.requests <= 260


def test_a_list_that_repeats_its_last_entry_is_at_its_end(bench: Callable[..., Bench]) -> None:
    assert router(bench, Repeating("u")).value("igd.listed") is True


def test_a_router_that_will_not_show_its_list_is_not_called_fine(bench: Callable[..., Bench]) -> None:
    one = router(bench, Unwilling("u"))
    assert (one.value("igd.listed"), one.reason("mapping.open")) == (None, "login-needed")


# --- every probe -----------------------------------------------------------------------------


@dataclass
class Hangs:
    """Drips one byte of an answer for ever."""

    port: int
    head: bytes

    def accepted(self, talk: Conversation) -> None:
        talk.send(self.head)

    def heard(self, talk: Conversation) -> None:
        """Nothing more."""


def test_a_probe_that_is_cut_by_its_budget_says_so(bench: Callable[..., Bench]) -> None:
    one = bench(Rtsp(open_paths=("/axis-media/media.amp",)))
    one.ask(services.PROBE)
    with one.door.visit(CAMERA) as visit:
        device = Device(id="d", id_from="hand", addresses=(CAMERA,), facts=tuple(one.facts))
        visit.allow(connections=3, requests=3)
        learned = list(rtsp.PROBE.run(device, visit))
    gaps = [g for g in learned if isinstance(g, Gap)]
    assert [g.reason for g in gaps] == ["budget"]
    assert not [f for f in learned if isinstance(f, Fact) and f.name == "video.open"]


@pytest.mark.parametrize("head", [b"", b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n", b"HTTP/1.1 200 OK\r\n", b"$\0\xff\xff"])
def test_a_device_that_hangs_costs_at_most_its_eight_seconds(bench: Callable[..., Bench], head: bytes) -> None:
    one = bench(*(Hangs(port, head) for port in (80, 554)))
    began = time.monotonic()
    known = tuple(
        Fact(name="service.name", value=n, place=f"tcp/{p}", probe="services") for p, n in ((80, "http"), (554, "rtsp"))
    )
    with contextlib.suppress(AssertionError):
        one.ask(rtsp.PROBE, http.PROBE, picture_probe.PROBE, known=known)
    assert time.monotonic() - began < 8.5
    assert one.value("video.open") is None
