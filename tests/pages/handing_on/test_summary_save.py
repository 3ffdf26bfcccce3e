"""Saving a summary from the screen: asked for, told what it is, new, and said where it lies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.pages.flow import Flow
from doorguard.pages.handing_on.result import Summary
from doorguard.pages.want import Want
from doorguard.record import places
from tests.conftest import LIGHT_ANSWERS, a_flow, a_run


@pytest.fixture
def flow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flow:
    """At the summary for the police, with a home folder of its own."""
    monkeypatch.setattr(places, "sticks", list)
    monkeypatch.setattr(places, "home_folder", lambda: tmp_path)
    flow = a_flow()
    for event in a_run():
        flow.take(event)
    flow.go(Summary())
    flow.choose("for-whom")
    flow.choose("police")
    return flow


def carry_out(flow: Flow) -> Want:
    """What the flow wants, by the real runner."""
    want = flow.wants
    assert want is not None
    for event in Runner(load()).carry_out(want):
        flow.take(event)
    flow.finished()
    return want


@pytest.mark.parametrize(
    ("form", "name", "begins"),
    [
        ("html", "home.html", b"<!DOCTYPE"),
        ("pdf", "home.pdf", b"%PDF"),
        ("text", "home.txt", b"Home camera"),
        ("json", "home.json", b"{"),
    ],
)
def test_each_form_lies_where_the_page_says(flow: Flow, tmp_path: Path, form: str, name: str, begins: bytes) -> None:
    flow.choose("save")
    assert "not locked" in flow.page.lines[0].text
    flow.choose(form)
    assert list(tmp_path.iterdir()) == []
    flow.choose(f"in:{tmp_path}")
    assert "being written" in flow.page.lines[0].text
    assert flow.working == "Nothing is being sent"
    carry_out(flow)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert flow.page.lines[0].text == str(tmp_path / name)
    flow.choose("back")
    assert flow.here == "summary-for"


def shown(flow: Flow) -> str:
    return " ".join(line.text for line in flow.page.lines)


def test_names_are_left_out_unless_the_person_saw_them_on_the_page(flow: Flow, tmp_path: Path) -> None:
    assert "192.168.7.20" not in shown(flow)
    flow.choose("show")
    assert "192.168.7.20" in shown(flow)
    flow.choose("hide")
    for choices in (("save", "json", f"in:{tmp_path}"), ("show", "save", "json", f"in:{tmp_path}")):
        for choice in choices:
            flow.choose(choice)
        carry_out(flow)
        flow.choose("back")
    first, second = (json.loads((tmp_path / name).read_text()) for name in ("home.json", "home-2.json"))
    assert "192.168.7.20" not in json.dumps(first)
    assert "192.168.7.20" in json.dumps(second)


def test_that_names_go_into_the_file_is_said_before_it_is_saved(flow: Flow) -> None:
    flow.choose("save")
    assert "Names and addresses are in it" not in shown(flow)
    flow.choose("nothing")
    flow.choose("show")
    flow.choose("save")
    assert "Names and addresses are in it, as you chose." in shown(flow)


def test_a_folder_that_is_copied_is_named_before_anything_is_saved(flow: Flow, tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    flow.choose("save")
    flow.choose("text")
    flow.type(str(folder))
    assert flow.wants is None
    assert "OneDrive copies this folder to the internet." in flow.page.lines[0].text
    flow.choose("there")
    carry_out(flow)
    assert (folder / "home.txt").exists()


def test_a_folder_that_is_not_there(flow: Flow) -> None:
    flow.choose("save")
    flow.choose("text")
    flow.type("/no/such/folder")
    assert flow.wants is None
    assert "There is no such folder." in flow.page.lines[0].text


def test_what_stands_against_it_is_said(flow: Flow, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    flow.choose("save")
    flow.choose("text")
    flow.type(str(folder))
    folder.rmdir()
    carry_out(flow)
    assert flow.page.title == "Not saved"
    assert "Look at the name, or at the stick." in flow.page.lines[0].text


def test_nothing_is_saved_when_nothing_is_chosen(flow: Flow, tmp_path: Path) -> None:
    flow.choose("save")
    flow.choose("nothing")
    assert flow.here == "summary-for"
    flow.choose("save")
    flow.choose("html")
    flow.choose("nothing")
    assert flow.here == "summary-for"
    assert list(tmp_path.iterdir()) == []


def test_without_the_part_for_pdf_it_is_not_offered(flow: Flow, monkeypatch: pytest.MonkeyPatch) -> None:
    from doorguard.pages.handing_on import summary_save

    monkeypatch.setattr(summary_save, "find_spec", lambda _name: None)
    flow.choose("save")
    assert [choice.id for choice in flow.page.choices] == ["nothing", "html", "text", "json"]


def test_on_a_computer_that_someone_else_may_read_it_is_not_offered(flow: Flow) -> None:
    assert "save" in [choice.id for choice in flow.page.choices]
    flow.given.update({**LIGHT_ANSWERS, "computer": "shared"})
    assert "save" not in [choice.id for choice in flow.page.choices]
    flow.choose("save")
    assert flow.here == "summary-for"
