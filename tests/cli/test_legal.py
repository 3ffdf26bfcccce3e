"""``doorguard legal`` as a command."""

from __future__ import annotations

import json
import re

import pytest

from doorguard.tables import load_routes
from tests.cli.test_by_country import run


def test_every_route_and_never_as_advice(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "legal")
    assert code == 0
    flat = re.sub(r"\s+", " ", out)
    assert "This is not legal advice." in flat
    for route in load_routes():
        assert route.title in flat
        assert route.route in flat


@pytest.mark.parametrize(("country", "there", "not_there"), [("Scotland", "(Scotland) Act 2010", "Family Law Act"), ("Northern Ireland", "(Northern Ireland) 2022", "Family Law Act"), ("England", "Family Law Act 1996", "(Scotland)")])
def test_the_laws_of_one_country(country: str, there: str, not_there: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = re.sub(r"\s+", " ", run(capsys, "legal", "--country", country)[1])
    assert there in out
    assert not_there not in out


def test_where_we_know_none_we_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "legal", "--country", "Canada")
    assert code == 0
    assert "We know no laws of this country yet." in out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    whole = json.loads(run(capsys, "legal", "--country", "Wales", "--json")[1])
    assert whole["schema"] == "doorguard.legal/1"
    assert whole["note"].startswith("This is not legal advice.")
    assert {"place", "route", "title", "as_of", "verified", "source"} <= set(whole["legal"][0])
