"""A page that somebody edited wrongly is left out and said, with its file and key; the others stay."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from doorguard.catalog import CatalogError, load, load_from, read_check, read_vendor

ROOT = Path(__file__).parents[1]


@pytest.fixture
def check(tmp_path: Path) -> Path:
    place = tmp_path / "checks" / "remote-shell-open"
    shutil.copytree(ROOT / "checks" / "remote-shell-open", place)
    return place


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("severity: critical", "severity: terrible", "severity"),
        ("way: doors", "way: windows", "way"),
        ("level: look", "level: loud", "level"),
        ("shell.open: ", "shell.opened: ", "fails_if"),
        ("problem: ", "problems: ", "problem"),
        ("## What this means", "## What it means", ""),
        ("kinds: [", "kinds: [toaster, ", "kinds"),
        ("---\n", "", ""),
    ],
)
def test_a_broken_check_names_file_and_key(check: Path, old: str, new: str, key: str) -> None:
    page = check / "check.md"
    text = page.read_text("utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogError) as told:
        read_check(check)
    assert told.value.file == "checks/remote-shell-open/check.md"
    assert told.value.key == key
    assert len(told.value.says.split()) >= 2


@pytest.mark.parametrize(
    "text", ["", "- name: x", "name: x", "- {name: x, facts: [{name: no.such, value: 'yes'}], expect: problem}", ": :"]
)
def test_broken_cases_are_named_too(check: Path, text: str) -> None:
    (check / "cases.yaml").write_text(text, "utf-8")
    with pytest.raises(CatalogError) as told:
        read_check(check)
    assert told.value.file == "checks/remote-shell-open/cases.yaml"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "names: [A]\nas_of: 2026-11-23\nrecognise:\n  - {says: x, when: {no.such: y}, weight: strong, source: s}\n",
            "recognise",
        ),
        (
            "names: [A]\nas_of: 2026-11-23\nrecognise:\n  - {says: x, when: {http.title: y}, weight: heavy, source: s}\n",
            "recognise",
        ),
        (
            "names: [A]\nas_of: 2026-11-23\nrecognise:\n  - {when: {http.title: y}, weight: weak, source: s}\n",
            "recognise",
        ),
        ("as_of: 2026-11-23\n", "names"),
        ("names: [A]\n", "as_of"),
        ("names: [A\n", ""),
    ],
)
def test_a_broken_makers_page_names_file_and_key(tmp_path: Path, text: str, key: str) -> None:
    page = tmp_path / "acme.md"
    page.write_text(f"---\n{text}---\n", "utf-8")
    with pytest.raises(CatalogError) as told:
        read_vendor(page)
    assert (told.value.file, told.value.key) == ("vendors/acme.md", key)


def test_one_broken_page_never_takes_the_others_with_it(tmp_path: Path, check: Path) -> None:
    vendors = tmp_path / "vendors"
    vendors.mkdir()
    (vendors / "good.md").write_text("---\nnames: [Good]\nas_of: 2026-11-23\n---\n", "utf-8")
    (vendors / "bad.md").write_bytes(b"\xff\xfe")
    bad = check.parent / "bad-check"
    bad.mkdir()
    catalog = load_from(check.parent, vendors)
    assert [c.id for c in catalog.checks] == ["remote-shell-open"]
    assert [p.slug for p in catalog.vendors] == ["good"]
    assert {error.file for error in catalog.broken} == {"vendors/bad.md", "checks/bad-check/check.md"}


@pytest.mark.parametrize("rows", ["[DG-1]", "[V001]", "[DG-41]", "[V50]", "Z01", "[{a: b}]"])
def test_the_id_of_a_row_is_read_with_care(check: Path, rows: str) -> None:
    cases = check / "cases.yaml"
    text = re.sub(r"  answers: .*\n", "", cases.read_text("utf-8"))
    cases.write_text(text.replace("  expect: problem", f"  answers: {rows}\n  expect: problem", 1), "utf-8")
    with pytest.raises(CatalogError) as told:
        read_check(check)
    assert told.value.key == "answers"


def test_what_comes_with_the_program_is_whole() -> None:
    assert load().broken == ()
    assert len(load().checks) >= 12


def test_versions_and_words_stay_text_until_they_are_typed(tmp_path: Path) -> None:
    page = tmp_path / "acme.md"
    page.write_text("---\nnames: [NO, 1.10, on]\nas_of: 2026-11-23\n---\n", "utf-8")
    assert read_vendor(page).names == ("NO", "1.10", "on")
