"""What must never be called a camera: a printer, a TV, a laptop and a phone."""

from __future__ import annotations

from doorguard.pretend_home.change import Made
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.greetings import ssh
from doorguard.pretend_home.mdns import Mdns, Service
from doorguard.pretend_home.upnp import Ssdp, description
from doorguard.pretend_home.web import Answer, Web, everything, page
from doorguard.pretend_home.ws_discovery import WsDiscovery


def printer() -> Made:
    """It answers WS-Discovery too, as printers do, and has a web page."""
    announcer = Mdns("PRN0040", [Service("_ipp._tcp", "Office printer", 631, {"ty": "Printer 200"}), Service("_http._tcp", "Office printer", 80)])
    search = WsDiscovery(types=("wsdp:Device", "wprt:PrintDeviceType"), service_path="/wsd")
    return Made(PretendDevice("192.168.77.40", "00:1b:a9:00:00:40", tcp=[Web(80, "", [page("/", "Printer 200")])], udp=[announcer, search]))


def television() -> Made:
    """A TV with casting and a web page that is the same at every address."""
    uuid = "6a5b4c3d-0001-4000-8000-001122334441"
    dial = "urn:dial-multiscreen-org:service:dial:1"
    body = description("urn:schemas-upnp-org:device:MediaRenderer:1", "Living room TV", "TV maker", "TV 55", uuid)
    web = Web(8080, "", [lambda r: Answer(body=body, kind="text/xml") if r.path == "/rootDesc.xml" else None, everything("TV")])
    announcer = Mdns("TV0041", [Service("_googlecast._tcp", "TV-55", 8009, {"md": "Smart TV", "fn": "Living room TV", "ca": "5"}), Service("_airplay._tcp", "Living room TV", 7000)])
    search = Ssdp(uuid, ("urn:schemas-upnp-org:device:MediaRenderer:1", dial), "Linux UPnP/1.0 TV/1.0", 8080)
    return Made(PretendDevice("192.168.77.41", "a8:23:fe:00:00:41", tcp=[web], udp=[announcer, search]))


def laptop() -> Made:
    """A laptop with a command door of its own, as laptops may have."""
    announcer = Mdns("Bens-Laptop", [Service("_workstation._tcp", "Bens-Laptop [3c:22:fb:00:00:42]", 9), Service("_ssh._tcp", "Bens-Laptop", 22)])
    return Made(PretendDevice("192.168.77.42", "3c:22:fb:00:00:42", tcp=[ssh("OpenSSH_9.6")], udp=[announcer]))


def phone() -> Made:
    """A phone with a made-up hardware address and a person's name."""
    announcer = Mdns("Annas-iPhone", [Service("_companion-link._tcp", "Annas-iPhone", 49152)])
    return Made(PretendDevice("192.168.77.43", "9a:5e:21:00:00:43", udp=[announcer]))


def unknown_thing() -> Made:
    """It answers nothing, and its chip is in a thousand kinds of things: only the person can find out what it is."""
    return Made(PretendDevice("192.168.77.44", "24:0a:c4:00:00:44"))
