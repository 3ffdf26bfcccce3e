"""The cameras of the pretend home. Beside each problem stands a near-identical one without it."""

from __future__ import annotations

from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.device import PretendDevice, TcpService
from doorguard.pretend_home.greetings import Silent, ftp
from doorguard.pretend_home.maker_search import Sadp, TpLink, Xiongmai
from doorguard.pretend_home.onvif import Onvif, WsDiscovery
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.telnet import Telnet
from doorguard.pretend_home.web import Web, moving_picture, page, picture

SCOPE = "onvif://www.onvif.org/"


def scopes(name: str, hardware: str, *more: str) -> tuple[str, ...]:
    """The scopes an ONVIF camera gives itself (ONVIF Core section 7.3.2.2)."""
    rows = ("Profile/Streaming", "type/video_encoder", "type/audio_encoder", f"name/{name}", f"hardware/{hardware}")
    return tuple(SCOPE + row for row in (*rows, *more))


def porch() -> Made:
    """A Hikvision-like camera that asks for a login everywhere, and tells where the home is."""
    onvif = Onvif("HIKVISION", "DS-2CD2042WD-I", "V5.5.0 build 170914", "DS-2CD2042WD-I20170101AAWR000000001")
    onvif.users.append(("guest2", "Operator"))
    web = Web(80, "App-webs/", [onvif.handle], [onvif.handle, page("/doc/page/login.asp", "login")], "digest", "DS-2CD2042WD-I")
    search = WsDiscovery(scopes=scopes("HIKVISION%20DS-2CD2042WD-I", "DS-2CD2042WD-I", "location/city/porch%20of%2012%20Elm%20Row"))
    device = PretendDevice(
        "192.168.77.21",
        "44:19:b6:00:00:21",
        tcp=[web, Rtsp(realm="Hikvision", server="Rtsp Server"), Silent(8000)],
        udp=[search, Sadp("DS-2CD2042WD-I", "DS-2CD2042WD-I20170101AAWR000000001")],
        state={"accounts": ["admin", "guest2"], "alerts_to": "someone@example.org"},
    )

    def hide(*_: object) -> None:
        search.scopes = scopes("HIKVISION%20DS-2CD2042WD-I", "DS-2CD2042WD-I")

    return Made(device, (Change("hide-location", "Empty the place field in its settings", ("tells-location",), hide),))


def _cheap(address: str, mac: str, *, telnet: bool, open_video: bool, onvif_open: bool, serial: str) -> PretendDevice:
    """A no-name camera of the Xiongmai kind."""
    onvif = Onvif("H264", "IPC-NT", "V4.02.R12", serial, open=onvif_open)
    services: list[TcpService] = [
        Web(80, "uc-httpd 1.0.0", [page("/", "NETSurveillance WEB")]),
        Rtsp(server="H264DVR 1.0", realm="IPC", open_paths=("*",) if open_video else None),
        Web(8899, "gSOAP/2.8", [onvif.handle]),
        Silent(34567),
    ]
    if telnet:
        services.append(Telnet("LocalHost"))
    search = WsDiscovery(types=("dn:NetworkVideoTransmitter",), scopes=scopes("IPC-NT", "NBD6808T"), service_port=8899)
    return PretendDevice(address, mac, tcp=services, udp=[search, Xiongmai(serial)])


def no_name() -> Made:
    """Telnet, video for anyone at every address, and a hole in the router."""
    device = _cheap("192.168.77.23", "00:12:17:00:00:23", telnet=True, open_video=True, onvif_open=True, serial="a1b2c3d4e5f60718")

    def close_video(device: PretendDevice, _: object) -> None:
        for service in device.tcp:
            if isinstance(service, Rtsp):
                service.open_paths = None

    def close_onvif(device: PretendDevice, _: object) -> None:
        for service in device.tcp:
            if isinstance(service, Web):
                for handler in service.handlers:
                    owner = getattr(handler, "__self__", None)
                    if isinstance(owner, Onvif):
                        owner.open = False

    return Made(
        device,
        (
            Change("close-telnet", "Switch off remote commands (telnet) in its settings", ("remote-shell-open",), lambda d, _: d.close_port(23)),
            Change("ask-for-login", "Make the video ask for a password", ("video-without-login",), close_video),
            Change("onvif-login", "Make its camera service ask for a password", ("onvif-answers-without-login",), close_onvif),
            Change("close-router-door", "Take the rule out of the router", ("open-to-the-internet",), lambda d, home: _unmap(home, d.address)),
        ),
    )


def _unmap(home: object, address: str) -> None:
    from doorguard.pretend_home.infrastructure import remove_mappings

    remove_mappings(home, address)


def no_name_kept_well() -> Made:
    """The same camera, looked after: no telnet, no open video, no open service."""
    return Made(_cheap("192.168.77.24", "00:12:17:00:00:24", telnet=False, open_video=False, onvif_open=False, serial="a1b2c3d4e5f60719"))


def liar() -> Made:
    """Says "saved" to everything and changes nothing: its telnet stays open."""
    device = _cheap("192.168.77.25", "00:12:17:00:00:25", telnet=True, open_video=False, onvif_open=False, serial="a1b2c3d4e5f60720")

    def only_says_so(*_: object) -> None:
        device.state["said"] = "saved"

    return Made(device, (Change("close-telnet", "Switch off remote commands (telnet) in its settings", ("remote-shell-open",), only_says_so),))


def nursery() -> Made:
    """A Reolink-like camera: a picture for anyone, a readable web login, and FTP left on."""
    web = Web(80, "nginx", [page("/", "Reolink")], [picture("/snapshot.jpg")], "basic", "Reolink")
    device = PretendDevice("192.168.77.26", "ec:71:db:00:00:26", tcp=[web, Silent(9000), ftp(), Rtsp(realm="BC Streaming Media")])

    def close_picture(*_: object) -> None:
        web.open_handlers.clear()

    def digest(*_: object) -> None:
        web.login = "digest"

    return Made(
        device,
        (
            Change("ask-for-login", "Make pictures ask for a password", ("video-without-login",), close_picture),
            Change("scrambled-login", "Choose the scrambled way to sign in", ("login-sent-readable",), digest),
            Change("close-ftp", "Switch off FTP in its settings", ("unneeded-service-open",), lambda d, _: d.close_port(21)),
        ),
    )


def garage() -> Made:
    """An Axis-like camera with moving pictures behind a proper login."""
    web = Web(80, "Apache", [page("/", "AXIS M1065-LW"), moving_picture("/mjpg/video.mjpg")], [], "digest", "AXIS_ACCC8E000027")
    search = WsDiscovery(scopes=scopes("AXIS%20M1065-LW", "M1065-LW"))
    return Made(PretendDevice("192.168.77.27", "ac:cc:8e:00:00:27", tcp=[web, Rtsp(realm="AXIS_ACCC8E000027", server="GStreamer RTSP server")], udp=[search]))


def hallway_not_set_up() -> Made:
    """A Tapo-like camera that nobody has claimed."""
    search = TpLink("C200(EU)", factory_default=True)
    device = PretendDevice("192.168.77.28", "5c:62:8b:00:00:28", tcp=[Silent(8800)], udp=[search])

    def claim(*_: object) -> None:
        search.factory_default = False

    return Made(device, (Change("set-up", "Set it up in the app with your own account", ("not-yet-set-up",), claim),))


def hallway_set_up() -> Made:
    """The same camera, claimed."""
    return Made(PretendDevice("192.168.77.29", "5c:62:8b:00:00:29", tcp=[Silent(8800)], udp=[TpLink("C200(EU)")]))
