"""Every rule of the list: a version before its edge, at it and after it.

``edges.csv`` says, line by line, what the list must say of one model in one version, and why.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from doorguard.flaws import compare
from doorguard.model import Device, Fact
from doorguard.tables import Flaw, load_flaws
from doorguard.tables.flaw_rules import clause_for

EDGES = list(csv.DictReader((Path(__file__).parent / "edges.csv").read_text("utf-8").splitlines()))
FLAWS = {flaw.cve: flaw for flaw in load_flaws()}

SERVERS = {
    "CVE-2017-9765": [("gSOAP/2.8.47", "possibly"), ("gSOAP/2.8.48", None), ("gSOAP/2.8.49", None), ("gSOAP/2.8", "possibly")],
    "CVE-2017-17562": [("GoAhead-Webs/3.6.4", "possibly"), ("GoAhead-Webs/3.6.5", None), ("GoAhead/3.6.6", None), ("GoAhead-Webs", "possibly")],
    "CVE-2017-7577": [("uc-httpd 1.0.0", "possibly"), ("uc-httpd", "possibly"), ("nginx/1.0.0", None)],
}  # fmt: skip
"""Flaws of a part that is built in by many makers: what its web server calls itself, and what that says."""

NOT_TO_BE_SEEN = {
    "CVE-2017-5674", "CVE-2017-8223", "CVE-2017-8224", "CVE-2017-8225", "CVE-2019-10711", "CVE-2021-28372", "CVE-2023-6324",
}  # fmt: skip
"""Parts inside cameras of any make that no version tells of: the list holds them, and nothing is said."""


def device(model: str, version: str, flaw: Flaw | None = None, server: str = "") -> Device:
    told = {"device.model": model, "device.firmware": version, "http.server": server}
    return Device(
        id="d",
        id_from="hand",
        addresses=("192.168.77.20",),
        kind="camera",
        vendor=flaw.makers[0] if flaw else "Anything",
        family=(flaw.family or None) if flaw else None,
        facts=tuple(Fact(name=n, value=v, how="reported", probe="t") for n, v in told.items() if v),
    )


def state(device: Device, cve: str) -> str | None:
    found = [f.value for f in compare(device).facts if (f.name, f.place) == ("flaw.state", f"flaw/{cve}")]
    assert len(found) <= 1
    return str(found[0]) if found else None


@pytest.mark.parametrize("edge", EDGES, ids=lambda e: f"{e['cve']}-{e['model']}-{e['version']}")
def test_what_the_list_says_at_each_edge(edge: dict[str, str]) -> None:
    assert state(device(edge["model"], edge["version"], FLAWS[edge["cve"]]), edge["cve"]) == edge["expect"], edge["why"]


@pytest.mark.parametrize(("cve", "server", "expect"), [(c, s, e) for c, rows in SERVERS.items() for s, e in rows])
def test_a_web_server_that_names_itself(cve: str, server: str, expect: str | None) -> None:
    assert state(device("X1", "1.0", server=server), cve) == expect


def test_every_flaw_of_the_list_is_tried_here() -> None:
    tried = {edge["cve"] for edge in EDGES}
    assert set(FLAWS) == tried | set(SERVERS) | NOT_TO_BE_SEEN
    assert not tried & NOT_TO_BE_SEEN


@pytest.mark.parametrize("flaw", [f for f in FLAWS.values() if "*" not in f.makers], ids=lambda f: f.cve)
def test_every_clause_of_every_rule_is_tried_before_at_and_after(flaw: Flaw) -> None:
    for clause in flaw.rule:
        tried = {
            (edge["model"], edge["version"])
            for edge in EDGES
            if edge["cve"] == flaw.cve and clause_for(flaw.rule, [edge["model"]]) is clause
        }
        assert len(tried) >= (3 * len(clause.terms) if flaw.cve != "CVE-2014-4880" else 4) or (tried and not clause.terms)


@pytest.mark.parametrize("cve", sorted(NOT_TO_BE_SEEN))
def test_nothing_is_said_of_what_no_version_tells(cve: str) -> None:
    assert "*" in FLAWS[cve].makers
    assert state(device("X1", "1.0", server="GoAhead-Webs"), cve) is None
