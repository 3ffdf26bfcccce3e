"""The doorbells of the pretend home."""

from __future__ import annotations

from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.greetings import Silent
from doorguard.pretend_home.maker_search import Dhip
from doorguard.pretend_home.mdns import Mdns, Service
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.web import Answer, Request, Web, page


def _hap(request: Request) -> Answer | None:
    """A HomeKit accessory refuses whoever is not paired (HAP: 470 Connection Authorization Required)."""
    if request.path.startswith(("/accessories", "/characteristics")):
        return Answer(470, b'{"status":-70401}', "application/hap+json")
    return None


def first_password() -> Made:
    """A Dahua-like door station whose maker's first password was never changed (for a later check)."""
    web = Web(80, "", [page("/", "WEB SERVICE")], [], "digest", "Login to 4K01234PAZ00000", "admin", "admin")
    device = PretendDevice(
        "192.168.77.31",
        "3c:ef:8c:00:00:31",
        tcp=[web, Rtsp(server="Dahua Rtsp Server", realm="Login to 4K01234PAZ00000"), Silent(37777)],
        udp=[Dhip("VTO2202F-P", "VTO", "4K01234PAZ00000")],
        state={"first_password": True},
    )

    def change(*_: object) -> None:
        web.password = "a password of their own"  # noqa: S105 - pretend
        device.state["first_password"] = False

    return Made(device, (Change("change-password", "Choose a password of your own", (), change),))


def _homekit(address: str, mac: str, name: str, category: int, *, paired: bool, port: int) -> tuple[PretendDevice, Service, Mdns]:
    status = "0" if paired else "1"
    txt = {"md": name.split(" ", 1)[0], "pv": "1.1", "id": f"1A:2B:3C:4D:5E:{address[-2:]}", "c#": "2", "s#": "1", "ff": "1", "ci": str(category), "sf": status, "sh": "KFU1SQ=="}
    service = Service("_hap._tcp", name, port, txt)
    announcer = Mdns(name.replace(" ", "-"), [service])
    return PretendDevice(address, mac, tcp=[Web(port, "", [_hap])], udp=[announcer]), service, announcer


def homekit_paired() -> Made:
    """A HomeKit video doorbell that an Apple Home already holds."""
    device, _, _ = _homekit("192.168.77.32", "44:65:0d:00:00:32", "Circle Doorbell", 18, paired=True, port=51826)
    return Made(device)


def homekit_unpaired() -> Made:
    """A near-identical HomeKit camera that offers itself to the first Apple Home that comes."""
    device, service, announcer = _homekit("192.168.77.33", "44:65:0d:00:00:33", "Circle View", 17, paired=False, port=51827)

    def pair(*_: object) -> None:
        service.txt = {**service.txt, "sf": "0"}
        announcer.announce_again()

    return Made(device, (Change("pair", "Add it to your own Apple Home", ("homekit-open-to-pairing",), pair),))


def cloud_only() -> Made:
    """A doorbell that runs no service here: only its name at the router and its hardware address."""
    return Made(PretendDevice("192.168.77.34", "54:e0:19:00:00:34"))
