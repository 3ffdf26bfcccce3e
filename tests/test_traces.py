"""Nothing is on the disk that was not there before: not below the home folder, not in the temporary one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOORGUARD = ("-m", "doorguard")

# By ARP needs privileges, and a real network; what could write is the import and the first frame.
ARP = """
from doorguard.network.arp import nothing_kept
with nothing_kept():
    from scapy.config import conf
    from scapy.layers.l2 import ARP, Ether
assert len(bytes(Ether(dst="ff:ff:ff:ff:ff:ff") / ARP(pdst="192.0.2.1"))) >= 42
"""


@pytest.mark.parametrize(
    "command",
    [
        (*DOORGUARD, "demo", "--plain"),
        (*DOORGUARD, "demo", "--json"),
        (*DOORGUARD, "checks"),
        (*DOORGUARD, "vendors", "ring"),
        (*DOORGUARD, "guide", "ring", "--format", "html"),
        (*DOORGUARD, "help", "visit", "--format", "html"),
        (*DOORGUARD, "scan"),
        ("-c", ARP),
        ("-c", "from doorguard.network.hardware import maker_of; assert maker_of('00:12:17:00:00:01')"),
    ],
    ids=["demo", "json", "checks", "vendors", "guide", "help", "scan", "arp", "makers"],
)
def test_nothing_is_left_on_the_disk(command: tuple[str, ...], tmp_path: Path) -> None:
    places = {name: tmp_path / name.lower() for name in ("HOME", "TMPDIR", "USERPROFILE", "APPDATA", "WORK")}
    for place in places.values():
        place.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment = {**kept, **{name: str(place) for name, place in places.items()}, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=places["WORK"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert (done.returncode == 0) == (command[0] == "-c" or command[2] in ("checks", "vendors", "guide", "help")), done.stderr
    assert [str(left.relative_to(tmp_path)) for place in places.values() for left in place.rglob("*")] == []


def test_scapy_would_have_left_something(tmp_path: Path) -> None:
    """The test above can fail: without our care scapy writes below the home folder."""
    environment = {**os.environ, "HOME": str(tmp_path)}
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from scapy.layers.l2 import ARP"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert list(tmp_path.rglob("*"))
