"""A scan document back to a picture: what it says comes back, and what is wrong with it is said in one sentence."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorguard.model import DeviceSeen
from doorguard.network.text import clean
from doorguard.pretend_home.hostile.strings import STRINGS
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from doorguard.report.scan_read import NotAScan, picture_of
from tests.conftest import LATER, a_run, closed_camera, judged

TOOL = {"version": "1", "catalog": "x", "tables_as_of": "2026-11-23"}


def a_picture() -> Picture:
    return Picture().take_all([*a_run(), DeviceSeen(device=closed_camera(), new=False), judged(closed_camera(), at=LATER)])


def a_scan() -> dict[str, Any]:
    scan = json.loads(json.dumps(document(a_picture(), tool=TOOL)))
    assert isinstance(scan, dict)
    return scan


def test_what_a_run_wrote_is_read_back() -> None:
    scan = a_scan()
    read = picture_of(scan, clean)
    assert document(read, tool=TOOL) == scan


def test_problems_closed_ones_and_counts_are_the_same() -> None:
    before, read = a_picture(), picture_of(a_scan(), clean)
    assert {f.id for f in read.problems()} == {f.id for f in before.problems()} != set()
    assert read.closed_at == before.closed_at != {}
    assert read.counted == before.counted


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (None, "not a scan"),
        ([], "not a scan"),
        ("x", "not a scan"),
        ({}, "not a scan"),
        ({"schema": 1}, "not a scan"),
        ({"schema": "doorguard.guide/1"}, "not a scan"),
        ({"schema": "doorguard.scan/2"}, "newer doorguard (form 2)"),
        ({"schema": "doorguard.scan/1"}, "level is not as it should be"),
    ],
)
def test_another_file_is_named_as_such(wrong: object, says: str) -> None:
    with pytest.raises(NotAScan, match=r"^This") as caught:
        picture_of(wrong, clean)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def _set(*path: str | int) -> Callable[[dict[str, Any], object], None]:
    def change(scan: Any, value: object) -> None:
        for step in path[:-1]:
            scan = scan[step]
        scan[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("pretend",), "no"),
        (("level",), "shout"),
        (("ended",), "somehow"),
        (("seconds",), float("nan")),
        (("seconds",), -1),
        (("seconds",), True),
        (("started_at",), "yesterday"),
        (("started_at",), "2026-11-24T12:00:00"),
        (("started_at",), "0001-01-01T00:00:00+14:00"),
        (("could_not_see",), [1]),
        (("devices",), {}),
        (("devices",), [1]),
        (("devices",), [{}] * 3000),
        (("devices", 0, "kind"), "other"),
        (("devices", 0, "id"), None),
        (("devices", 0, "addresses"), "192.168.7.20"),
        (("devices", 0, "facts", 0, "value"), [1]),
        (("devices", 0, "facts", 0, "value"), 10**400),
        (("devices", 0, "told"), []),
        (("devices", 0, "findings", 0, "outcome"), "fine"),
        (("devices", 0, "findings", 0, "severity"), ["low"]),
        (("devices", 0, "findings", 0, "closed_at"), 5),
        (("counted_only", "other"), 10**6),
        (("counted_only",), None),
        (("sent",), []),
        (("sent", "192.168.7.20"), {}),
        (("sent", "192.168.7.20", "tries"), "70"),
        (("failures",), [None]),
    ],
    ids=str,
)
def test_what_is_broken_is_named_by_its_place(place: tuple[str | int, ...], value: object) -> None:
    scan = copy.deepcopy(a_scan())
    _set(*place)(scan, value)
    with pytest.raises(NotAScan) as caught:
        picture_of(scan, clean)
    assert str(next(step for step in reversed(place) if isinstance(step, str))) in str(caught.value)


def test_a_could_not_check_without_a_reason_is_broken() -> None:
    scan = a_scan()
    finding = next(f for d in scan["devices"] for f in d["findings"] if f["outcome"] == "could-not-check")
    finding["reason"] = None
    with pytest.raises(NotAScan, match="reason"):
        picture_of(scan, clean)


def test_keys_of_a_later_version_are_passed_over() -> None:
    scan = a_scan()
    scan["new"] = scan["devices"][0]["new"] = {"x": [1]}
    assert picture_of(scan, clean).listed()


def test_every_text_is_made_harmless() -> None:
    for attack in STRINGS:
        scan = _hostile(a_scan(), attack)
        read = picture_of(scan, clean)
        for device in read.listed():
            said = [*device.names, device.model or "", *(b.says for b in device.because), *device.told, *map(str, device.told.values())]
            assert all(text == clean(text) for text in said)
            assert all(f.problem == clean(f.problem) for f in read.findings_of(device.id))


def _hostile(scan: dict[str, Any], attack: str) -> dict[str, Any]:
    for device in scan["devices"]:
        device.update(names=[attack], model=attack, vendor=attack, because=[{"channel": attack, "says": attack}], told={attack: attack})
        for finding in device["findings"]:
            finding.update(problem=attack, says=[attack], where=attack)
    return scan


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), value=_json)
def test_whatever_stands_anywhere_gives_a_picture_or_one_sentence(data: st.DataObject, value: object) -> None:
    scan: Any = _SCAN()
    inside: Any = scan
    while True:
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if not isinstance(inside[key], dict | list) or data.draw(st.booleans()):
            inside[key] = value
            break
        inside = inside[key]
    assert isinstance(_read(scan), str | list)


def _read(scan: object) -> object:
    """Its problems, or the sentence; anything else that is raised fails the test."""
    try:
        return picture_of(scan, clean).problems()
    except NotAScan as error:
        return str(error)


_WRITTEN = json.dumps(a_scan())


def _SCAN() -> object:  # noqa: N802 - a fresh copy each time
    return json.loads(_WRITTEN)


def test_an_error_says_no_more_of_the_document_than_its_place() -> None:
    """A place can be named by the document: an address, the name of a fact."""
    scan = a_scan()
    scan["sent"] = {"\x1b]0;own\x07\u202e" * 5000: 5}
    with pytest.raises(NotAScan) as error:
        picture_of(scan, clean)
    assert len(str(error.value)) < 140
    assert str(error.value).isprintable()
