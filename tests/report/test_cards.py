"""Step cards as text, Markdown, HTML and JSON: the same card in each, nothing fetched, nothing cut."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import jsonschema
import lxml.html
import pytest

from doorguard.catalog import Confidence, LockClass, Step, load
from doorguard.catalog.locks import LOCK_WORDS
from doorguard.pages.closing.cards import build
from doorguard.report.cards import (
    CONFIDENCE_WORDS,
    WIDTH,
    Card,
    Cards,
    Guide,
    as_json,
    as_markdown,
    as_text,
    is_old,
)
from doorguard.report.cards_html import as_html
from tests.contrast import ratio

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 26)


def parsed(page: str) -> Any:
    return lxml.html.document_fromstring(page)


def a_guide(slug: str = "reolink", action: str | None = None) -> Guide:
    page = load().page(slug)
    assert page is not None
    return build(load(), page, today=TODAY, action=action)


HOSTILE = Guide(
    slug="x",
    name="<script>alert(1)</script>",
    names=("x",),
    apps=('"><img src=http://x/>',),
    as_of="2026-11-26",
    lock_class=None,
    groups=(
        Cards(
            title="<b>People</b>",
            cards=(
                Card(
                    title="<i>Look</i>",
                    step=Step(
                        action="look",
                        labels={},
                        acts=("<a href=javascript:x>press</a>",),
                        check="&amp;",
                        as_of="2024-01-01",
                        source="https://example.com/<x>",
                        confidence="maker",
                        page="x",
                    ),
                    own=True,
                    labels=(("notice", "Could the other person notice?", "<u>No</u>"),),
                    old=True,
                ),
            ),
        ),
    ),
)


def test_each_word_of_the_catalogue_has_its_sentence() -> None:
    assert set(CONFIDENCE_WORDS) == set(get_args(Confidence))
    assert set(LOCK_WORDS) == set(get_args(LockClass))
    assert len(set(LOCK_WORDS.values())) == len(LOCK_WORDS)


@pytest.mark.parametrize(
    ("as_of", "old"), [("2025-11-26", False), ("2025-11-25", True), ("2026-11-26", False), ("", True), ("soon", True)]
)
def test_a_step_is_old_after_twelve_months(as_of: str, old: bool) -> None:
    assert is_old(as_of, TODAY) is old


class TestText:
    def test_lines_are_short_and_plain(self) -> None:
        for slug in ("reolink", "generic", "router"):
            lines = as_text(a_guide(slug)).splitlines()
            assert max(map(len, lines)) <= WIDTH
            assert all(line.isprintable() for line in lines)

    def test_each_act_has_its_box_and_number(self) -> None:
        guide = a_guide(action="see-who-has-access")
        text = as_text(guide)
        assert len(re.findall(r"\[ \] \d+\.", text)) == len(guide.cards[0].step.acts)

    def test_a_source_that_can_be_looked_at_is_named(self) -> None:
        assert "Source: https://example.com/<x>" in " ".join(as_text(HOSTILE).split())
        assert "general-knowledge" not in as_text(a_guide("generic"))

    def test_the_labels_stand_before_the_acts_in_their_order(self) -> None:
        text = as_text(a_guide(action="change-password"))
        places = [
            text.index(words)
            for words in (
                "Could the other person notice?",
                "What proof would this wipe?",
                "Can it be undone?",
                "What stops working?",
                "What to do",
                "[ ] 1.",
                "How you can tell",
                "Written on",
            )
        ]
        assert places == sorted(places)

    def test_an_old_one_says_so_and_a_new_one_does_not(self) -> None:
        assert "may be out of date" in as_text(HOSTILE)
        card = replace(HOSTILE.groups[0].cards[0], old=False)
        fresh = replace(HOSTILE, groups=(Cards(title="x", cards=(card,)),))
        assert "may be out of date" not in as_text(fresh)


class TestHtml:
    def test_it_asks_nobody_for_anything(self) -> None:
        root = parsed(as_html(a_guide()))
        assert root.xpath("//script | //link | //img | //iframe | //object | //form | //base") == []
        assert root.xpath("//@src | //@onclick | //@onload") == []
        assert "url(" not in as_html(a_guide())
        assert "@import" not in as_html(a_guide())

    def test_its_structure_reads_without_eyes(self) -> None:
        guide = a_guide()
        root = parsed(as_html(guide))
        assert root.get("lang") == "en"
        assert [h.text for h in root.xpath("//h1")] == [guide.title] == [root.findtext(".//title")]
        assert [h.text for h in root.xpath("//h2")] == [group.title for group in guide.groups]
        cards = root.xpath("//article")
        assert len(cards) == len(guide.cards)
        for card, block in zip(guide.cards, cards, strict=True):
            assert block.findtext("h3") == card.title
            assert [dt.text for dt in block.xpath(".//dt")] == [question for _, question, _ in card.labels]
            assert [dd.text for dd in block.xpath(".//dd")] == [answer for _, _, answer in card.labels]
            assert block.get("id") == card.step.action
            acts = [li.xpath("span[3]")[0].text for li in block.xpath(".//li")]
            assert acts == list(card.step.acts)

    def test_a_list_leads_to_each_card(self) -> None:
        root = parsed(as_html(a_guide()))
        links = [link.get("href") for link in root.xpath("//nav//a")]
        assert links == [f"#{block.get('id')}" for block in root.xpath("//article")]
        assert parsed(as_html(a_guide(action="update"))).xpath("//nav") == []

    def test_a_card_is_not_cut_by_a_printer(self) -> None:
        assert re.search(r"article \{[^}]*break-inside: avoid", as_html(a_guide()))

    def test_what_stands_in_it_stays_text(self) -> None:
        page = as_html(HOSTILE)
        root = parsed(page)
        assert root.xpath("//script | //img | //i | //u | //b | //a") == []
        assert root.findtext(".//h3") == "<i>Look</i>"

    def test_its_colours_are_easy_to_tell_apart(self) -> None:
        colours = set(re.findall(r"#[0-9a-f]{3,6}\b", as_html(a_guide())))
        assert {ratio(colour, "#fff") >= 4.5 for colour in colours - {"#fff"}} == {True}


class TestMarkdown:
    def test_one_heading_a_card(self) -> None:
        guide = a_guide()
        text = as_markdown(guide)
        assert re.findall(r"^### (.+)$", text, re.MULTILINE) == [card.title for card in guide.cards]
        assert text.count("[ ] ") == sum(len(card.step.acts) for card in guide.cards)


class TestJson:
    @pytest.mark.parametrize("slug", ["generic", "router", "ring", "hikvision"])
    def test_it_fits_its_schema(self, slug: str) -> None:
        schema = json.loads((ROOT / "docs" / "guide.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads(as_json(a_guide(slug))), schema)

    def test_it_tells_what_the_text_tells(self) -> None:
        guide = a_guide()
        cards = json.loads(as_json(guide))["cards"]
        assert [(c["action"], c["own"], c["acts"]) for c in cards] == [
            (c.step.action, c.own, list(c.step.acts)) for c in guide.cards
        ]
