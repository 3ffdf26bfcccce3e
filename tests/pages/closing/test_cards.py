"""Which cards a make gets, and under which name it is found."""

from __future__ import annotations

from datetime import date

import pytest

from doorguard.catalog import load
from doorguard.catalog.locks import LOCK_WORDS
from doorguard.guide import LABEL_QUESTIONS, step_for
from doorguard.model import Device
from doorguard.pages.closing.cards import GROUPS, NoMake, build, find_make, makes_with_steps
from doorguard.pages.closing.step import ACTION_WORDS

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("ring", "ring"),
        ("Ring", "ring"),
        ("RING ", "ring"),
        ("tp link", "tp-link"),
        ("Hik-Connect", "hikvision"),
        ("google n", "google-nest"),
        ("generic", "generic"),
        ("router", "router"),
    ],
)
def test_a_make_is_found_by_its_file_its_name_or_its_app(typed: str, slug: str) -> None:
    assert find_make(load(), typed).slug == slug


def test_a_wrong_name_says_the_nearest_and_what_works_for_any() -> None:
    with pytest.raises(NoMake, match=r"Did you mean reolink\?.*doorguard guide generic"):
        find_make(load(), "reolnik")
    with pytest.raises(NoMake, match=r"^There is no make called 'qqqq'\. This works for any make"):
        find_make(load(), "qqqq")
    with pytest.raises(NoMake):
        find_make(load(), "")


def test_a_word_that_fits_several_says_which() -> None:
    with pytest.raises(NoMake, match=r"^'link' fits several makes\. Choose one: .*\btp-link\b"):
        find_make(load(), "link")


def test_an_app_of_several_makes_says_which() -> None:
    apps: dict[str, set[str]] = {}
    for page in load().vendors:
        for app in page.apps:
            apps.setdefault(app, set()).add(page.slug)
    shared = {app: slugs for app, slugs in apps.items() if len(slugs) > 1}
    shared = {app: slugs for app, slugs in shared.items() if not any(is_named(app, slug) for slug in slugs)}
    for app, slugs in shared.items():
        with pytest.raises(NoMake) as caught:
            find_make(load(), app)
        assert all(slug in str(caught.value) for slug in slugs)


def is_named(app: str, slug: str) -> bool:
    page = load().page(slug)
    assert page is not None
    return app.casefold() in (slug, *(name.casefold() for name in page.names))


def test_every_action_has_one_card_and_the_makers_own_goes_first() -> None:
    generic = load().page("generic")
    assert generic is not None
    for page in makes_with_steps(load()):
        if page.slug == "router":
            continue
        guide = build(load(), page, today=TODAY)
        actions = [card.step.action for card in guide.cards]
        assert sorted(actions) == sorted({*page.steps, *generic.steps}), page.slug
        for card in guide.cards:
            own = card.step.action in page.steps
            assert card.step == (page.steps if own else generic.steps).get(card.step.action, card.step)
            assert card.own is (own and page.slug != "generic")


def test_the_card_is_the_step_that_the_screens_show() -> None:
    page = load().page("hikvision")
    assert page is not None
    device = Device(id="x", id_from="mac", addresses=(), kind="camera", vendor=page.names[0])
    cards = {card.step.action: card.step for card in build(load(), page).cards}
    for check in load().checks:
        assert cards[check.action] == step_for(load(), check, device), check.id


def test_the_routers_page_holds_no_steps_for_cameras() -> None:
    page = load().page("router")
    assert page is not None
    assert {card.step.page for card in build(load(), page).cards} == {"router"}


def test_each_card_has_the_four_labels() -> None:
    for page in makes_with_steps(load()):
        for card in build(load(), page).cards:
            assert [(name, question) for name, question, _ in card.labels] == list(LABEL_QUESTIONS)
            assert all(answer for _, _, answer in card.labels), (page.slug, card.step.action)


def test_who_can_take_it_over_stands_on_that_card_alone() -> None:
    for page in load().vendors:
        if page.slug.startswith("_") or page.slug in ("generic", "router"):
            continue
        locks = {card.step.action: card.lock for card in build(load(), page).cards if card.lock}
        assert locks == {"if-someone-else-owns-it": LOCK_WORDS[page.lock_class or "unknown"]}, page.slug


def test_every_action_has_a_title_in_words() -> None:
    actions = {action for page in load().vendors for action in page.steps}
    assert [action for action in actions if action not in ACTION_WORDS] == []
    assert len(set(ACTION_WORDS.values())) == len(ACTION_WORDS), "two steps would look the same in a list"


def test_one_action_alone_and_an_unknown_one() -> None:
    page = load().page("ring")
    assert page is not None
    assert [c.step.action for c in build(load(), page, action="two-step").cards] == ["two-step"]
    with pytest.raises(NoMake, match=r"Did you mean two-step\?.*doorguard guide ring"):
        build(load(), page, action="twostep")


def test_looking_comes_first_and_no_action_stands_twice() -> None:
    placed = [action for _, actions in GROUPS for action in actions]
    assert len(set(placed)) == len(placed)
    page = load().page("generic")
    assert page is not None
    assert set(placed) <= set(page.steps), "a group names a step that is gone"
    assert build(load(), page).cards[0].step.action == "save-proof"
