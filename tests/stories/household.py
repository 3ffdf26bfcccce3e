"""Who is at home in a story: some of the pretend home, and devices that only a story needs."""

from __future__ import annotations

from doorguard.pretend_home.cameras import OWN_WORD
from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.dahua import DahuaCgi
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.greetings import Silent
from doorguard.pretend_home.home import PretendHome
from doorguard.pretend_home.maker_search import Dhip
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.upnp import Igd
from doorguard.pretend_home.web import Web, page

RECORDER = "192.168.77.60"


def recorder_with_an_unknown_account() -> Made:
    """A recorder that lists an account ``visitor``, which somebody uses now."""
    serial = "5L00000PAZ00060"
    realm = f"Login to {serial}"
    cgi = DahuaCgi(kind="NVR4104HS", users=[("admin", "admin"), ("visitor", "user")])
    web = Web(80, "", [page("/", "WEB SERVICE"), cgi.handle], [], "digest", realm, "admin", OWN_WORD)
    video = Rtsp(server="Dahua Rtsp Server", realm=realm, password=OWN_WORD)
    search = Dhip("NVR4104HS", "NVR", serial, name="NVR", channels=4)
    device = PretendDevice(RECORDER, "3c:ef:8c:00:00:60", tcp=[web, video, Silent(37777)], udp=[search])

    def remove(*_: object) -> None:
        cgi.users.remove(("visitor", "user"))
        cgi.online.clear()

    return Made(device, (Change("remove-account", "Take the account visitor off", ("unknown-account",), remove),))


MORE = (recorder_with_an_unknown_account,)


class Household(PretendHome):
    """The devices at some addresses; ``everything`` is the pretend home as it is."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        super().__init__()
        if addresses == ("everything",):
            return
        for make in MORE:
            made = make()
            self.devices.append(made.device)
            self._changes[made.device.address] = made.changes
        self.devices = [device for device in self.devices if device.address in addresses]
        assert len(self.devices) == len(addresses), "no device has one of these addresses"
        igd = next((device.state.get("igd") for device in self.devices), None)
        if isinstance(igd, Igd):
            igd.mappings = [rule for rule in igd.mappings if rule.client in addresses]
        self.book.neighbours.clear()
        self.book.neighbours.update({device.address: device.mac for device in self.devices})
