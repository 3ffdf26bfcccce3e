"""The router, the recorder and the Matter devices of the pretend home."""

from __future__ import annotations

from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.greetings import Silent
from doorguard.pretend_home.maker_search import Dhip
from doorguard.pretend_home.mdns import Mdns, Service
from doorguard.pretend_home.onvif import Onvif, WsDiscovery
from doorguard.pretend_home.router_names import RouterNames
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.upnp import IGD, WAN, Igd, Mapping, Ssdp
from doorguard.pretend_home.web import Web, page

NAMES = {
    "192.168.77.34": "Ring-1a2b3c",
    "192.168.77.43": "Annas-iPhone",
    "192.168.77.42": "Bens-Laptop",
    "192.168.77.26": "reolink-nursery",
}


def router() -> Made:
    """The router: its page, its UPnP service with one rule for the no-name camera, its names."""
    igd = Igd("6a5b4c3d-0001-4000-8000-001122334401", mappings=[Mapping(554, "TCP", "192.168.77.23", 554, "IPCAM video")])
    control = Web(5000, "Netbox/1.0 UPnP/1.1 MiniUPnPd/2.2.1", [igd.description, igd.control])
    front = Web(80, "Netbox", [page("/", "Netbox 300 login", '<form><input type="password" name="p"></form>')])
    search = Ssdp(igd.uuid, (IGD, WAN), "Netbox/1.0 UPnP/1.1 MiniUPnPd/2.2.1", 5000)
    device = PretendDevice("192.168.77.1", "2c:30:33:00:00:01", tcp=[control, front], udp=[search, RouterNames(NAMES)], state={"igd": igd})
    return Made(device)


def remove_mappings(home: object, client: str) -> None:
    """What a person does in the router's own page: take out every rule for one device."""
    devices = getattr(home, "devices", [])
    for device in devices:
        igd = device.state.get("igd")
        if isinstance(igd, Igd):
            igd.mappings = [m for m in igd.mappings if m.client != client]


def recorder() -> Made:
    """A recorder that speaks as a recorder over ONVIF and DHIP."""
    onvif = Onvif("General", "NVR4104HS", "4.001.0000000.1", "5L00000PAZ00001")
    web = Web(80, "", [page("/", "WEB SERVICE")], [onvif.handle], "digest", "Login to 5L00000PAZ00001")
    search = WsDiscovery(types=("tds:Device", "dn:NetworkVideoRecorder"), scopes=("onvif://www.onvif.org/Profile/G", "onvif://www.onvif.org/name/NVR", "onvif://www.onvif.org/hardware/NVR4104HS"))
    return Made(
        PretendDevice(
            "192.168.77.35",
            "3c:ef:8c:00:00:35",
            tcp=[web, Rtsp(server="Dahua Rtsp Server", realm="Login to 5L00000PAZ00001"), Silent(37777)],
            udp=[search, Dhip("NVR4104HS", "NVR", "5L00000PAZ00001", name="NVR")],
        )
    )


def matter_two_homes() -> Made:
    """A Matter camera that two homes control: two fabric ids on one host."""
    services = [Service("_matter._tcp", f"{fabric}-00000000000000{n:02X}", 5540, {"SII": "500"}) for n, fabric in ((1, "A1B2C3D4E5F60718"), (2, "0F1E2D3C4B5A6978"))]
    services.append(Service("_matterc._udp", "MATTERCAM0000036", 5540, {"D": "840", "CM": "0", "VP": "65521+32769", "DT": "322", "DN": "Garden camera"}))
    announcer = Mdns("B2A4C6000036", services)
    device = PretendDevice("192.168.77.36", "68:4a:ae:00:00:36", udp=[announcer])

    def remove(*_: object) -> None:
        del announcer.services[1]
        announcer.announce_again()

    return Made(device, (Change("remove-home", "Take the second home off in the app", ("matter-more-than-one-ecosystem",), remove),))


def matter_window_open() -> Made:
    """A Matter doorbell of one home that is letting another one in at this moment."""
    window = Service("_matterc._udp", "MATTERBELL000037", 5540, {"D": "841", "CM": "2", "VP": "65521+32770", "DT": "323", "DN": "Back door"})
    announcer = Mdns("B2A4C6000037", [Service("_matter._tcp", "A1B2C3D4E5F60718-0000000000000009", 5540, {}), window])
    device = PretendDevice("192.168.77.37", "68:4a:ae:00:00:37", udp=[announcer])

    def close(*_: object) -> None:
        window.txt = {**window.txt, "CM": "0"}
        announcer.announce_again()

    return Made(device, (Change("close-window", "Close the window for new homes in the app", ("matter-pairing-window-open",), close),))
