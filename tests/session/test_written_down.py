"""After every device of the pretend home was signed in to: nothing that is written down names a person or an address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from doorguard.catalog.tool import tool
from doorguard.facts import kind_of
from doorguard.network.secret import Secret
from doorguard.report.redact import LEFT_OUT
from doorguard.report.scan_json import document
from doorguard.report.text import summary
from tests.session.test_sign_in import Sitting

SCHEMA = Path(__file__).parents[2] / "docs" / "scan.schema.json"
TELLING = 8
"""Characters from which on a value is no common word."""
OWNERS = {"account.name": "account.owner", "recipient.address": "recipient.owner", "access.name": "access.owner"}


class Written:
    """A sitting in which everything was read and everything listed was called unknown."""

    def __init__(self, sitting: Sitting) -> None:
        for device in sitting.home.devices:
            for service in device.tcp:
                if (
                    getattr(service, "password", "")
                    and sitting.picture.let_in.get(sitting.id_of(device.address)) is None
                ):
                    sitting.sign_in(device.address, Secret(service.user, service.password))  # type: ignore[attr-defined]
        self.facts = [(d.id, f) for d in sitting.picture.devices.values() for f in d.facts]
        for device_id, fact in self.facts:
            if fact.name in OWNERS:
                sitting.picture.take_all(
                    sitting.session.tell(device_id, f"{OWNERS[fact.name]}@{fact.place}", "unknown")
                )
        self.document: dict[str, Any] = document(sitting.picture, tool=tool(sitting.session.catalog))
        self.summary = summary(sitting.picture)

    def values(self, name: str) -> set[str]:
        return {str(f.value) for _, f in self.facts if f.name == name}


@pytest.fixture(scope="module")
def written() -> Iterator[Written]:
    sitting = Sitting()
    yield Written(sitting)
    sitting.close()


def test_people_and_where_things_are_sent_are_left_out(written: Written) -> None:
    text = json.dumps(written.document, ensure_ascii=False) + written.summary
    personal = {
        str(f.value) for _, f in written.facts if kind_of(f.name).personal and f.name.partition(".")[0] in PEOPLE
    }
    told = {value for value in personal if len(value) >= TELLING} - set(written.document["sent"])
    assert len(told) >= 6
    assert [value for value in sorted(told) if value.lower() in text.lower()] == []


PEOPLE = ("account", "viewer", "access", "recipient", "uplink", "ddns", "mapping")
"""What facts that name somebody, or say where something goes, begin with."""


@pytest.mark.parametrize(
    "name", ["account.name", "recipient.address", "access.name", "access.address", "viewer.address", "uplink.to"]
)
def test_what_stands_there_is_said_to_be_left_out(written: Written, name: str) -> None:
    rows = [fact for device in written.document["devices"] for fact in device["facts"] if fact["name"] == name]
    assert rows
    assert {row["value"] for row in rows} == {LEFT_OUT}
    assert written.values(name) != {LEFT_OUT}


def test_the_document_is_as_the_schema_says(written: Written) -> None:
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(written.document)


def test_somebody_unknown_is_a_problem_by_place_and_not_by_name(written: Written) -> None:
    for check in ("unknown-account", "unknown-recipient", "used-by-somebody-unknown"):
        found = [
            f
            for d in written.document["devices"]
            for f in d["findings"]
            if f["check"] == check and f["outcome"] == "problem"
        ]
        assert found, check
        assert all(f["where"].split("/")[-1].isdecimal() for f in found), check
