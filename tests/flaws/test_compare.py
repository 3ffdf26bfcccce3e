"""What is said of a whole device: certain, possible, not there, or why it cannot be said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from doorguard import flaws
from doorguard.catalog import Catalog, load
from doorguard.flaws import SUPPLIES, compare
from doorguard.identify import Household
from doorguard.judge import judge
from doorguard.model import Device, Fact, Finding, How, Kind, Level, Sighting
from doorguard.tables import load_flaws

IN_USE, FIXABLE, UNFIXED, ENDED = "flaw-attackers-use", "older-than-a-known-fix", "flaw-without-a-fix", "no-more-updates"
CATALOG = load()
CHECKS = [check for check in CATALOG.checks if check.id in (IN_USE, FIXABLE, UNFIXED, ENDED)]
BAD, GOOD, BETWEEN = "V5.4.0build 160530", "V5.4.5build 210703", "V5.4.5build 170123"
"""Of the same model: the last build with CVE-2017-7921; past all of the list; past that one alone."""


def device(model: str = "DS-2CD2032F-I", version: str = BAD, *, vendor: str | None = "Hikvision", family: str | None = "hikvision",
           kind: Kind = "camera", how: How = "reported", maker: str = "") -> Device:  # fmt: skip
    told = {"device.model": model, "device.firmware": version, "device.maker": maker}
    facts = tuple(Fact(name=n, value=v, how=how, probe="sadp") for n, v in told.items() if v)
    return Device(id="d", id_from="hand", addresses=("192.168.77.20",), kind=kind, vendor=vendor, family=family, facts=facts)


def judged(made: Device, level: Level = Level.LISTEN) -> dict[str, Finding]:
    compared = compare(made)
    whole = replace(made, facts=(*made.facts, *compared.facts))
    return {f.check: f for f in judge(whole, CHECKS, level=level, gaps=compared.gaps)}


def outcomes(made: Device) -> tuple[str, str | None]:
    finding = judged(made)[IN_USE]
    return finding.outcome, finding.reason


@pytest.mark.parametrize("level", [Level.LISTEN, Level.LOOK, Level.SIGN_IN, Level.TEST])
def test_an_announced_version_is_enough_at_every_level(level: Level) -> None:
    finding = judged(device(), level)[IN_USE]
    assert (finding.outcome, finding.severity, finding.where) == ("problem", "critical", None)
    assert "CVE-2017-7921" in " ".join(finding.says)


@pytest.mark.parametrize(
    ("made", "expect"),
    [
        (device(), ("problem", None)),
        (device(version=GOOD), ("not-found", None)),
        (device(version=BETWEEN), ("could-not-check", "uncertain")),
        (device(version="V5.4.0"), ("could-not-check", "uncertain")),
        (device(version=""), ("could-not-check", "login-needed")),
        (device(model="DS-2CD2110F-I"), ("could-not-check", "uncertain")),
        (device(model=""), ("could-not-check", "not-supported")),
        (device(model="Network Camera"), ("could-not-check", "not-supported")),
        (device(vendor="LTS"), ("could-not-check", "uncertain")),
        (device(vendor="LTS", version=GOOD), ("could-not-check", "not-supported")),
        (device(vendor="Nanit", family="nanit", version="1.0"), ("could-not-check", "not-supported")),
        (device(vendor=None, family=None, version="1.0"), ("could-not-check", "not-supported")),
        (device(vendor=None, family=None, model="PT30X-NDI", version="6.3.39", maker="PTZOptics Inc."), ("problem", None)),
        (device(vendor=None, family=None, model="PT30X-NDI", version="6.3.40", maker="PTZOptics Inc."), ("not-found", None)),
        (device(vendor=None, family=None, model="PT30X-NDI", version="6.3.39", maker="PTZOpticsLike"), ("could-not-check", "not-supported")),
        (device(version=GOOD, how="inferred"), ("could-not-check", "not-supported")),
        (device(model="IC-7100", version="", vendor="Edimax", family="edimax"), ("problem", None)),
        (device(model="IC-7100W", version="", vendor="Edimax", family="edimax"), ("problem", None)),
        (device(model="C200(EU)", version="1.1.15", vendor="TP-Link", family="tp-link"), ("not-found", None)),
        (device(model="C2000", version="1.1.15", vendor="TP-Link", family="tp-link"), ("could-not-check", "not-supported")),
        (device(model="IC-3140W", version="3.07", vendor="Edimax", family="edimax"), ("not-found", None)),
        (device(model="IC-3140W", version="", vendor="Edimax", family="edimax"), ("could-not-check", "login-needed")),
    ],
    ids=lambda v: f"{v.vendor}-{[f.value for f in v.facts]}" if isinstance(v, Device) else str(v[0]),
)  # fmt: skip
def test_a_flaw_in_use(made: Device, expect: tuple[str, str | None]) -> None:
    assert outcomes(made) == expect


def test_each_flaw_is_said_by_one_check_alone() -> None:
    for made, said in (
        (device(), IN_USE),
        (device(model="DCS-930L", version="2.11", vendor="D-Link", family="d-link"), IN_USE),
        (device(model="TD-2308SS-B", version="3.2.0.P-3520A-00", vendor="TVT", family="tvt"), UNFIXED),
        (device(model="RLC-410W", version="v3.0.0.136_20121102", vendor="Reolink", family="reolink"), IN_USE),
        (device(model="E1 Zoom", version="3.0.0.716", vendor="Reolink", family="reolink"), FIXABLE),
    ):
        problems = {check: f for check, f in judged(made).items() if f.outcome == "problem"}
        assert said in problems
        named = [cve for f in problems.values() for cve in re.findall(r"CVE-\d+-\d+", " ".join(f.says))]
        assert len(named) == len(set(named)) > 0


def test_the_list_names_some_devices_without_updates_and_never_says_that_there_are_more() -> None:
    assert judged(device(model="GV-ADR2701", version="V1.00", vendor="GeoVision", family="geovision"))[ENDED].outcome == "problem"
    near = judged(device(model="GV-ADR2702", version="V1.00", vendor="GeoVision", family="geovision"))[ENDED]
    assert (near.outcome, near.reason) == ("could-not-check", "not-asked")
    told = replace(device(), told={"update.ended": False})
    assert judged(told)[ENDED].outcome == "not-found"


def test_every_answer_carries_the_day_of_the_list() -> None:
    for made in (device(), device(version=GOOD), device(version=BETWEEN), device(model=""), device(vendor="Nanit", family="nanit")):
        for check, finding in judged(made).items():
            if check != ENDED:
                assert re.search(r"\d{1,2} (August) 202[56]", " ".join((*finding.says, *finding.because))), finding


def test_what_may_be_is_said_to_the_person_and_is_no_problem() -> None:
    finding = judged(device(version=BETWEEN))[IN_USE]
    assert finding.says[0].startswith("It may have a known flaw, but our list does not tell for sure.")
    assert "CVE-2021-36260" in finding.says[0]


def test_no_answer_ever_says_that_all_is_well() -> None:
    says = " ".join(" ".join(f.says) for v in (BAD, GOOD, BETWEEN) for f in judged(device(version=v)).values())
    assert not re.search(r"\b(safe|secure|fine|well|protected|up to date|no flaws)\b", says)
    assert "No such flaw of our list fits this version. The list is of 25 August 2025." in says


def test_two_versions_told_and_a_problem_in_one_is_a_problem() -> None:
    other = Fact(name="device.firmware", value=BAD, how="reported", probe="onvif")
    assert outcomes(replace(device(version=GOOD), facts=(*device(version=GOOD).facts, other)))[0] == "problem"


@pytest.mark.parametrize("kind", ["router", "unknown", "other"])
def test_only_what_watches_is_compared(kind: Kind) -> None:
    assert compare(device(kind=kind)) == flaws.Compared()


def test_the_gravest_comes_first_and_the_rest_is_counted() -> None:
    made = device(model="IPM-721S", version="V2.420.AC00.16.R (20160909)", vendor="Amcrest", family="dahua")
    facts = {f.name: f.value for f in compare(made).facts if f.place is None}
    scores = {flaw.cve: flaw.cvss for flaw in load_flaws()}
    assert scores["CVE-2017-8229"] == 9.8
    assert str(facts["flaw.fix_missing_says"]).startswith("A stranger can fetch its password (CVE-2017-8229).")
    nvr = device(model="DH-IPC-HDW4300", version="", vendor="Dahua", family="dahua")
    (gap,) = [g for g in compare(nvr).gaps if g.names[0] == "flaw.fix_missing"]
    assert re.match(r"It may have (a|one of \d+) known flaws?, ", gap.says)


@pytest.mark.parametrize("text", ["9" * 5000, "build " * 900, "\u202e" * 200, "V" + "1." * 2000, "(((((", "a" * 10_000 + "1"])
def test_hostile_words_are_compared_or_left_in_no_time(text: str) -> None:
    made = device(model=text, version=text)
    assert {f.name for f in compare(made).facts} <= set(SUPPLIES)
    assert all(text not in str(f.value) for f in compare(made).facts)


# --- as facts arrive -------------------------------------------------------------------------


def sighting(channel: str, **told: str) -> Sighting:
    facts = tuple(Fact(name=n.replace("_", "."), value=v, place="udp/37020" if n == "sadp_answers" else None,
                       how="reported", probe=channel) for n, v in told.items())  # fmt: skip
    return Sighting(channel=channel, address="192.168.77.20", facts=facts)


def known(house: Household, catalog: Catalog) -> dict[str, str]:
    made = house.device_of("192.168.77.20")
    assert made is not None
    return {f.check: f.outcome for f in judge(made, CHECKS, level=Level.LOOK, gaps=house.gaps_of(made))}


def test_a_version_that_comes_late_is_compared_when_it_comes_and_again_when_it_changes() -> None:
    house = Household(CATALOG)
    house.add(sighting("sadp", sadp_answers="yes", device_model="DS-2CD2032F-I"))
    assert known(house, CATALOG)[IN_USE] == "could-not-check"
    house.add(sighting("isapi", device_firmware=BAD))  # as a sign-in would tell it
    assert known(house, CATALOG)[IN_USE] == "problem"
    house.add(sighting("isapi", device_firmware=GOOD))
    assert known(house, CATALOG)[IN_USE] == "not-found"
    house.forget(["192.168.77.20"], {"device.firmware"})
    assert known(house, CATALOG)[IN_USE] == "could-not-check"
