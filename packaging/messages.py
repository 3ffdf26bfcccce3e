"""Every text that a person reads, for translators. ``generated_docs.py`` writes it to
``src/doorguard/locale/doorguard.pot``.

Texts of the program are read from its source (what stands in ``_()``, ``N_()``, ``many()`` and ``count()``);
texts of documents and tables through the same functions that say them in another language.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from doorguard import tables
from doorguard.catalog import load
from doorguard.catalog.help_pages import help_pages, help_said
from doorguard.catalog.said import check_said, page_said
from doorguard.facts import FACTS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "doorguard"
FORMS = {"_": (0,), "N_": (0,), "many": (0, 1), "count": (1, 2)}
"""Which arguments of a call are texts: one, or the words for one and for several."""
HEAD = """# Every text of doorguard, in English. Made by `python packaging/generated_docs.py`. Do not edit.
# A translation is a copy of this file at <language>/LC_MESSAGES/doorguard.po, made into a .mo by msgfmt.
# What is typed stays as it is: B, d, h, r, s, ?, keys, commands and their options. So do words in braces.
msgid ""
msgstr ""
"Project-Id-Version: doorguard\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

Text = tuple[str, str]
"""The text, and the one for several things, or an empty one."""


@dataclass(slots=True)
class Messages:
    """All texts in the order in which they are met, each with the files that hold it."""

    places: dict[Text, list[str]] = field(default_factory=dict)

    def add(self, place: str, one: str, several: str = "") -> str:
        """Take a text. Gives it back, so that it can stand for a language."""
        if one:
            known = self.places.setdefault((one, several), [])
            if place not in known:
                known.append(place)
        return one


def messages() -> Messages:
    """Every text there is."""
    found = Messages()
    for file in sorted(SOURCE.rglob("*.py")):
        for one, several in in_source(file.read_text("utf-8"), str(file)):
            found.add(file.relative_to(ROOT).as_posix(), one, several)
    _documents(found)
    _tables(found)
    return found


def in_source(source: str, name: str) -> Iterator[Text]:
    """The texts of one Python file. Raises ``ValueError`` where one is not written out."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        function = call.func.id if isinstance(call.func, ast.Name) else ""
        if function not in FORMS or len(call.args) <= max(FORMS[function]):
            continue
        texts = [call.args[place] for place in FORMS[function]]
        written = [a.value for a in texts if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(written) == len(texts):
            yield (written[0], written[1] if len(written) > 1 else "")
        elif function != "_" or _put_together(texts[0]):  # _() also says what was marked elsewhere
            raise ValueError(f"{name}, line {call.lineno}: {function}() needs a text that is written out")


def _put_together(text: ast.expr) -> bool:
    """An f-string, a sum or a filled text: no catalogue can hold it."""
    filled = isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute) and text.func.attr == "format"
    return filled or isinstance(text, ast.JoinedStr | ast.BinOp)


def _documents(found: Messages) -> None:
    catalog = load()
    for check in catalog.checks:
        place = f"checks/{check.id}/check.md"
        check_said(check, lambda text, place=place: found.add(place, text))  # type: ignore[misc]
    for page in catalog.vendors:
        place = f"vendors/{page.slug}.md"
        page_said(page, lambda text, place=place: found.add(place, text))  # type: ignore[misc]
    for explained in help_pages():
        place = f"src/doorguard/help/{explained.topic}.md"
        help_said(explained, lambda text, place=place: found.add(place, text))  # type: ignore[misc]


def _tables(found: Messages) -> None:
    folder = "src/doorguard/tables"
    for contact in tables.contacts():
        found.add(f"{folder}/contacts.csv", contact.country)
        found.add(f"{folder}/contacts.csv", contact.what_for)
        found.add(f"{folder}/contacts.csv", contact.hours)
    for route in tables.load_routes():
        for text in (route.place, route.route, route.what, route.ask):
            found.add(f"{folder}/legal.csv", text)
    for flaw in tables.load_flaws():
        found.add(f"{folder}/flaws.csv", flaw.meaning)
    for port in tables.load_ports():
        found.add(f"{folder}/ports.csv", port.meaning)
    for kind in FACTS.values():
        found.add("src/doorguard/facts", kind.meaning)


def template() -> str:
    """The file for translators."""
    found = messages().places
    plural = {one: (one, several) for one, several in found if several}
    for one, place in [(one, place) for (one, several), places in found.items() if not several for place in places]:
        if one in plural and place not in found[plural[one]]:
            found[plural[one]].append(place)  # one entry serves both: a catalogue has each text once
    return HEAD + "".join(_entry(text, places) for text, places in found.items() if text[1] or text[0] not in plural)


def _entry(text: Text, places: list[str]) -> str:
    one, several = text
    lines = ["", *(f"#: {place}" for place in places)]
    if "{" in one:
        lines.append("#, python-brace-format")
    lines.append(f"msgid {_quoted(one)}")
    lines += [f"msgid_plural {_quoted(several)}", 'msgstr[0] ""', 'msgstr[1] ""'] if several else ['msgstr ""']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    if "\n" not in safe:
        return f'"{safe}"'
    return '""\n' + "\n".join(f'"{line}\\n"' for line in safe.split("\n")).removesuffix('\\n"') + '"'
