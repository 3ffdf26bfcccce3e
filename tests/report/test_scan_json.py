"""docs/scan.schema.json says every word that a document can hold, and explains why something could not be checked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from doorguard.model import EndReason, How, Kind, Level, Outcome, Reason, Severity
from doorguard.report.scan_json import services
from doorguard.report.text import REASON_WORDS
from tests.conftest import CAMERA, fact

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parents[2] / "docs" / "scan.schema.json").read_text("utf-8"))
FINDING = SCHEMA["$defs"]["finding"]["properties"]
DEVICE = SCHEMA["$defs"]["device"]["properties"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FINDING["reason"]["enum"], {None, *get_args(Reason)}),
        (FINDING["outcome"]["enum"], set(get_args(Outcome))),
        (FINDING["severity"]["enum"], set(get_args(Severity))),
        (DEVICE["kind"]["enum"], set(get_args(Kind)) - {"other"}),
        (DEVICE["facts"]["items"]["properties"]["how"]["enum"], set(get_args(How))),
        (SCHEMA["properties"]["level"]["enum"], {level.word for level in Level}),
        (SCHEMA["properties"]["ended"]["enum"], set(get_args(EndReason))),
    ],
)
def test_the_schema_has_the_words_of_the_program(said: list[str | None], words: set[str | None]) -> None:
    assert set(said) == words


@pytest.mark.parametrize("reason", get_args(Reason))
def test_each_reason_is_explained_in_the_schema_and_in_the_summary(reason: Reason) -> None:
    assert f"{reason}: " in FINDING["reason"]["description"]
    assert REASON_WORDS[reason]


@pytest.mark.parametrize("port", ["x", "", "-1", "\u0663", "9" * 5000])
def test_a_place_that_is_no_port_is_passed_over(port: str) -> None:
    device = replace(CAMERA, facts=(fact("port.open", True, f"tcp/{port}"), fact("port.open", True, "tcp/80")))
    assert [row["port"] for row in services(device)] == [80]
