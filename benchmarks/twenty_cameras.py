"""Twenty cameras, each with ONVIF, video and a web page, and every Look probe asked of each.

Run ``python benchmarks/twenty_cameras.py [cameras]``; it needs unshare. The cameras run in a process of their own,
so that what they cost is not counted. "Told of" is when the first and the last ``ProbeEnded`` of a camera came.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from namespace_home import reexec_in_namespace

HOME = """
import sys, time
sys.path.insert(0, ".")
from doorguard.pretend_home.cameras import scopes
from doorguard.pretend_home.device import PretendDevice
from doorguard.pretend_home.onvif import Onvif
from doorguard.pretend_home.rtsp import Rtsp
from doorguard.pretend_home.web import Web, page
from doorguard.pretend_home.ws_discovery import WsDiscovery
from doorguard.pretend_home.air import HostAir
from tests.lab.netns import NamespaceAir, NamespaceHome
home = NamespaceHome()
air = NamespaceAir(home)
def camera(n):
    tags = scopes("Cam", "IPC-1")
    service = Onvif("Acme", "IPC-1", "1.2.3", f"S{n}", passwords={"admin": "three-words"}, scopes=tags)
    web = Web(80, "gSOAP/2.8", [page("/", "Cam")], [service.handle], "digest", "Cam", password="three-words")
    video = Rtsp(realm="Cam", password="three-words")
    search = WsDiscovery(scopes=tags)
    return PretendDevice(f"192.168.77.{20 + n}", f"44:19:b6:00:02:{n:02x}", tcp=[web, video], udp=[search])
home.add("192.168.77.1", "2c:30:33:00:01:01")
devices = [camera(n) for n in range(int(sys.argv[1]))]
for device in devices:
    home.add(device.address, device.mac)
home.ready()
for device in devices:
    device.start(air)
print("ready", flush=True)
sys.stdin.readline()
for device in devices:
    device.stop()
home.close()
"""
LOOK = """
import json, resource, time
from doorguard.catalog import load
from doorguard.cli.runner import Runner, Where
from doorguard.model import DeviceSeen, Level, ProbeEnded
runner = Runner(load(), Where(interface="home0"))
cameras, told = set(), {}
began = time.monotonic()
for event in runner.run(Level.LOOK, pretend=False):
    if isinstance(event, DeviceSeen) and event.device.kind == "camera":
        cameras.add(event.device.id)
    if isinstance(event, ProbeEnded):
        told.setdefault(event.device, []).append(event.at)
runner.close()
use = resource.getrusage(resource.RUSAGE_SELF)
mine = [told[one] for one in cameras if one in told]
print(json.dumps({"cameras": len(cameras), "asked": len(mine), "first": min(min(t) for t in mine),
    "last": max(max(t) for t in mine), "probes": sum(map(len, mine)), "whole": time.monotonic() - began,
    "cpu": use.ru_utime + use.ru_stime, "mb": use.ru_maxrss / 1024}))
"""


def main() -> int:
    """Print the row."""
    reexec_in_namespace()
    cameras = sys.argv[1] if len(sys.argv) > 1 else "20"
    home = subprocess.Popen(
        [sys.executable, "-c", HOME, cameras], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert home.stdin is not None  # both were asked for
    assert home.stdout is not None
    home.stdout.readline()
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    home.stdin.write("\n")
    home.stdin.close()
    home.wait()
    found = json.loads(done.stdout)
    print("| cameras | asked | probes ended | first told of | last told of | whole look | CPU | memory |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    print(
        f"| {found['cameras']} | {found['asked']} | {found['probes']} | {found['first']:.1f} s | {found['last']:.1f} s "
        f"| {found['whole']:.1f} s | {found['cpu']:.1f} s | {found['mb']:.0f} MB |"
    )
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", "src")
    sys.exit(main())
