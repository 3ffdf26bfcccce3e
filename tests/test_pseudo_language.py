"""Every line in a language that nobody speaks: what is hard-coded shows, and longer lines still fit."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC

import pytest
from rich.cells import cell_len

from doorguard import tables, wording
from doorguard.catalog import load
from doorguard.catalog.help_pages import help_pages
from doorguard.cli import language, main, plain
from doorguard.cli.paper import page_lines
from doorguard.cli.runner import Runner
from doorguard.gate.people import region
from doorguard.model import Blind, ChannelStarted, DeviceSeen, Failure, Level, RunStarted
from doorguard.pages.flow import Flow
from doorguard.pages.handing_on.summarise import Form, Wanted, summarise, written
from doorguard.pages.page import Page
from doorguard.pages.screen import sentence
from doorguard.pages.which_device.own_name import LONGEST
from doorguard.pages.written_down import keep
from doorguard.record.places import DROPBOX
from doorguard.report.summary.material import READERS, Reader
from doorguard.tui.drawing import Look
from doorguard.tui.frame import LEAVE_WORDS, frame
from tests import conftest
from tests.pseudo import Pseudo, marked
from tests.test_words import units

pytestmark = pytest.mark.timeout(600)
"""Every page is made twice, in English and in the other language, before the first test."""


@pytest.fixture(scope="module")
def pseudo(all_pages: list[Page]) -> Iterator[Pseudo]:
    """From here on nothing is English; the English pages, which other tests read too, are made before."""
    assert all_pages
    language = Pseudo()
    wording.use(language)
    yield language
    wording.use(None)


@pytest.fixture(scope="module")
def pages(pseudo: Pseudo) -> list[Page]:
    return [*conftest.pages_of_the_demo(), *conftest.pages_at_home()]


def names() -> set[str]:
    """What is nobody's language: names of devices, makers, places and organisations, what was typed, and what the
    sample home says."""
    found = {
        "doorguard",
        "It rang at night.",
        "It was seven.",
        "photo.png",
        "New",
        *keep.NAMES,
        DROPBOX,
        *conftest.TYPED,
        *(typed[:LONGEST].strip() for typed in conftest.TYPED),
    }
    found |= {
        words
        for device in (conftest.CAMERA, conftest.DOORBELL)
        for _id, words, _ in conftest.pretend_changes(device.addresses[0])
    }
    for event in conftest.a_run():
        match event:
            case DeviceSeen(device=device):
                found |= {*device.names, *filter(None, (device.model, device.vendor, device.firmware))}
                found |= {sentence(because.says) for because in device.because}
                found |= {because.says for because in device.because}
            case Failure(says=says) | Blind(says=says):
                found.add(says)
            case ChannelStarted(title=title):
                found.add(title)
            case RunStarted(left_out=left_out):
                found |= set(left_out)
    for page in load().vendors:
        found |= {*page.names, *page.apps}
    for contact in tables.contacts():
        found |= {contact.organisation, contact.phone, contact.url, region(contact)}
    return found - {""}


def english(unit: str, known: Iterable[str]) -> list[str]:
    """Words of plain letters that are left when names and what stands in addresses are taken out.

    ``known`` names go first where they are longer: one may be a part of another.
    """
    for name in sorted(known, key=len, reverse=True):
        unit = unit.replace(name, " ")
    return [word for word in re.findall(r"\S*[A-Za-z]{2,}\S*", unit) if not re.search(r"[\d@/:]", word)]


def test_no_line_of_a_page_is_hard_coded(pages: list[Page]) -> None:
    known = names()
    pages = [page for page in pages if page.id != "one-entry"]  # an entry of a record, word for word as it was written
    left = {(page.id, unit) for page in pages for unit in units(page) if english(unit, known)}
    assert sorted(left) == []


def test_another_language_leads_the_same_ways(all_pages: list[Page], pages: list[Page]) -> None:
    """Nothing that the program decides hangs on English words: as many pages, with the same answers and parts."""

    def shape(page: Page) -> tuple[object, ...]:
        answers = [choice.id for choice in page.choices]
        return page.id, tuple(answers), tuple(line.kind for line in page.lines), page.typed is None, len(page.details)

    english_shapes, shapes = Counter(map(shape, all_pages)), Counter(map(shape, pages))
    assert english_shapes - shapes == shapes - english_shapes == Counter()


class TestLayouts:
    """40 % longer text still fits: no row is wider than its window, and Leave stands whole in its corner."""

    @pytest.mark.parametrize("size", [(80, 24), (40, 15)])
    def test_on_the_screens(self, pages: list[Page], size: tuple[int, int]) -> None:
        columns, lines = size
        leave = wording._(LEAVE_WORDS)
        wrong = set()
        for page in set(pages):
            drawn = frame(page, Look(columns=columns, lines=lines, focus=page.choices[0].id if page.choices else None))
            first, last = drawn.leave
            at_home = drawn.rows[0].text[first : last + 1] == leave and last <= columns - 2
            marked_as_made_up = not page.pretend or wording._("Pretend home") in drawn.rows[0].text
            if (
                len(drawn.rows) != lines
                or not at_home
                or not marked_as_made_up
                or any(cell_len(row.text) > columns for row in drawn.rows)
            ):
                wrong.add((page.id, page.title))
        assert sorted(wrong) == []

    @pytest.mark.parametrize("width", [72, 38])
    def test_line_by_line(self, pages: list[Page], width: int) -> None:
        wide = {
            (p.id, line) for p in set(pages) for line in page_lines(p, details=True, width=width) if len(line) > width
        }
        assert sorted(wide) == []


class TestTheLanguageItself:
    """What is longer and marked here must be what a translator could have written."""

    def test_lines_are_longer_and_hold_no_plain_letter(self) -> None:
        line = "Nothing is sent until you say so."
        assert english(marked(line), ()) == []
        assert len(marked(line)) >= 1.35 * len(line)
        assert marked(line).endswith(".")

    @pytest.mark.parametrize(
        "line", ["{number} cameras at {address}", "{} and {0!r}", "{{no place}} {place:>3}", "a { that stands alone"]
    )
    def test_places_keep_their_names(self, line: str) -> None:
        def places(text: str) -> list[str]:
            return re.findall(r"(?<!\{)\{[^{}]*\}", text)

        assert places(marked(line)) == places(line)

    def test_a_line_outside_the_catalogue_shows(self, pseudo: Pseudo) -> None:
        assert pseudo.gettext("Nobody wrote this line") == "Nobody wrote this line"
        assert english("Nobody wrote this line", ()) != []
        assert pseudo.gettext("Do nothing for now") == marked("Do nothing for now")


COMMANDS = [
    "--help",
    "help",
    "help levels",
    "help law",
    "guide",
    "guide reolink",
    "guide ring change-password",
    "checks",
    "checks remote-shell-open",
    "vendors",
    "vendors reolink",
    "vendors nobody",
    "checks nothing",
    "help nothing",
    "no-such-command",
    "scan --json",
    "scan --answers /nowhere/at-all.toml",
]
TYPED_AS_IT_IS = re.compile(r"doorguard( [a-z][a-z-]*)*|--?[a-z-]+|\b[A-Z]{2,}\b|\b[a-z]+([-|][a-z]+)+\b|Ctrl\+C")
"""What is typed after the name of the program, and ids: the same in every language."""


def ids() -> set[str]:
    """What is the same in every language, too: words for the command line, and what a source is called."""
    found = (
        {level.word for level in Level}
        | {page.topic for page in help_pages()}
        | {"nobody", "nothing", "No such file or directory", "/nowhere/at-all.toml"}
    )
    for page in load().vendors:
        found |= {page.slug, page.as_of}
        found |= {step.source for step in page.steps.values()} | {rule.source for rule in page.rules}
    for check in load().checks:
        found |= {check.id, *check.sources, *check.standards}
    return found


class TestTheCommandLine:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_nothing_that_it_prints_is_hard_coded(
        self, pseudo: Pseudo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
    ) -> None:
        monkeypatch.setattr(language, "choose", lambda: None)
        main(command.split())
        printed = capsys.readouterr()
        said = " ".join((printed.out + printed.err).split())
        assert said
        for name in sorted(names() | ids(), key=len, reverse=True):
            said = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", said)
        assert english(TYPED_AS_IT_IS.sub(" ", said), ()) == []


@pytest.fixture(scope="module")
def demo(pseudo: Pseudo) -> tuple[Flow, str]:
    """The pretend home after a whole run, and all that was printed of it."""
    runner, out = Runner(load()), io.StringIO()
    flow = Flow(runner.catalog, demo=True, changes=runner.changes, pretend_login=runner.pretend_login)
    try:
        plain.demo(flow, runner, out)
    finally:
        runner.close()
    return flow, out.getvalue()


class TestTheDemo:
    """The real channels, probes, judge and summaries: nothing but names is English."""

    @staticmethod
    def english_in(text: str, flow: Flow) -> list[str]:
        known = names() | {words for route in tables.load_routes() for words in (route.title, route.section) if words}
        for device in flow.picture.devices.values():
            known |= {*device.names, *filter(None, (device.model, device.firmware))}
            known |= {f"({fact.value})" for fact in device.facts if fact.name == "service.name"}
        said = " ".join(text.split()).replace("(unknown)", " ")  # a service without a name
        for name in sorted(known, key=len, reverse=True):
            said = said.replace(name, " ")
        return english(TYPED_AS_IT_IS.sub(" ", said), ())

    def test_what_is_printed(self, demo: tuple[Flow, str]) -> None:
        flow, printed = demo
        assert len(printed) > 20_000
        assert self.english_in(printed, flow) == []

    @pytest.mark.parametrize("reader", READERS)
    @pytest.mark.parametrize("form", ["text", "html"])
    def test_each_summary(self, demo: tuple[Flow, str], reader: Reader, form: Form) -> None:
        flow, _printed = demo
        given = {"anyone_minds": "yes", "danger": "no", "living": "yes"}
        wanted = Wanted(reader=reader, now=conftest.NOON, zone=UTC, country="England", show_all=True, given=given)
        text = written(*summarise(flow.picture, flow.catalog, wanted), form).decode()
        if form == "html":
            text = html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL))
        assert len(text) > 5_000
        assert self.english_in(text, flow) == []
