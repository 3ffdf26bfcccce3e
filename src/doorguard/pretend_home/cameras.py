"""The cameras of the pretend home. Beside each problem stands a near-identical one without it."""

from __future__ import annotations

from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.device import PretendDevice, TcpService, UdpService
from doorguard.pretend_home.dvrip import HIDDEN, Dvrip
from doorguard.pretend_home.greetings import Silent, ftp
from doorguard.pretend_home.isapi import Isapi, LogRow
from doorguard.pretend_home.maker_search import Sadp, TpLink, Xiongmai
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.reolink import Reolink
from doorguard.pretend_home.reolink_api import ReolinkApi
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.telnet import Telnet
from doorguard.pretend_home.tls import Tls
from doorguard.pretend_home.vapix import Vapix
from doorguard.pretend_home.web import Answer, Handler, Request, Web, moving_picture, page, picture
from doorguard.pretend_home.ws_discovery import WsDiscovery
from doorguard.wording import N_

SCOPE = "onvif://www.onvif.org/"
OWN_WORD = "three-words-of-their-own"
"""What the people of the pretend home chose wherever a password was chosen."""


def scopes(name: str, hardware: str, *more: str) -> tuple[str, ...]:
    """The scopes an ONVIF camera gives itself (ONVIF Core section 7.3.2.2)."""
    rows = ("Profile/Streaming", "type/video_encoder", "type/audio_encoder", f"name/{name}", f"hardware/{hardware}")
    return tuple(SCOPE + row for row in (*rows, *more))


# --- Hikvision-like --------------------------------------------------------------------------


OLD, NEW = ("V5.4.0", "160530"), ("V5.4.5", "210703")
"""CVE-2017-7921 is in builds 140721 to 160530 of this model. CVE-2021-36260 may be in builds up to 210702."""


def _hikvision(last: int, *place: str, software: tuple[str, str] = NEW) -> tuple[PretendDevice, WsDiscovery, Onvif]:
    """Asks for a login everywhere but where ONVIF says it need not."""
    model, (version, build) = "DS-2CD2032F-I", software
    serial = f"{model}20170101AAWR0000000{last}"
    tags, mac = scopes(f"HIKVISION%20{model}", model, *place), f"44:19:b6:00:00:{last}"
    onvif = Onvif("HIKVISION", model, f"{version} build {build}", serial, passwords={"admin": OWN_WORD}, mac=mac, scopes=tags)
    isapi = Isapi(model=model, firmware=(version, f"build {build}"))
    pages = [onvif.handle, page("/doc/page/login.asp", "login")]
    web = Web(80, "App-webs/", [isapi.handle], pages, "digest", model, password=OWN_WORD)
    video = Rtsp(realm="Hikvision", server="Rtsp Server", password=OWN_WORD, paths=("/Streaming/Channels/101",))
    search = WsDiscovery(scopes=tags)
    udp: list[UdpService] = [search, Sadp(model, serial, f"{version}build {build}")]
    device = PretendDevice(f"192.168.77.{last}", mac, tcp=[web, video, Silent(8000)], udp=udp)
    device.state["isapi"], device.state["alerts_to"] = isapi, isapi.mail_to
    return device, search, onvif


def porch() -> Made:
    """It tells where the home is, has an account nobody knows, sends alerts to a stranger, and was never updated."""
    device, search, onvif = _hikvision(21, "location/city/porch%20of%2012%20Elm%20Row", software=OLD)
    onvif.users.append(("guest2", "Operator"))
    onvif.passwords["guest2"] = "somebody-elses"
    isapi = device.state["isapi"]
    assert isinstance(isapi, Isapi)
    isapi.users.append(("guest2", "Operator"))
    isapi.mail_to.append("someone@example.org")
    isapi.at_illegal_login = ("beep", "email")
    isapi.online.append(("guest2", "192.168.77.43", "2026-11-20 21:40:12"))
    isapi.log.append(LogRow("2026-11-20T21:40:12Z", "remoteLogin", "guest2", "192.168.77.43"))
    isapi.tunnel_to = "198.51.100.23"

    def hide(*_: object) -> None:
        search.scopes = onvif.scopes = tuple(s for s in search.scopes if "/location/" not in s)

    def remove(*_: object) -> None:
        onvif.users.remove(("guest2", "Operator"))
        isapi.users.remove(("guest2", "Operator"))
        isapi.online.clear()

    def stop_alerts(*_: object) -> None:
        isapi.mail_to.clear()

    def stop_tunnel(*_: object) -> None:
        isapi.tunnel_to = ""

    def update(device: PretendDevice, _: object) -> None:
        onvif.firmware = " build ".join(NEW)
        isapi.firmware = (NEW[0], f"build {NEW[1]}")
        for service in device.udp:
            if isinstance(service, Sadp):
                service.firmware = "build ".join(NEW)

    return Made(
        device,
        (
            Change("update", N_("Start the update in its app"), ("flaw-attackers-use",), update),
            Change("hide-location", N_("Empty the place field in its settings"), ("tells-location",), hide),
            Change("remove-account", N_("Take the account guest2 off in its settings"), ("unknown-account", "somebody-connected-now"), remove),
            Change("remove-alert-address", N_("Take the unknown address out of its alerts"), ("unknown-recipient", "login-alerts-go-elsewhere"), stop_alerts),
            Change("stop-tunnel", N_("Switch off its way out to the unknown address"), ("outside-tunnel",), stop_tunnel),
        ),
    )


def driveway() -> Made:
    """The same camera, looked after: no place, one account, no alerts to strangers, updated."""
    return Made(_hikvision(22)[0])


# --- no name, of the Xiongmai kind -----------------------------------------------------------


def _settings(device: PretendDevice, *, lies: bool) -> Handler:
    """Its own page for remote commands: ``POST /settings`` with ``telnet=off``. Liars only say "saved"."""

    def handle(request: Request) -> Answer | None:
        if (request.method, request.path) != ("POST", "/settings"):
            return None
        if b"telnet=off" in request.body and not lies:
            device.close_port(23)
        return Answer(body=b"<html><body>saved</body></html>")

    return handle


def _cheap(
    last: int, serial: str, *, telnet: bool, open_video: bool, open_onvif: bool, lies: bool = False
) -> tuple[PretendDevice, Rtsp, Onvif, Dvrip]:
    device = PretendDevice(f"192.168.77.{last}", f"08:ea:40:00:00:{last}")
    tags = scopes("IPC-NT", "NBD6808T")
    # Cameras of this kind put the password into the stream address (CVE-2025-65857).
    stream = "/user=admin_password=not-for-any-page_channel=1_stream=0.sdp"
    onvif = Onvif(
        "H264", "IPC-NT", "V4.02.R12", serial, open=open_onvif, passwords={"admin": OWN_WORD},
        mac=device.mac, scopes=tags, stream_path=stream, offers=("device", "media", "uplink"),
    )  # fmt: skip
    video = Rtsp(server="H264DVR 1.0", realm="IPC", open_paths=("*",) if open_video else None, password=OWN_WORD)
    dvrip = Dvrip(OWN_WORD, serial=serial)
    services: list[TcpService] = [
        Web(80, "uc-httpd 1.0.0", [page("/", "NETSurveillance WEB"), _settings(device, lies=lies)]),
        video,
        Web(8899, "gSOAP/2.8", [onvif.handle]),
        dvrip,
    ]
    device.tcp = [*services, Telnet("LocalHost")] if telnet else services
    search = WsDiscovery(types=("dn:NetworkVideoTransmitter",), scopes=tags, service_port=8899)
    device.udp = [search, Xiongmai(serial)]
    return device, video, onvif, dvrip


_CLOSE_TELNET = N_("Switch off remote commands (telnet) in its settings")


def no_name() -> Made:
    """Telnet, video for anyone at every address, a hole in the router; the maker's hidden account, its cloud, a
    stranger who gets its alarms, and a tunnel to a stranger that only ONVIF tells of."""
    device, video, onvif, dvrip = _cheap(23, "a1b2c3d4e5f60718", telnet=True, open_video=True, open_onvif=True)

    def close_video(*_: object) -> None:
        video.open_paths = None

    def close_onvif(*_: object) -> None:
        onvif.open = False

    dvrip.users.append(HIDDEN)
    dvrip.cloud, dvrip.alarm_to = True, "203.0.113.77"
    onvif.uplinks.append("wss://198.51.100.23/uplink")

    def stop_alarms(*_: object) -> None:
        dvrip.alarm_to = ""

    def stop_tunnel(*_: object) -> None:
        onvif.uplinks.clear()

    return Made(
        device,
        (
            Change("close-telnet", _CLOSE_TELNET, ("remote-shell-open",), lambda d, _: d.close_port(23)),
            Change("ask-for-login", N_("Make the video ask for a password"), ("video-without-login",), close_video),
            Change("onvif-login", N_("Make its camera service ask for a password"), ("onvif-answers-without-login",), close_onvif),
            Change("close-router-door", N_("Take the rule out of the router"), ("open-to-the-internet",), lambda d, home: home.unmap(d.address)),
            Change("remove-alarm-server", N_("Take the unknown alarm server out of its settings"), ("unknown-recipient",), stop_alarms),
            Change("stop-tunnel", N_("Switch off its way out to the unknown address"), ("outside-tunnel",), stop_tunnel),
        ),
    )


def no_name_kept_well() -> Made:
    """The same camera, looked after: no telnet, no open video, no open service, no hole in the router."""
    return Made(_cheap(24, "a1b2c3d4e5f60719", telnet=False, open_video=False, open_onvif=False)[0])


def liar() -> Made:
    """Says "saved" to everything and changes nothing: its telnet stays open."""
    device, *_ = _cheap(25, "a1b2c3d4e5f60720", telnet=True, open_video=False, open_onvif=False, lies=True)

    def only_says_so(device: PretendDevice, _: object) -> None:
        device.state["said"] = "saved"

    return Made(device, (Change("close-telnet", _CLOSE_TELNET, ("remote-shell-open",), only_says_so),))


# --- Reolink-like ----------------------------------------------------------------------------


def _reolink(last: int, room: str, login: str, *, open_picture: bool) -> tuple[PretendDevice, Web, ReolinkApi]:
    web = Web(80, "nginx", [page("/", "Reolink")], [], login, "Reolink", password=OWN_WORD)
    (web.open_handlers if open_picture else web.handlers).append(picture("/snapshot.jpg"))
    kept_well = not open_picture
    api = ReolinkApi({"admin": OWN_WORD}, p2p=open_picture, push=open_picture, audio=open_picture, lock=kept_well, updates=kept_well)
    secured = Web(443, "nginx", [api.handle], [page("/", "Reolink")], tls=Tls(f"reolink-{room.lower()}"))
    device = PretendDevice(
        f"192.168.77.{last}",
        f"ec:71:db:00:00:{last}",
        tcp=[web, secured, Silent(9000), Rtsp(realm="BC Streaming Media", password=OWN_WORD)],
        udp=[Reolink(room, f"9527000PRETEND{last}")],
    )
    return device, web, api


def nursery() -> Made:
    """A picture for anyone, a readable web login, FTP left on, and an account and an address nobody knows."""
    device, web, api = _reolink(26, "Nursery", "basic", open_picture=True)
    device.tcp.append(ftp())
    api.users.append(("sitter", "guest"))
    api.others.append(("sitter", "192.168.77.43"))
    api.mail_to.append("someone@example.org")

    def close_picture(*_: object) -> None:
        web.handlers += web.open_handlers
        web.open_handlers.clear()

    def digest(*_: object) -> None:
        web.login = "digest"

    def remove(*_: object) -> None:
        api.users.remove(("sitter", "guest"))
        api.others.clear()

    def stop_alerts(*_: object) -> None:
        api.mail_to.clear()

    return Made(
        device,
        (
            Change("ask-for-login", N_("Make pictures ask for a password"), ("video-without-login",), close_picture),
            Change("scrambled-login", N_("Choose the scrambled way to sign in"), ("login-sent-readable",), digest),
            Change("close-ftp", N_("Switch off FTP in its settings"), ("unneeded-service-open",), lambda d, _: d.close_port(21)),
            Change("remove-account", N_("Take the account sitter off in its settings"), ("unknown-account", "somebody-connected-now"), remove),
            Change("remove-alert-address", N_("Take the unknown address out of its alerts"), ("unknown-recipient",), stop_alerts),
        ),
    )


def playroom() -> Made:
    """The same camera, looked after."""
    return Made(_reolink(30, "Playroom", "digest", open_picture=False)[0])


# --- others ----------------------------------------------------------------------------------


def _axis(last: int) -> tuple[PretendDevice, Web, Vapix]:
    realm, vapix = f"AXIS_ACCC8E0000{last}", Vapix()
    pages = [page("/", "AXIS M1065-LW"), moving_picture("/mjpg/video.mjpg"), vapix.handle]
    tags = scopes("AXIS%20M1065-LW", "M1065-LW")
    onvif = Onvif(
        "AXIS", "M1065-LW", vapix.firmware, f"ACCC8E0000{last}", users=[("root", "Administrator")], passwords={"root": OWN_WORD},
        mac=f"ac:cc:8e:00:00:{last}", scopes=tags,
    )  # fmt: skip
    web = Web(80, "Apache", pages, [onvif.handle], "digest", realm, "root", OWN_WORD)
    search = WsDiscovery(scopes=tags)
    video = Rtsp(realm=realm, server="GStreamer RTSP server", user="root", password=OWN_WORD, unknown_method=405)
    device = PretendDevice(f"192.168.77.{last}", f"ac:cc:8e:00:00:{last}", tcp=[web, video], udp=[search])
    return device, web, vapix


def garage() -> Made:
    """An Axis-like camera with moving pictures and settings behind a proper login; inside, a stranger's account,
    and pictures that go to a stranger."""
    device, _, vapix = _axis(27)
    vapix.users.append(("service", "operator"))
    vapix.recipients.append(("com.axis.recipient.ftp", "host", "198.51.100.77"))
    vapix.nat_traversal = True

    def remove(*_: object) -> None:
        vapix.users.remove(("service", "operator"))

    def stop(*_: object) -> None:
        vapix.recipients.clear()

    def ask_no_more(*_: object) -> None:
        vapix.nat_traversal = False

    return Made(
        device,
        (
            Change("remove-account", N_("Take the account service off in its settings"), ("unknown-account",), remove),
            Change("remove-recipient", N_("Take the unknown address out of its recipients"), ("unknown-recipient",), stop),
            Change("stop-asking-router", N_("Switch off that it opens doors in the router"), ("asks-for-router-doors",), ask_no_more),
        ),
    )


def greenhouse() -> Made:
    """The same camera, but nobody has chosen an administrator: its list of accounts opens to anyone. That list
    holds no stranger, and nothing is sent anywhere."""
    device, web, vapix = _axis(39)
    web.open_handlers.append(lambda request: vapix.handle(request) if request.path == "/axis-cgi/pwdgrp.cgi?action=get" else None)

    def choose(*_: object) -> None:
        del web.open_handlers[1:]

    words = N_("Choose an administrator's password on its page")
    return Made(device, (Change("choose-administrator", words, ("settings-without-login",), choose),))


def hallway_not_set_up() -> Made:
    """A Tapo-like camera that nobody has claimed."""
    search = TpLink("C200(EU)", factory_default=True)
    device = PretendDevice("192.168.77.28", "5c:62:8b:00:00:28", tcp=[Silent(8800)], udp=[search])

    def claim(*_: object) -> None:
        search.factory_default = False

    return Made(device, (Change("set-up", N_("Set it up in the app with your own account"), ("not-yet-set-up",), claim),))


def hallway_set_up() -> Made:
    """The same camera, claimed; somebody made a "camera account" in its app, so that ONVIF answers at port 2020."""
    mac, account = "5c:62:8b:00:00:29", {"camera": OWN_WORD}
    onvif = Onvif("tp-link", "Tapo C200", "1.3.9", "5c628b29", users=[("camera", "Administrator")], passwords=account, mac=mac)
    services: list[TcpService] = [Web(2020, "gSOAP/2.8", [onvif.handle], user="camera", password=OWN_WORD), Silent(8800)]
    return Made(PretendDevice("192.168.77.29", mac, tcp=services, udp=[TpLink("C200(EU)")]))
