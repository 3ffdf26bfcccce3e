"""Writes the lists in docs/ that are made from the program itself. ``--check`` only says what is old."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from messages import template

from doorguard.catalog import load
from doorguard.catalog.groups import WAYS, grouped
from doorguard.catalog.help_pages import HelpPage, help_page
from doorguard.discover import CHANNELS
from doorguard.facts import FACTS
from doorguard.model import Scalar
from doorguard.network import ledger, tries
from doorguard.pages.at_any_time.topic import asked, marks
from doorguard.pages.closing.cards import build, makes_with_steps, name_of
from doorguard.probes import PROBES
from doorguard.report import cards, sheet_html
from doorguard.tables import contacts, load_ports

DOCS = Path(__file__).parents[1] / "docs"
MADE = "Made from the program by `python packaging/generated_docs.py`. Do not edit."


def checks() -> Iterator[str]:
    """The page docs/checks.md."""
    yield from ("# Checks", "", MADE, "")
    yield f"{len(load().checks)} checks, by what they need; the most severe first."
    for group in grouped(load().checks):
        yield from ("", f"## {group.title} ({group.level.word})", "", group.needs, "")
        yield from ("| check | problem | how bad | shown under |", "| --- | --- | --- | --- |")
        for check in group.checks:
            link = f"[{check.id}](../checks/{check.id}/check.md)"
            yield f"| {link} | {check.problem} | {check.severity} | {WAYS[check.way]} |"
    yield from ("", "## Questions that only you can answer", "")
    yield "The name is what stands in an answers file; so is the word before each answer. `not-known` and"
    yield "`rather-not-say` can always be written."
    yield from ("", "| name | question | answers |", "| --- | --- | --- |")
    asked = {question.fact: question for check in load().checks for question in check.asks}
    for fact in sorted(asked, key=list(FACTS).index):
        answers = (f"`{_word(value)}` {words}" for words, value in asked[fact].answers.items())
        yield f"| `{fact}` | {asked[fact].question} | {'; '.join(answers)} |"


def _word(value: Scalar) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def facts() -> Iterator[str]:
    """The page docs/facts.md."""
    yield from (
        "# Facts",
        "",
        MADE,
        "",
        "| fact | type | meaning | needs | left out of files |",
        "| --- | --- | --- | --- | --- |",
    )
    for kind in FACTS.values():
        yield f"| `{kind.name}` | {kind.type} | {kind.meaning} | {kind.level.word} | {'yes' if kind.personal else ''} |"


def vendors() -> Iterator[str]:
    """The page docs/vendors.md."""
    yield from ("# Makers", "", MADE, "")
    yield from ("| page | names | signs | steps of its own |", "| --- | --- | --- | --- |")
    for page in load().vendors:
        if not page.slug.startswith("_"):
            steps = ", ".join(page.steps) if page.slug != "generic" else "all"
            yield f"| [{page.slug}](../vendors/{page.slug}.md) | {', '.join(page.names)} | {len(page.rules)} | {steps} |"  # noqa: E501 - one row of a table


def what_we_send() -> Iterator[str]:
    """The page docs/what-we-send.md."""
    look, router, group = ledger.LOOK, ledger.LOOK_ROUTER, ledger.GROUP
    yield from ("# What doorguard sends", "", MADE, "")
    yield "Nothing ever leaves the one network that was chosen. At **talk** nothing is sent. At **listen** nothing is"
    yield "sent but joining groups. At **look** the most that goes to one device in one run is:"
    yield ""
    yield f"* {look.ports} listed ports, each tried at most {look.tries_per_port} times; a try sends no byte;"
    yield f"  at most {tries.OPEN_PER_HOST} tries open at once, {tries.OPEN_WHEN_STUMBLING} once the device has stumbled"  # noqa: E501 - one row of a table
    yield f"* {look.connections} conversations and {look.requests} requests, {look.at_once} conversations at a time"
    yield f"  (the router: {router.requests} requests, for its list of open doors)"
    yield f"* {look.datagrams} single messages; {group.datagrams} to each group address and port"
    yield "* 0 logins"
    yield from (
        "",
        "## Ways of finding devices",
        "",
        "| way | from level | worst that it can cause |",
        "| --- | --- | --- |",
    )
    for channel in CHANNELS:
        yield f"| {channel.title} (`{channel.name}`) | {channel.level.word} | {channel.side_effect} |"
    yield from (
        "",
        "## Questions to one device",
        "",
        "| question | most conversations | most requests | worst that it can cause |",
        "| --- | --- | --- | --- |",
    )
    for probe in PROBES:
        yield f"| {probe.title} (`{probe.name}`) | {probe.connections} | {probe.requests} | {probe.side_effect} |"
    ports = ", ".join(str(p.port) for p in load_ports() if p.scan and p.transport == "tcp")
    yield from ("", "## Ports that are tried", "", ports + ".")


def guides() -> Iterator[tuple[str, str]]:
    """The pages docs/guides/*.md: the steps that are a make's own, those for any make, and the list of all."""
    catalog = load()
    pages = makes_with_steps(catalog)
    index = ["# Steps to read and print", "", MADE, ""]
    index += ["Each card can be printed in any form: `doorguard guide NAME --format text`, `html` or `json`.", ""]
    index += ["For a visit there is one sheet: [to read](../visit-sheet.md), [to print](../visit-sheet.html).", ""]
    index += ["| make | steps of its own | as of |", "| --- | --- | --- |"]
    for page in pages:
        guide = build(catalog, page, own_only=True)
        index.append(f"| [{name_of(page)}]({page.slug}.md) | {len(guide.cards)} | {page.as_of} |")
        text = cards.as_markdown(guide)
        if page.slug != "generic":
            text += "\n## Everything else\n\nFor what does not stand here, take the card [for any make](generic.md).\n"
        yield f"guides/{page.slug}.md", f"<!-- {MADE} -->\n\n{text}"
    yield "guides/README.md", "\n".join(index) + "\n"


def sheet() -> Iterator[tuple[str, str]]:
    """docs/visit-sheet.*: one side of paper, from help/visit.md."""
    page = help_page("visit")
    assert page is not None
    people, says = asked(page, _day_of(page)), marks(page)
    yield "visit-sheet.md", f"<!-- {MADE} -->\n\n{sheet_html.as_markdown(page, marks=says, people=people)}"
    yield "visit-sheet.html", sheet_html.as_html(page, marks=says, people=people)


def _day_of(page: HelpPage) -> date:
    """The day of the newest thing on it, so that the file is the same whenever it is made."""
    return date.fromisoformat(max(page.as_of, *(contact.checked_on for contact in contacts())))


PAGES = {"checks.md": checks, "facts.md": facts, "vendors.md": vendors, "what-we-send.md": what_we_send}


def made() -> Iterator[tuple[str, str]]:
    """Every file that is made, by its way from docs/, with its text."""
    for name, page in PAGES.items():
        yield name, "\n".join(page()) + "\n"
    yield from guides()
    yield from sheet()
    yield "../src/doorguard/locale/doorguard.pot", template()


def main() -> int:
    """Write the pages, or with ``--check`` name those that are old."""
    files = dict(made())
    gone = [file for file in (DOCS / "guides").glob("*.md") if f"guides/{file.name}" not in files]
    if "--check" not in sys.argv:
        for name, text in files.items():
            (DOCS / name).parent.mkdir(exist_ok=True)
            (DOCS / name).write_text(text, "utf-8")
        for file in gone:
            file.unlink()
        return 0
    old = [name for name, text in files.items() if _text(DOCS / name) != text]
    old += [f"guides/{file.name}" for file in gone]
    if old:
        print(f"Old: {', '.join(old)}. Run: python packaging/generated_docs.py", file=sys.stderr)
    return 1 if old else 0


def _text(file: Path) -> str | None:
    return file.read_text("utf-8") if file.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
