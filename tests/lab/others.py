"""Servers that other people wrote, started inside a host's namespace. Each is optional: the test says what is missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

HAP_CAMERA = """
import sys, logging
from pyhap.accessory import Accessory
from pyhap.accessory_driver import AccessoryDriver
from uuid import uuid4
address, category, paired, name = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "paired", sys.argv[4]
driver = AccessoryDriver(address=address, port=51826, persist_file=sys.argv[5], pincode=b"031-45-154")
accessory = Accessory(driver, name)
accessory.category = category
driver.add_accessory(accessory)
if paired:
    driver.state.add_paired_client(str(uuid4()).encode(), bytes(32), b"1")
driver.start()
"""

GST_RTSP = """
import gi, sys
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer, GLib
Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address(sys.argv[1]); server.set_service("554")
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch("( videotestsrc ! video/x-raw,format=I420,width=64,height=64,framerate=5/1 ! jpegenc ! rtpjpegpay name=pay0 )")
server.get_mount_points().add_factory("/stream1", factory)
server.attach(None)
GLib.MainLoop().run()
"""

GST_PYTHON = "/usr/bin/python3"  # where the distribution puts its own bindings


NFT_TABLES = """
table inet filter {
    chain forward { type filter hook forward priority 0; policy drop; jump miniupnpd; }
    chain miniupnpd { }
    chain prerouting { type nat hook prerouting priority -100; policy accept; jump prerouting_miniupnpd; }
    chain postrouting { type nat hook postrouting priority 100; policy accept; jump postrouting_miniupnpd; }
    chain prerouting_miniupnpd { }
    chain postrouting_miniupnpd { }
}
"""
"""What miniupnpd's own nft_init.sh makes, with its usual names."""


def missing_for_rules() -> list[str]:
    """What is not installed here of a router that can keep rules."""
    return [name for name in ("miniupnpd", "nft") if not _which(name)]


def missing() -> list[str]:
    """What of the others' servers is not installed here."""
    names = [name for name in ("avahi-daemon", "lighttpd", "dropbear", "miniupnpd") if not _which(name)]
    probe = "import gi; gi.require_version('GstRtspServer', '1.0')"
    with contextlib.suppress(OSError):
        if subprocess.run([GST_PYTHON, "-c", probe], capture_output=True).returncode == 0:
            return names
    return [*names, "gst-rtsp-server"]


def _which(name: str) -> str | None:
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


class Others:
    """Starts servers in namespaces and ends them."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self.place = Path(tempfile.mkdtemp(prefix="lab-"))

    def start(self, pid: int, command: Sequence[str]) -> None:
        """One program inside the namespace of ``pid``."""
        name = command[0] if "/" in command[0] else _which(command[0]) or command[0]
        log = open(self.place / f"log-{len(self._processes)}", "wb")  # noqa: SIM115 - the child keeps it
        self._processes.append(
            subprocess.Popen(["nsenter", "-t", str(pid), "-n", name, *command[1:]], stdout=log, stderr=log)
        )
        log.close()

    def hap(self, pid: int, address: str, category: int, *, paired: bool, name: str) -> None:
        """HAP-python: a real HomeKit accessory."""
        state = self.place / f"hap-{address}"
        words = "paired" if paired else "open"
        self.start(pid, [sys.executable, "-c", HAP_CAMERA, address, str(category), words, name, str(state)])

    def avahi(self, pid: int, host: str, services: Sequence[tuple[str, str, int, Sequence[str]]]) -> None:
        """avahi-daemon with static services (type, name, port, txt)."""
        place = self.place / f"avahi-{host}"
        (place / "services").mkdir(parents=True)
        for number, (kind, name, port, txt) in enumerate(services):
            rows = "".join(f"<txt-record>{row}</txt-record>" for row in txt)
            (place / "services" / f"{number}{kind}.service").write_text(
                f'<?xml version="1.0"?><!DOCTYPE service-group SYSTEM "avahi-service.dtd"><service-group><name>{name}</name>'
                f"<service><type>{kind}</type><port>{port}</port>{rows}</service></service-group>"
            )
        conf = place / "conf"
        conf.write_text(
            f"[server]\nhost-name={host}\nuse-ipv6=no\nenable-dbus=no\nallow-interfaces=eth0\n[publish]\npublish-workstation=no\n"
        )
        # It gives its folder to the user "avahi"; here only root exists, so avahi is root.
        (place / "passwd").write_text("root:x:0:0::/:/bin/sh\navahi:x:0:0::/:/bin/sh\n")
        (place / "group").write_text("root:x:0:\navahi:x:0:\n")
        binds = f"mount --bind {place / 'passwd'} /etc/passwd; mount --bind {place / 'group'} /etc/group; "
        self.start(
            pid,
            ["unshare", "-m", "sh", "-c",
             f"{binds}mount --bind {place / 'services'} /etc/avahi/services; mount -t tmpfs none /run;"
             f" mkdir -p /run/avahi-daemon; exec {_which('avahi-daemon')} --no-drop-root --no-chroot --no-rlimits -f {conf}"],
        )  # fmt: skip

    def catch_all(self, pid: int, address: str, ports: Sequence[int]) -> None:
        """lighttpd that gives the same page at every address, on many ports."""
        root = self.place / "www"
        root.mkdir(exist_ok=True)
        (root / "index.html").write_text("<html><head><title>Welcome</title></head><body>Sign in</body></html>")
        more = "\n".join(f'$SERVER["socket"] == "{address}:{port}" {{ }}' for port in ports[1:])
        conf = self.place / "lighttpd.conf"
        conf.write_text(
            f'server.modules = ("mod_rewrite")\nserver.document-root = "{root}"\nserver.bind = "{address}"\n'
            f'server.port = {ports[0]}\nmimetype.assign = (".html" => "text/html")\n{more}\n'
            'url.rewrite-once = (".*" => "/index.html")\n'
        )
        self.start(pid, ["lighttpd", "-D", "-f", str(conf)])

    def ssh(self, pid: int, address: str) -> None:
        """dropbear."""
        key = self.place / "hostkey"
        subprocess.run(["dropbearkey", "-t", "ed25519", "-f", str(key)], capture_output=True, check=True)
        self.start(pid, ["dropbear", "-F", "-E", "-r", str(key), "-p", f"{address}:22"])

    def rtsp(self, pid: int, address: str) -> None:
        """gst-rtsp-server: a live test picture at /stream1, open to anyone."""
        self.start(pid, [GST_PYTHON, "-c", GST_RTSP, address])

    def router(self, pid: int, address: str, outside: str = "lo") -> None:
        """miniupnpd. With another ``outside`` than ``lo`` it gets a firewall, so that it can keep rules."""
        conf = self.place / "miniupnpd.conf"
        conf.write_text(
            f"ext_ifname={outside}\next_ip=11.0.0.1\nlistening_ip={address}\nport=5000\nenable_upnp=yes\nenable_natpmp=no\n"
            "uuid=6a5b4c3d-0001-4000-8000-001122334455\nallow 1024-65535 192.168.77.0/24 1024-65535\n"
        )
        if outside != "lo":
            tables = self.place / "tables.nft"
            tables.write_text(NFT_TABLES)
            subprocess.run(["nsenter", "-t", str(pid), "-n", _which("nft") or "nft", "-f", str(tables)], check=True)
        self.start(pid, ["miniupnpd", "-d", "-f", str(conf), "-P", str(self.place / "miniupnpd.pid")])

    def logs(self) -> str:
        """The last words of every server, for when something fails."""
        return "\n".join(f"{p.name}: {p.read_text(errors='replace')[-300:]}" for p in sorted(self.place.glob("log-*")))

    def close(self) -> None:
        """End them all."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(3)
            if process.poll() is None:
                process.kill()
        shutil.rmtree(self.place, ignore_errors=True)


@contextlib.contextmanager
def others() -> Iterator[Others]:
    """Servers that end with the block."""
    made = Others()
    try:
        yield made
    finally:
        made.close()


def wait_for(seconds: float) -> None:
    """Servers need a moment; there is no common sign that all are up."""
    time.sleep(seconds)
