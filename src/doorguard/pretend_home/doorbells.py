"""The doorbells of the pretend home."""

from __future__ import annotations

from doorguard.pretend_home import homekit
from doorguard.pretend_home.cameras import OWN_WORD
from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.dahua import DahuaCgi
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.greetings import Silent
from doorguard.pretend_home.homekit import HomeKit
from doorguard.pretend_home.maker_search import Dhip
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.web import Web, page
from doorguard.wording import N_


def _dahua(last: int, serial: str, word: str) -> tuple[PretendDevice, Web, Rtsp]:
    realm = f"Login to {serial}"
    cgi = DahuaCgi()
    web = Web(80, "", [page("/", "WEB SERVICE"), cgi.handle], [], "digest", realm, "admin", word)
    video = Rtsp(server="Dahua Rtsp Server", realm=realm, password=word, paths=("/cam/realmonitor?channel=1&subtype=0",))
    device = PretendDevice(
        f"192.168.77.{last}", f"3c:ef:8c:00:00:{last}", tcp=[web, video, Silent(37777)], udp=[Dhip("VTO2202F-P", "VTO", serial)]
    )
    device.state["cgi"] = cgi
    return device, web, video


def first_password() -> Made:
    """A Dahua-like door station whose maker's first password was never changed. Somebody is connected, it
    stores pictures at an unknown address, and opens a way out by itself."""
    device, web, video = _dahua(31, "4K01234PAZ00000", "admin")
    cgi = device.state["cgi"]
    assert isinstance(cgi, DahuaCgi)
    cgi.users.append(("service", "user"))
    cgi.online.append(("service", "192.168.77.43", "Web3.0", "2026-11-20 21:40:12"))
    cgi.log.append(("2026-11-20 21:40:12", "LogIn", "service", "192.168.77.43"))
    cgi.store_at, cgi.registers_at = ("FTP", "198.51.100.24"), "198.51.100.25"

    def change(*_: object) -> None:
        web.password = video.password = OWN_WORD

    return Made(device, (Change("change-password", N_("Choose a password of your own"), ("maker-password-works",), change),))


def own_password() -> Made:
    """The same door station with a password of their own."""
    return Made(_dahua(38, "4K01234PAZ00038", OWN_WORD)[0])


def homekit_paired() -> Made:
    """A HomeKit video doorbell that an Apple Home already holds."""
    made = HomeKit(
        "192.168.77.32", "10:94:97:00:00:32", "Circle Doorbell", "Circle View Doorbell", homekit.DOORBELL, "1A:2B:3C:4D:5E:32", 51826, paired=True
    )
    return Made(made.device())


def homekit_unpaired() -> Made:
    """A near-identical HomeKit camera that offers itself to the first Apple Home that comes."""
    made = HomeKit(
        "192.168.77.33", "10:94:97:00:00:33", "Circle View", "Circle View", homekit.CAMERA, "1A:2B:3C:4D:5E:33", 51827, paired=False
    )
    pair = Change("pair", N_("Add it to your own Apple Home"), ("homekit-open-to-pairing",), lambda _, __: made.pair())
    return Made(made.device(), (pair,))


def cloud_only() -> Made:
    """A doorbell that runs no service here: only its name at the router and its hardware address."""
    return Made(PretendDevice("192.168.77.34", "54:e0:19:00:00:34"))
