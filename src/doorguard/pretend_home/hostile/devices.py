"""Every hostile behaviour as a whole device."""

from __future__ import annotations

from collections.abc import Callable

from doorguard.pretend_home.device import PretendDevice, TcpService, UdpService
from doorguard.pretend_home.hostile import documents, makers, names, searches, talk, web
from doorguard.pretend_home.hostile.flows import Badly, HangsUp, Mute
from doorguard.pretend_home.hostile.strings import STRINGS
from doorguard.pretend_home.maker_search import Sadp
from doorguard.pretend_home.mdns import Mdns, Service
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.upnp import IGD, WAN, Igd, Mapping, Ssdp
from doorguard.pretend_home.web import Answer, Handler, Web, everything
from doorguard.pretend_home.ws_discovery import WsDiscovery

Maker = Callable[[str], PretendDevice]
"""Makes the device at an address."""
_SCOPES = ("onvif://www.onvif.org/name/Camera", "onvif://www.onvif.org/hardware/C1")


def device(address: str, *tcp: TcpService, udp: tuple[UdpService, ...] = ()) -> PretendDevice:
    """At an address, with a hardware address made from it."""
    last = [int(part) for part in address.split(".")[2:]]
    return PretendDevice(address, f"44:19:b6:66:{last[0]:02x}:{last[1]:02x}", tcp=list(tcp), udp=list(udp))


def onvif_camera(address: str, *tcp: TcpService) -> PretendDevice:
    """Found as a camera by WS-Discovery, so that every probe comes by."""
    return device(address, *tcp, udp=(WsDiscovery(scopes=_SCOPES), Sadp("C1", "C1-0001")))


def _web(name: str) -> Maker:
    return lambda address: onvif_camera(address, Badly(80, web.HTTP[name]), Badly(8080, web.HTTP[name]))


def _rtsp(name: str) -> Maker:
    return lambda address: onvif_camera(address, Badly(554, talk.RTSP[name]))


def _greeting(name: str) -> Maker:
    port, says = talk.GREETINGS[name]
    return lambda address: onvif_camera(address, Badly(port, says, at_once=True))


def _says_to_all(body: Callable[[], bytes], kind: str) -> Handler:
    return lambda request: Answer(body=body(), kind=kind)


def _document(body: Callable[[], bytes]) -> Maker:
    """Its UPnP description and every ONVIF answer are this document."""

    def make(address: str) -> PretendDevice:
        search = Ssdp("6a5b4c3d-0001-4000-8000-00112233aa00", (IGD, WAN), "x", 5000)
        services = [Web(80, "", [_says_to_all(body, "application/soap+xml")]), Web(5000, "", [_says_to_all(body, "text/xml")])]
        return device(address, *services, udp=(WsDiscovery(scopes=_SCOPES), search))

    return make


def _bitten(name: str) -> Maker:
    root = "<root><device><friendlyName>{}</friendlyName></device></root>"
    return _document(lambda: documents.with_doctype(name, "root", root))


def _shouts(says: searches.Says) -> Maker:
    return lambda address: device(address, udp=(names.Shouts(says),))


def _forges(spoil: Callable[[bytes], list[bytes]]) -> Maker:
    return lambda address: device(address, udp=(searches.Forger(scopes=_SCOPES, spoil=spoil),))


def _ssdp(says: searches.Says) -> Maker:
    quiet = (b"HTTP/1.1", b"NOTIFY")
    return lambda address: device(address, udp=(searches.Answers(1900, searches.SSDP_GROUPS, says, quiet),))


def _maker(name: str) -> Maker:
    port, groups, to, rubbish = makers.MAKERS[name]
    quiet = makers.QUIET.get(name, ())
    return lambda address: device(address, udp=(searches.Answers(port, groups, lambda own: rubbish(), quiet, to),))


def _named(text: str) -> Maker:
    """Puts one string wherever a device can put one."""

    def make(address: str) -> PretendDevice:
        clean = text.replace("\r", "").replace("\n", "")  # a header cannot hold them
        onvif = Onvif(text, text, text, text, open=True, users=[(text, "Administrator")])
        pages = everything(text.replace("<", "&lt;"))
        upnp = Ssdp("6a5b4c3d-0001-4000-8000-00112233aa01", ("upnp:rootdevice",), clean, None)
        txt = {"md": text.encode()[:200].decode("utf-8", "ignore"), "id": "11:22:33:44:55:66", "ci": "17", "sf": "1"}
        udp = (WsDiscovery(scopes=(f"onvif://www.onvif.org/name/{clean.replace('<', '%3C')}",)), upnp)
        home = Mdns("said", [Service("_hap._tcp", "Said", 51826, txt)])
        video = Rtsp(server=clean, realm=clean.replace('"', ""), scheme="basic")
        return device(address, Web(80, clean, [onvif.handle, pages], login=None), video, udp=(*udp, home))

    return make


class EndlessIgd(Igd):
    """A router whose list of rules has no end."""

    def rule(self, index: int) -> Mapping | None:
        """One more, always."""
        return Mapping(index % 65535 + 1, "TCP", "192.168.77.23", 554, f"rule {index}")


def _endless_router(address: str) -> PretendDevice:
    igd = EndlessIgd("6a5b4c3d-0001-4000-8000-00112233aa02")
    return device(address, Web(5000, "", [igd.description, igd.control]), udp=(Ssdp(igd.uuid, (IGD, WAN), "x", 5000),))


def _catch_all(address: str) -> PretendDevice:
    ports = (80, 8080, 8000, 8899, 554, 23, 21, 37777)
    return device(address, *(Web(port, "", [everything("Welcome")]) for port in ports))


DEVICES: dict[str, Maker] = {
    **{name: _web(name) for name in web.HTTP},
    **{name: _rtsp(name) for name in talk.RTSP},
    **{name: _greeting(name) for name in talk.GREETINGS},
    "closes-at-once": lambda address: onvif_camera(address, HangsUp(80), HangsUp(554), HangsUp(23)),
    "resets-at-once": lambda address: onvif_camera(address, HangsUp(80, reset=True), HangsUp(554, reset=True)),
    "says-nothing": lambda address: onvif_camera(address, *(Mute(port) for port in (80, 554, 23, 8000))),
    "same-page-everywhere": _catch_all,
    "yes-to-all-rtsp": lambda address: onvif_camera(address, Rtsp(yes_to_all=True)),
    **{f"document-{name}": _bitten(name) for name in documents.DOCTYPES},
    **{f"document-{name}": _document(make) for name, make in documents.PLAIN.items()},
    **{f"mdns-{name}": _shouts(says) for name, says in names.PACKETS.items()},
    **{name: _ssdp(says) for name, says in searches.SSDP.items()},
    **{name: _forges(spoil) for name, spoil in searches.WS.items()},
    **{name: _maker(name) for name in makers.MAKERS},
    "router-without-end": _endless_router,
    **{f"string-{number}": _named(text) for number, text in enumerate(STRINGS)},
}
"""Behaviour -> the device that does it."""
