"""A home of other people's servers and odd devices: all cameras found, no decoy called one, no false problem."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from tests.lab.netns import run_inside, why_not

HERE = Path(__file__).parent
NET = "192.168.77."

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}")


@functools.cache
def lab() -> dict[str, Any]:
    done = run_inside(HERE / "scan_lab_home.py", "6")
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def device(address: str) -> dict[str, Any]:
    found = [d for d in lab()["document"]["devices"] if address in d["addresses"]]
    assert len(found) == 1, (address, lab()["logs"])
    return found[0]


def problems(address: str) -> set[tuple[str, str | None]]:
    return {(f["check"], f["where"]) for f in device(address)["findings"] if f["outcome"] == "problem"}


def needs(server: str) -> None:
    if server in lab()["missing"]:
        pytest.skip(f"{server} is not installed here")


@pytest.mark.parametrize("last", [60, 61, 62, 63])
def test_onvif_cameras_that_are_choosy_or_slow_are_all_found(last: int) -> None:
    assert (device(f"{NET}{last}")["kind"], device(f"{NET}{last}")["sure"]) == ("camera", "yes")


def test_a_mis_addressed_camera_is_heard_on_the_group_and_said() -> None:
    lost = device("10.9.9.64")
    assert (lost["kind"], lost["vendor"]) == ("camera", "Hikvision")
    assert any("belongs to another" in b["says"] for b in lost["because"])
    assert "10.9.9.64" not in lab()["document"]["sent"]


def test_a_silent_camera_is_found_by_its_chip_and_never_called_certain() -> None:
    assert (device(f"{NET}64")["kind"], device(f"{NET}64")["sure"]) == ("camera", "looks-like")


def test_real_homekit_accessories_are_told_apart_and_judged() -> None:
    assert (device(f"{NET}50")["kind"], device(f"{NET}51")["kind"]) == ("camera", "doorbell")
    assert problems(f"{NET}50") == {("homekit-open-to-pairing", "tcp/51826")}
    assert problems(f"{NET}51") == set()


def test_an_axis_camera_announced_by_avahi() -> None:
    needs("avahi-daemon")
    axis = device(f"{NET}52")
    assert (axis["kind"], axis["vendor"], axis["names"][0]) == ("camera", "Axis", "AXIS M1065-LW")


def test_a_real_rtsp_server_without_a_login_is_open_at_its_one_address() -> None:
    needs("gst-rtsp-server")
    facts = {f["name"]: f["value"] for f in device(f"{NET}53")["facts"] if f["place"] == "tcp/554"}
    assert problems(f"{NET}53") == {("video-without-login", "tcp/554")}
    assert (facts["video.any_address"], facts["audio.in_stream"]) == (False, False)


def test_a_catch_all_web_server_on_seven_ports_has_no_problem_and_is_no_camera() -> None:
    needs("lighttpd")
    assert device(f"{NET}54")["kind"] == "unknown"
    assert problems(f"{NET}54") == set()


def test_a_real_ssh_server_is_a_command_door() -> None:
    needs("dropbear")
    assert problems(f"{NET}55") == {("remote-shell-open", "tcp/22")}


def test_the_list_of_a_real_router_is_read_to_its_end() -> None:
    needs("miniupnpd")
    facts = {f["name"]: f["value"] for f in device(f"{NET}1")["facts"]}
    assert (device(f"{NET}1")["kind"], facts["igd.listed"], facts["router.igd"]) == ("router", True, True)


def test_decoys_are_counted_and_nowhere_named() -> None:
    document = lab()["document"]
    assert document["counted_only"]["phones_and_computers"] == 2
    assert document["counted_only"]["other"] == 2
    text = json.dumps(document)
    assert not [name for name in ("Annas-iPhone", "Bens-Laptop", "Living room TV", "Office printer") if name in text]


def test_it_ends_with_nothing_broken_and_no_login() -> None:
    document = lab()["document"]
    assert document["ended"] == "complete"
    assert document["failures"] == []
    assert document["seconds"] <= 60, "it hangs; benchmarks measure how fast it is"
    assert all(said["logins"] == 0 for said in document["sent"].values())
