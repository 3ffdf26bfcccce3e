"""A whole look at a home with devices that bite: it ends, nothing breaks, honest devices are still found and judged.

Every hostile behaviour stands once beside an honest camera, all at the same time; and a trap that must stay untouched.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOOK = """
import json, sys, time
from doorguard.catalog import load
from doorguard.catalog.tool import tool
from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.cameras import no_name
from doorguard.pretend_home.hostile import DEVICES
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from doorguard.report.text import summary
from doorguard.session import Session
book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
air = BookAir(book)
made = [no_name().device] + [make(f"192.168.77.{30 + n}") for n, make in enumerate(DEVICES.values())]
trap = ("127.0.0.1", int(sys.argv[1]))
for last in (5, 6, 9):
    for port in (80, 443, 554, 1900, 5000, 8080):
        book.put_tcp(f"192.168.77.{last}", port, trap)
for device in made:
    book.neighbours[device.address] = device.mac
    device.start(air)
began = time.monotonic()
session = Session(Door.onto_book(book, Level.LOOK), load(), seconds=4)
picture = Picture().take_all(session.run())
took = time.monotonic() - began
session.close()
for device in made:
    device.stop()
print(json.dumps({"document": document(picture, tool=tool(session.catalog)), "summary": summary(picture), "seconds": took,
    "names": {f"192.168.77.{30 + n}": name for n, name in enumerate(DEVICES)}}))
"""


@pytest.fixture(scope="module")
def look() -> dict[str, Any]:
    trap = socket.create_server(("127.0.0.1", 0))
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(trap.getsockname()[1])],
        capture_output=True, text=True, timeout=150, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    trap.settimeout(0.1)
    touched = 0
    try:
        while True:
            trap.accept()[0].close()
            touched += 1
    except TimeoutError:
        pass
    finally:
        trap.close()
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found, "touched": touched}


def test_it_ends_by_itself(look: dict[str, Any]) -> None:
    assert look["document"]["ended"] == "complete"
    assert look["seconds"] <= 60


def test_nothing_of_ours_broke(look: dict[str, Any]) -> None:
    broken = [f for f in look["document"]["failures"] if f["reason"] == "our-bug"]
    assert broken == []


def test_the_honest_camera_is_found_and_judged(look: dict[str, Any]) -> None:
    (honest,) = [d for d in look["document"]["devices"] if "192.168.77.23" in d["addresses"]]
    problems = {f["check"] for f in honest["findings"] if f["outcome"] == "problem"}
    assert honest["kind"] == "camera"
    assert {"remote-shell-open", "video-without-login"} <= problems


def test_no_second_host_was_contacted(look: dict[str, Any]) -> None:
    assert look["touched"] == 0
    known = {"192.168.77.23", *look["names"]}
    talked = {a for a, sent in look["document"]["sent"].items() if sent["connections"] or sent["requests"]}
    assert talked <= known


def test_no_login_was_sent(look: dict[str, Any]) -> None:
    assert all(sent["logins"] == 0 for sent in look["document"]["sent"].values())


def test_no_hostile_character_reaches_an_output(look: dict[str, Any]) -> None:
    def strings(value: Any) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict):
            return [s for k, v in value.items() for s in (k, *strings(v))]
        return [s for v in value for s in strings(v)] if isinstance(value, list) else []

    texts = strings(look["document"]) + look["summary"].split("\n")
    bad = [
        c
        for text in texts
        for c in text
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c != "\u00ad"
    ]
    assert not bad


def test_those_that_say_yes_to_everything_have_no_video_or_service_problem(look: dict[str, Any]) -> None:
    for device in look["document"]["devices"]:
        name = look["names"].get(device["addresses"][0], "")
        if "yes" in name or "catch" in name or "200" in name:
            problems = {f["check"] for f in device["findings"] if f["outcome"] == "problem"}
            assert not problems & {"video-without-login", "onvif-answers-without-login", "remote-shell-open"}, (
                name,
                problems,
            )
