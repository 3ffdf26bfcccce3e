"""``doorguard scan`` as a technical friend types it, in a home of its own: exit codes, JSON, one address, one check."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from doorguard.pretend_home.home import HOUSEHOLD
from tests.lab.netns import run_inside, why_not

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ANSWERS = ["--answers", str(ROOT / "examples" / "answers.toml")]
COMMANDS = {
    "json": ["scan", *ANSWERS, "--json", "--seconds", "4"],
    "plain": ["scan", *ANSWERS, "--plain", "--seconds", "3"],
    "one check": [
        "scan",
        *ANSWERS,
        "--address",
        "192.168.77.23",
        "--only",
        "remote-shell-open",
        "--json",
        "--seconds",
        "3",
    ],
    "kept well": [
        "scan",
        *ANSWERS,
        "--address",
        "192.168.77.24",
        "--only",
        "remote-shell-open",
        "--json",
        "--seconds",
        "3",
    ],
    "one announced": [
        "scan",
        *ANSWERS,
        "--address",
        "192.168.77.33",
        "--only",
        "homekit-open-to-pairing",
        "--json",
        "--seconds",
        "3",
    ],
    "nobody": ["scan", *ANSWERS, "--address", "192.168.77.200", "--json", "--seconds", "2"],
    "listen": ["scan", *ANSWERS, "--level", "listen", "--json", "--seconds", "3"],
    "public": ["scan", *ANSWERS, "--network", "8.8.8.0/24"],
    "elsewhere": ["scan", *ANSWERS, "--address", "10.0.0.1"],
    "large": ["scan", *ANSWERS, "--network", "10.0.0.0/16"],
    "no answers": ["scan", "--json"],
}

pytestmark = pytest.mark.skipif(why_not() is not None, reason=f"needs a private network: {why_not()}")


@functools.cache
def everything() -> list[dict[str, Any]]:
    done = run_inside(HERE / "scan_by_command.py", json.dumps(list(COMMANDS.values())))
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def result(name: str) -> dict[str, Any]:
    return everything()[list(COMMANDS).index(name)]


def document(name: str) -> dict[str, Any]:
    found = json.loads(result(name)["out"])
    schema = json.loads((ROOT / "docs" / "scan.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)
    return found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("json", 1),
        ("plain", 1),
        ("one check", 1),
        ("kept well", 0),
        ("one announced", 1),
        ("nobody", 3),
        ("public", 3),
        ("elsewhere", 3),
        ("large", 3),
        ("no answers", 2),
    ],
)
def test_exit_codes_mean_one_thing_each(name: str, code: int) -> None:
    assert result(name)["code"] == code, result(name)["err"]


def test_a_whole_look_is_valid_json_and_not_pretend() -> None:
    found = document("json")
    assert (found["pretend"], found["ended"], found["level"]) == (False, "complete", "look")
    assert len(found["devices"]) == len(HOUSEHOLD) - 4  # the printer, the TV, the laptop and the phone are counted


def test_one_address_and_one_check_touch_nobody_else() -> None:
    found = document("one check")
    assert set(found["sent"]) == {"192.168.77.23"}
    assert {f["check"] for d in found["devices"] for f in d["findings"]} == {"remote-shell-open"}
    assert {f["id"] for d in found["devices"] for f in d["findings"] if f["outcome"] == "problem"} == {
        "mac-08ea40000023/remote-shell-open/tcp/23"
    }


def test_listening_finds_who_speaks_up_and_sends_nothing() -> None:
    found = document("listen")
    assert found["sent"] == {}
    assert result("listen")["code"] in (0, 1, 3)


@pytest.mark.parametrize("name", ["public", "elsewhere", "large", "no answers"])
def test_what_cannot_be_is_said_in_a_sentence(name: str) -> None:
    said = result(name)["err"].strip()
    assert said.endswith(".")
    assert "Traceback" not in said


def test_plain_output_has_no_escape_byte_and_no_personal_name() -> None:
    out = result("plain")["out"]
    assert "\x1b" not in out
    assert "Annas" not in out
    assert "Problem found" in out
