"""The pages that explain: dated, with sources, numbers only from the table, and all that was asked of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from doorguard.catalog import CatalogError
from doorguard.catalog import help_pages as reading
from doorguard.catalog.help_pages import HelpPage, help_page, help_pages, read_parts
from doorguard.pages.at_any_time.topic import asked, marks, topic_page
from doorguard.pages.page import Page
from doorguard.report import sheet_html
from doorguard.tables import contacts

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 26)


def parsed(page: str) -> Any:
    return lxml.html.document_fromstring(page)


PAGES = [pytest.param(page, id=page.topic) for page in help_pages()]


def text_of(page: HelpPage) -> str:
    return " ".join(f"{part.label} {part.text}" for part in page.parts)


@pytest.mark.parametrize("page", PAGES)
class TestEachPage:
    def test_it_is_dated_and_has_sources(self, page: HelpPage) -> None:
        assert date(2026, 11, 1) <= date.fromisoformat(page.as_of)
        assert all(page.sources)
        assert len(page.parts) > 2

    def test_it_holds_no_number_to_ring(self, page: HelpPage) -> None:
        """They stand in the contacts table alone (S57)."""
        numbers = {n for c in contacts() for n in re.findall(r"\d[\d ]{1,}\d", c.phone)}
        assert [n for n in numbers if re.search(rf"\b{n}\b", text_of(page))] == []
        assert not re.search(r"\d{3,} ?\d{3,}", text_of(page))

    def test_deaf_routes_stand_beside_the_emergency_number(self, page: HelpPage) -> None:
        if "Police (emergency)" in page.people:
            assert {"Silent Solution (999 then 55)", "emergencySMS", "999 BSL"} <= set(page.people)

    def test_the_law_comes_with_its_warning(self, page: HelpPage) -> None:
        everything = f"{page.title} {text_of(page)}"
        said = any("not legal advice" in mark for mark in marks(page))
        assert said is page.law
        if re.search(r"\b([Tt]he law\b|Act \d{4})", everything):
            assert page.law
        if page.law:
            assert re.search(r"\b(court|law)\b", everything)
            assert page.country

    def test_its_people_show_their_day(self, page: HelpPage) -> None:
        shown = topic_page(page, TODAY)
        rows = [line.label for line in shown.lines if line.kind == "row"]
        for one in asked(page, TODAY):
            assert one.name in rows
            assert re.search(r"hecked", one.checked)

    def test_an_old_contact_says_so(self, page: HelpPage) -> None:
        later = asked(page, date(2027, 11, 26))
        assert all("out of date" in one.checked or "Not checked" in one.checked for one in later)


class TestWhatWasAsked:
    """Every contact, law and subject of the page that the project began from has its place."""

    def test_all_seven_contacts(self) -> None:
        seven = {
            "The National Stalking helpline",
            "The Suzy Lamplugh Trust",
            "Victim Support Line",
            "Stop Online Abuse",
            "Paladin National Stalking Advocacy Service",
            "Protection Against Stalking",
            "Alice Ruggles Trust",
        }
        page = help_page("people")
        assert page is not None
        assert seven <= set(page.people)

    def test_all_laws(self) -> None:
        page = help_page("law")
        assert page is not None
        for law in (
            "Protection from Harassment Act 1997",
            "Protection of Freedoms Act 2012",
            "Schedule 9",
            "Crime and Disorder Act 1998",
            "Domestic Violence, Crime and Victims Act 2004",
            "Serious Organised Crime and Police Act 2005",
            "Family Law Act 1996, Part IV",
            "Stalking Protection Act 2019",
            "January 2020",
            "2A and 4A",
            "gov.uk",
        ):
            assert law in text_of(page), law

    @pytest.mark.parametrize(
        ("topic", "words"),
        [
            (
                "watched",
                ("Fixated", "Obsessive", "Unwanted", "Repeated", "FOUR", "1.47 million", "2019", "False reports"),
            ),
            (
                "training",
                ("Suzy Lamplugh", "Alice Ruggles", "Protection Against Stalking", "Safe Lives", "Sussex Police"),
            ),
            ("apps", ("code in a picture", "may find some", "does not find all")),
            ("written-record", ("The day", "proof", "reset")),
            ("police", ("emergency number", "more ideas")),
            ("give-away", ("location", "Photos", "family", "Cars", "tag", "doorbell")),
            ("own-camera", ("Sound", "Sign", "Angle")),
            ("other-camera", ("ICO", "never looks")),
            ("limits", ("Sleeping", "phone card", "Another network", "Inside a phone", "cloud")),
        ],
    )
    def test_subjects(self, topic: str, words: tuple[str, ...]) -> None:
        page = help_page(topic)
        assert page is not None
        assert [word for word in words if word not in text_of(page)] == []

    def test_every_topic_is_read_in_the_program(self, all_pages: list[Page]) -> None:
        shown = {page.title for page in all_pages if page.id in ("topic", "traces")}
        assert {page.title for page in help_pages()} <= shown

    def test_limits_and_traces_are_on_every_help_page(self, all_pages: list[Page]) -> None:
        for page in all_pages:
            if page.id == "help":
                assert {"limits", "traces", "topics", "people"} <= {choice.id for choice in page.choices}


class TestTheSheet:
    def test_the_paper_is_what_the_program_says(self) -> None:
        page = help_page("visit")
        assert page is not None
        root = parsed((ROOT / "docs" / "visit-sheet.html").read_text("utf-8"))
        items = [li.xpath("span[2]")[0].text for li in root.xpath("//li")]
        assert items == [part.text for part in page.parts if part.kind == "item"]
        assert root.xpath("//h1/text()") == [page.title]
        assert root.xpath("//title/text()") == ["Home camera and doorbell check"], "a browser shows it, and keeps it"
        assert root.xpath("//script | //img | //link | //@src") == []

    def test_it_says_what_must_be_said(self) -> None:
        text = (ROOT / "docs" / "visit-sheet.md").read_text("utf-8")
        for words in (
            "Threats. A weapon. Choking.",
            "The doorbell sees",
            "5 minutes",
            "15 minutes: ONE",
            "You keep nothing",
        ):
            assert words in text
        assert text.count("- [ ] ") == len(
            parsed((ROOT / "docs" / "visit-sheet.html").read_text("utf-8")).xpath("//li")
        )

    def test_it_is_no_longer_than_one_side(self) -> None:
        """Printed from a browser, it filled one side of A4 to the last finger's breadth with this much on it."""
        root = parsed((ROOT / "docs" / "visit-sheet.html").read_text("utf-8"))
        assert len(root.xpath("//li")) <= 24
        assert len(root.xpath("//h2")) <= 8
        assert len(root.xpath("//dt")) <= 9
        assert max(len(li.xpath("string()").strip()) for li in root.xpath("//li")) <= 105

    def test_its_minutes_are_thirty(self) -> None:
        page = help_page("visit")
        assert page is not None
        minutes = [int(m[1]) for part in page.parts if (m := re.match(r"(\d+) minutes", part.text))]
        assert sum(minutes) == 30


class TestReading:
    def test_parts(self) -> None:
        found = read_parts("One\nline.\n\n## Head\n- A thing\n  goes on.\n- **Label.** Its text.\n")
        assert [(p.kind, p.label, p.text) for p in found] == [
            ("text", "", "One line."),
            ("heading", "", "Head"),
            ("item", "", "A thing goes on."),
            ("row", "Label", "Its text."),
        ]

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (("people: []", "people: [Nobody]"), "not in the contacts table"),
            (("law: no", "law: maybe"), "law"),
            (("about: help", "about: x"), "about"),
            (("sources: [a]", "sources: []"), "at least one source"),
        ],
    )
    def test_a_page_that_cannot_be_used_says_why(self, tmp_path: Path, change: tuple[str, str], says: str) -> None:
        good = (
            "---\ntitle: T\norder: 1\nabout: help\nas_of: 2026-11-26\nlaw: no\npeople: []\nsources: [a]\n---\nText.\n"
        )
        file = tmp_path / "x.md"
        file.write_text(good, "utf-8")
        assert reading._read(file)[1].title == "T"
        file.write_text(good.replace(*change), "utf-8")
        with pytest.raises(CatalogError, match=says):
            reading._read(file)


def test_a_page_in_html_keeps_its_text_as_text() -> None:
    page = help_page("people")
    assert page is not None
    hostile = HelpPage(
        topic="x",
        title="<b>x</b>",
        about="help",
        as_of="2026-11-26",
        sources=("s",),
        people=(),
        country="",
        law=False,
        parts=read_parts("<script>x</script>\n\n- <img src=x>\n- **<i>.** <u>"),
    )
    root = parsed(sheet_html.as_html(hostile, marks=("<a>",), people=asked(page, TODAY)))
    assert root.xpath("//script | //img | //i | //u | //b | //a") == []
