"""Walking a story: what to do next and what must be so. The faces carry it out; none of them is known here."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, field

from tests.stories.houses import Again, House
from tests.stories.language import Step, Story, fits
from tests.stories.words import Told


@dataclass(frozen=True)
class Act:
    """What the person does: chooses an answer by its id, types, presses a letter, goes back, or only reads on
    (``details`` of the page on view)."""

    kind: str
    what: str = ""


Walk = Generator[Act, Told, None]
"""Yields acts; is sent what the page on view tells after each of them."""


@dataclass
class Walked:
    """All that was told on the way, what was done, and the answers by their numbers and words as they were chosen."""

    told: list[Told] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    chosen: list[tuple[int, str]] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    """Where each part begins, among what was told."""


def walk(story: Story, house: House | Again, first: Told, walked: Walked, known: frozenset[str] | None = None) -> Walk:
    """One person, step by step. On each kind of page the help and the details are read once, but for those in
    ``known``; nowhere when that is None."""
    page, read = first, None if known is None else set(known)
    for step in story.steps:
        page = yield from _read_on(page, read, walked)
        try:
            if step.verb.startswith("expect"):
                _expect(step, page, house)
            elif step.verb == "answer":
                page = yield from _answer(step, page, read, walked)
            elif step.verb == "part":
                walked.parts[step.what] = len(walked.told)
            elif step.verb == "in the app:":
                _in_the_app(step, house)
            else:
                walked.told.append(page)
                page = yield _act(step, page, walked)
        except AssertionError as error:
            raise AssertionError(f"{story.name}, {step}: {error}\non {page.page}: {' '.join(page.words)}") from error
    page = yield from _read_on(page, read, walked)
    walked.told.append(page)


def _read_on(page: Told, read: set[str] | None, walked: Walked) -> Generator[Act, Told, Told]:
    """Its help and its details, once for each kind of page; back on the page itself."""
    if read is None or page.page in read or page.page == "help":
        return page
    read.add(page.page)
    if not page.typed:  # there a letter is what is typed
        walked.told.append((yield Act("details")))
    walked.told.append((yield Act("press", "?")))
    return (yield Act("back"))


def _answer(step: Step, page: Told, read: set[str] | None, walked: Walked) -> Generator[Act, Told, Told]:
    """Every question of the gate that comes now; what was meant for one that does not come is a mistake."""
    answers = dict(pair.strip().split() for pair in step.what.split(","))
    while page.page.startswith(("gate-", "phone-")):
        page = yield from _read_on(page, read, walked)
        key = page.page.partition("-")[2]
        assert key in answers, f"{key} is asked, and has no answer"
        walked.told.append(page)
        page = yield _chosen(answers.pop(key), page, walked)
    assert not answers, f"never asked: {answers}"
    return page


def _act(step: Step, page: Told, walked: Walked) -> Act:
    if step.verb != "choose":
        return Act(step.verb, step.what)
    return _chosen(step.what, page, walked, step.word)


def _chosen(pattern: str, page: Told, walked: Walked, word: str = "") -> Act:
    meant = [c for c, text in page.offered.items() if fits(pattern, c) and word.lower() in text.lower()]
    assert meant, f"not offered; there are {list(page.offered)}"
    walked.chosen.append((list(page.offered).index(meant[0]) + 1, page.offered[meant[0]]))
    return Act("choose", meant[0])


def _in_the_app(step: Step, house: House | Again) -> None:
    change, _at, address = step.what.partition(" at ")
    if isinstance(house, House):
        house.in_the_app(change, address)


def _expect(step: Step, page: Told, house: House | Again) -> None:
    match step.verb:
        case "expect page":
            assert page.page == step.what, f"the page is {page.page}"
        case "expect words":
            assert page.says(step.what), "not said"
        case "expect no words":
            assert not page.says(step.what), "said"
        case "expect offered":
            assert any(fits(step.what, choice) for choice in page.offered), f"there are {list(page.offered)}"
        case "expect not offered":
            assert not any(fits(step.what, choice) for choice in page.offered), f"there are {list(page.offered)}"
        case "expect logins":
            _logins(step, house)
        case _:
            heard = house.heard if isinstance(house, House) else house.house.heard
            assert all(want.kind == "tell" for want, _events in heard), "something was sent"


def _logins(step: Step, house: House | Again) -> None:
    """In the house itself: what a device counted. Afterwards it has counted no more."""
    found = re.fullmatch(r"(\d+), refused (\d+) at (\S+)", step.what)
    assert found, "logins 1, refused 1 at ADDRESS"
    if isinstance(house, House):
        assert house.counted(found[3]) == (int(found[1]), int(found[2]))
