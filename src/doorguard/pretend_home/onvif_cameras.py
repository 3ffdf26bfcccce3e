"""Cameras that are set by ONVIF alone. Beside each problem stands a near-identical one without it."""

from __future__ import annotations

from doorguard.pretend_home.cameras import OWN_WORD, scopes
from doorguard.pretend_home.change import Change, Made
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.onvif_answers import SERVICES
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.web import Web, page
from doorguard.pretend_home.ws_discovery import WsDiscovery

MODEL = "IPC-5G"


def _camera(last: int) -> tuple[PretendDevice, Onvif]:
    """It asks for HTTP Digest, as ONVIF devices of these years do, and keeps recordings (Profile G)."""
    mac, tags = f"00:1c:27:00:00:{last}", scopes("Camera", MODEL)
    onvif = Onvif(
        "Camera", MODEL, "2.8.1", f"PRETEND5G00{last}", passwords={"admin": OWN_WORD}, mac=mac, scopes=tags,
        offers=tuple(SERVICES), http_digest=True, warns=True, audio=False,
    )  # fmt: skip
    web = Web(80, "nginx", [page("/", "Camera")], [onvif.handle], "digest", MODEL, password=OWN_WORD)
    video = Rtsp(realm=MODEL, server="Rtsp Server", password=OWN_WORD)
    device = PretendDevice(f"192.168.77.{last}", mac, tcp=[web, video], udp=[WsDiscovery(scopes=tags)])
    device.state["onvif"] = onvif
    return device, onvif


def landing() -> Made:
    """A stranger's account, a tunnel to a stranger, and recordings and messages that go to strangers."""
    device, onvif = _camera(53)
    onvif.users.append(("service", "Operator"))
    onvif.passwords["service"] = "somebody-elses"
    onvif.uplinks.append("wss://198.51.100.23/uplink")
    onvif.stores_at.append("https://bucket.example.org/landing")
    onvif.brokers.append("mqtts://broker.example.org:8883")

    def remove(*_: object) -> None:
        onvif.users.remove(("service", "Operator"))

    def stop_tunnel(*_: object) -> None:
        onvif.uplinks.clear()

    def stop_sending(*_: object) -> None:
        onvif.stores_at.clear()
        onvif.brokers.clear()

    return Made(
        device,
        (
            Change("remove-account", "Take the account service off in its settings", ("unknown-account",), remove),
            Change("stop-tunnel", "Switch off its way out to the unknown address", ("outside-tunnel",), stop_tunnel),
            Change("stop-sending", "Take the unknown addresses out of its recordings", ("unknown-recipient",), stop_sending),
        ),
    )


def attic() -> Made:
    """The same camera, looked after."""
    return Made(_camera(54)[0])
