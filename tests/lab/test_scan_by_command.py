"""``doorguard scan`` as a technical friend types it, in a home of its own: exit codes, JSON, one address, one check."""

from __future__ import annotations

import functools
import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from doorguard.pretend_home.home import HOUSEHOLD
from tests.lab.netns import run_inside, why_not

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ANSWERS = ["--answers", str(ROOT / "examples" / "answers.toml")]
PORCH, DRIVEWAY, DOORBELL, OWN_DOORBELL, NO_NAME = (f"192.168.77.{last}" for last in (21, 22, 31, 38, 23))
OWN_WORD = "three-words-of-their-own"


ANOTHER_BOX = 'hardware = "02:00:00:00:00:99"\n'


def closer(level: str, address: str, more: str = "") -> list[str]:
    """A command for one device, with an answers file of its own."""
    text = (ROOT / "examples" / "answers.toml").read_text("utf-8").replace('level = "look"', f'level = "{level}"')
    told = f'[device."{address}"]\nknown = true\naccounts = {{ "admin" = "mine" }}\n' + (more if more == ANOTHER_BOX else "")
    agreed = 'test_agreed = "yes"\ntried_today = "no"\n' if more != "no consent" else ""
    file = Path(tempfile.mkdtemp()) / "answers.toml"
    file.write_text(text + agreed + told, "utf-8")
    account = ["--user", "admin", "--password-fd", "0"] if level == "sign-in" else []
    return ["scan", "--address", address, "--level", level, *account, "--answers", str(file), "--json", "--seconds", "3"]


CLOSER = {
    "sign-in": [OWN_WORD, *closer("sign-in", PORCH)],
    "sign-in without a maker": [OWN_WORD, *closer("sign-in", NO_NAME)],
    "another box": [OWN_WORD, *closer("sign-in", PORCH, ANOTHER_BOX)],
    "wrong password": ["not-it", *closer("sign-in", DRIVEWAY)],
    "first password": closer("test", DOORBELL),
    "own password": closer("test", OWN_DOORBELL),
    "no consent": closer("test", OWN_DOORBELL, "no consent"),
    "sign-in without a name": ["x", "scan", *ANSWERS, "--level", "sign-in", "--address", PORCH],
}
COMMANDS = {
    **CLOSER,
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


def in_a_home(names: list[str]) -> dict[str, dict[str, Any]]:
    """One after the other in one home: what its devices counted grows from command to command."""
    done = run_inside(HERE / "scan_by_command.py", json.dumps([COMMANDS[name] for name in names]))
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(zip(names, json.loads(done.stdout), strict=True))


@functools.cache
def everything() -> dict[str, dict[str, Any]]:
    """Two homes side by side, for most of the time goes by in listening."""
    rows = [list(CLOSER), [name for name in COMMANDS if name not in CLOSER]]
    with ThreadPoolExecutor() as pool:
        return {name: one for row in pool.map(in_a_home, rows) for name, one in row.items()}


def result(name: str) -> dict[str, Any]:
    return everything()[name]


def document(name: str) -> dict[str, Any]:
    found = json.loads(result(name)["out"])
    schema = json.loads((ROOT / "docs" / "scan.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)
    return found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("sign-in", 1),
        ("sign-in without a maker", 1),
        ("wrong password", 1),  # it told, without a password, what is a problem
        ("first password", 1),
        ("no consent", 3),
        ("sign-in without a name", 2),
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


def outcomes(name: str, check: str) -> set[tuple[str, str | None]]:
    return {(f["outcome"], f["reason"]) for d in document(name)["devices"] for f in d["findings"] if f["check"] == check}


def test_signing_in_without_a_person_reads_the_accounts_and_labels_them() -> None:
    found = outcomes("sign-in", "unknown-account")
    assert {("not-found", None), ("could-not-check", "not-asked")} <= found
    assert document("sign-in")["level"] == "sign-in"
    assert OWN_WORD not in result("sign-in")["out"] + result("sign-in")["err"]


def test_where_the_password_can_be_caught_that_is_said_there_and_nowhere_else() -> None:
    assert "somebody on your wifi could catch your password" in result("sign-in without a maker")["err"]
    assert "catch" not in result("sign-in")["err"] + result("wrong password")["err"]
    names = {f["value"] for d in document("sign-in without a maker")["devices"] for f in d["facts"] if f["probe"] == "dvrip"}
    assert {"XMEye", "alarm-host"} <= names
    assert OWN_WORD not in result("sign-in without a maker")["out"] + result("sign-in without a maker")["err"]


def test_a_wrong_password_is_one_login_and_one_sentence() -> None:
    sent = document("wrong password")["sent"][DRIVEWAY]
    assert (sent["logins"], sent["logins_refused"]) == (1, 1)
    assert "did not accept the password" in result("wrong password")["err"]
    assert ("could-not-check", "login-needed") in outcomes("wrong password", "unknown-account")


def test_a_box_that_has_only_the_address_of_the_named_one_gets_no_password() -> None:
    sent = document("another box")["sent"][PORCH]
    assert (sent["logins"], sent["logins_refused"]) == (0, 0)
    assert "Another device has this address" in result("another box")["err"]
    assert "owner.claimed" not in document("another box")["devices"][0]["told"]


@pytest.mark.parametrize(
    ("name", "outcome", "logins"),
    [("first password", "problem", (2, 1)), ("own password", "not-found", (1, 1))],
)
def test_the_first_password_is_tried_without_a_person(name: str, outcome: str, logins: tuple[int, int]) -> None:
    assert outcomes(name, "maker-password-works") == {(outcome, None)}
    (sent,) = document(name)["sent"].values()
    assert (sent["logins"], sent["logins_refused"]) == logins


def test_no_password_is_sent_without_the_second_consent() -> None:
    assert document("no consent")["sent"] == {}


def test_logins_are_those_that_the_devices_counted() -> None:
    before: dict[str, list[int]] = {}
    for name in CLOSER:
        counted = result(name)["counted"]
        told = json.loads(result(name)["out"])["sent"] if result(name)["out"] else {}
        for address, both in counted.items():
            here = told.get(address, {"logins": 0, "logins_refused": 0})
            grown = [now - then for now, then in zip(both, before.get(address, [0, 0]), strict=True)]
            assert grown == [here["logins"], here["logins_refused"]], (name, address)
        before = counted
