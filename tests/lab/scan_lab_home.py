"""Inside namespaces: a home of other people's servers and of odd devices, looked at by the real program."""

from __future__ import annotations

import json
import sys

from doorguard.catalog import load
from doorguard.catalog.tool import tool
from doorguard.cli.runner import Where, real_door
from doorguard.model import DeviceSeen, Level
from doorguard.pretend_home import decoys
from doorguard.pretend_home.cameras import scopes
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.maker_search import Sadp
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from doorguard.session import Session
from tests.lab.netns import NamespaceAir, NamespaceHome
from tests.lab.odd import OneProbeOnly, Slow
from tests.lab.others import missing, others, wait_for

NET = "192.168.77."


def odd_devices() -> list[PretendDevice]:
    """Our own fakes with the habits of real cameras."""
    tags = scopes("Camera", "IPC-1")

    def camera(last: int, search: OneProbeOnly | Slow) -> PretendDevice:
        return PretendDevice(f"{NET}{last}", f"44:19:b6:00:01:{last:02x}", udp=[search])

    return [
        camera(60, OneProbeOnly(types=("dn:NetworkVideoTransmitter",), scopes=tags, wanted="NetworkVideoTransmitter")),
        camera(61, OneProbeOnly(types=("tds:Device",), scopes=tags, wanted="Device")),
        camera(62, OneProbeOnly(types=("dn:NetworkVideoTransmitter",), scopes=tags, wanted="")),
        camera(63, Slow(scopes=tags)),
        PretendDevice(f"{NET}64", "44:19:b6:00:01:64"),
        *(made().device for made in (decoys.printer, decoys.television, decoys.laptop, decoys.phone)),
    ]


def main() -> None:
    absent = missing()
    home = NamespaceHome()
    air = NamespaceAir(home)
    macs = {1: "2c:30:33:00:01:01", 50: "44:65:0d:00:01:50", 51: "44:65:0d:00:01:51", 52: "ac:cc:8e:00:01:52",
            53: "00:12:17:00:01:53", 54: "00:12:17:00:01:54", 55: "00:12:17:00:01:55"}  # fmt: skip
    pids = {n: home.add(f"{NET}{n}", mac) for n, mac in macs.items()}
    devices = odd_devices()
    for device in devices:
        home.add(device.address, device.mac)
    lost = PretendDevice("10.9.9.64", "44:19:b6:00:01:99", udp=[Sadp("DS-2CD2042WD-I", "DS-LOST-1", to_group=True)])
    home.add(lost.address, lost.mac, route=False)
    home.ready()
    with others() as servers:
        servers.hap(pids[50], f"{NET}50", 17, paired=False, name="Lab Camera")
        servers.hap(pids[51], f"{NET}51", 18, paired=True, name="Lab Bell")
        if "avahi-daemon" not in absent:
            servers.avahi(
                pids[52],
                "axis-accc8e000152",
                [
                    ("_axis-video._tcp", "AXIS M1065-LW", 80, ["macaddress=ACCC8E000152"]),
                    ("_rtsp._tcp", "AXIS M1065-LW", 554, []),
                ],
            )
        if "gst-rtsp-server" not in absent:
            servers.rtsp(pids[53], f"{NET}53")
        if "lighttpd" not in absent:
            servers.catch_all(pids[54], f"{NET}54", (80, 23, 554, 8000, 8899, 37777, 21))
        if "dropbear" not in absent:
            servers.ssh(pids[55], f"{NET}55")
        if "miniupnpd" not in absent:
            servers.router(pids[1], f"{NET}1")
        for device in (*devices, lost):
            device.start(air)
        wait_for(3.0)
        session = Session(real_door(Level.LOOK, Where()), load(), seconds=float(sys.argv[1]))
        picture = Picture()
        first: dict[str, float] = {}
        for event in session.run():
            picture.take(event)
            if isinstance(event, DeviceSeen) and event.device.kind in ("camera", "doorbell"):
                first.setdefault(event.device.id, event.at)
        session.close()
        logs = servers.logs()
        for device in (*devices, lost):
            device.stop()
    home.close()
    print(
        json.dumps(
            {"document": document(picture, tool=tool(session.catalog)), "missing": absent, "first": first, "logs": logs}
        )
    )


if __name__ == "__main__":
    main()
