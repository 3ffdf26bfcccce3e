"""The router, the recorder and the Matter devices of the pretend home."""

from __future__ import annotations

from doorguard.pretend_home import matter
from doorguard.pretend_home.cameras import OWN_WORD
from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.greetings import Silent
from doorguard.pretend_home.igd2 import FIREWALL_SERVICE, Ipv6Firewall
from doorguard.pretend_home.maker_search import Dhip
from doorguard.pretend_home.matter import Matter
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.router_names import RouterNames
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.upnp import IGD, WAN, Igd, Mapping, Ssdp
from doorguard.pretend_home.web import Web, page
from doorguard.pretend_home.ws_discovery import WsDiscovery
from doorguard.wording import N_

NAMES = {
    "192.168.77.34": "Ring-1a2b3c",
    "192.168.77.43": "Annas-iPhone",
    "192.168.77.42": "Bens-Laptop",
    "192.168.77.26": "reolink-nursery",
    "192.168.77.30": "reolink-playroom",
}


def router() -> Made:
    """The router: its page, its UPnP service with one rule for the no-name camera, its names."""
    igd = Igd("6a5b4c3d-0001-4000-8000-001122334401", mappings=[Mapping(554, "TCP", "192.168.77.23", 554, "IPCAM video")], more_services=FIREWALL_SERVICE)
    control = Web(5000, "Netbox/1.0 UPnP/1.1 MiniUPnPd/2.2.1", [igd.description, igd.control, Ipv6Firewall().control])
    front = Web(80, "Netbox", [page("/", "Netbox 300 login", '<form><input type="password" name="p"></form>')])
    search = Ssdp(igd.uuid, (IGD, WAN), "Netbox/1.0 UPnP/1.1 MiniUPnPd/2.2.1", 5000)
    device = PretendDevice("192.168.77.1", "2c:30:33:00:00:01", tcp=[control, front], udp=[search, RouterNames(NAMES)], state={"igd": igd})
    return Made(device)


def recorder() -> Made:
    """A recorder that speaks as a recorder over ONVIF and DHIP."""
    realm = "Login to 5L00000PAZ00001"
    onvif = Onvif("General", "NVR4104HS", "4.001.0000000.1", "5L00000PAZ00001", passwords={"admin": OWN_WORD})
    web = Web(80, "", [page("/", "WEB SERVICE")], [onvif.handle], "digest", realm, password=OWN_WORD)
    search = WsDiscovery(
        types=("tds:Device", "dn:NetworkVideoRecorder", "dn:NetworkVideoStorage"),
        scopes=tuple(f"onvif://www.onvif.org/{row}" for row in ("Profile/G", "name/NVR", "hardware/NVR4104HS")),
    )
    return Made(
        PretendDevice(
            "192.168.77.35",
            "3c:ef:8c:00:00:35",
            tcp=[web, Rtsp(server="Dahua Rtsp Server", realm=realm, password=OWN_WORD), Silent(37777)],
            udp=[search, Dhip("NVR4104HS", "NVR", "5L00000PAZ00001", name="NVR", channels=4)],
        )
    )


_HOME, _OTHER_HOME = "A1B2C3D4E5F60718", "0F1E2D3C4B5A6978"


def matter_two_homes() -> Made:
    """A Matter camera that two homes control: two fabric ids on one host. It lets nobody else in."""
    made = Matter(
        "192.168.77.36", "54:ef:44:00:00:36", "54EF44000036", "Garden camera", matter.CAMERA, 840,
        fabrics=[_HOME, _OTHER_HOME], announces_always=True,
    )  # fmt: skip
    remove = Change("remove-home", N_("Take the second home off in the app"), ("matter-more-than-one-ecosystem",), lambda _, __: made.remove_last_home())
    return Made(made.device(), (remove,))


def matter_window_open() -> Made:
    """A Matter doorbell of one home that is letting another one in at this moment."""
    made = Matter(
        "192.168.77.37", "54:ef:44:00:00:37", "54EF44000037", "Back door", matter.DOORBELL, 841,
        fabrics=[_HOME], window=2, vendor_and_product="65521+32770",
    )  # fmt: skip
    close = Change("close-window", N_("Close the window for new homes in the app"), ("matter-pairing-window-open",), lambda _, __: made.close_window())
    return Made(made.device(), (close,))
