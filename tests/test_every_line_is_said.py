"""No line that a person reads stands in the source without its mark for the catalogue."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from doorguard.tables import contacts

SOURCE = Path(__file__).parents[1] / "src" / "doorguard"
FOLDERS = ("pages", "gate", "cli", "tui", "report", "session", "record", "flaws", "identify", "guide")
"""Where lines for people are made. What devices and wires say to each other stands elsewhere."""
FILES = ("judge.py", "network/scope.py", "network/login.py")
MARKS = ("_", "N_", "many", "count")
DRAWN = ("text", "heading", "row", "bullet", "quiet", "print", "Choice", "Standing", "Page", "Line", "Said")
"""Functions that show what they are given: there even one word is a line."""
SHOWN_BY_NAME = ("text", "title", "typed", "label", "says", "help")
NOT_SHOWN = ("ValueError", "KeyError", "TypeError", "OSError", "compile", "cast")
"""Functions whose texts are for programmers, and for patterns."""
EXCEPTIONS = {
    "cli/__init__.py": ("doorguard {}",),
    "cli/arguments.py": ("doorguard record",),  # what to type
    "cli/misread.py": ("argument (?P<name>", "the following arguments", "unrecognized arguments"),  # argparse's own
    "cli/record/opening.py": ("doorguard {}",),
    "tui/drawing.py": ("\0type here",),
    "tui/frame.py": (" doorguard  {}",),
    "record/places.py": ("Google Drive", "Mobile Documents"),
    "report/redact.py": ("left out",),  # stands in JSON, too
    "report/summary/as_pdf.py": ("Libertinus Serif",),
    "report/summary/pdf_joined.py": ("",),  # for programmers; the rest is the language of PDF
    "record/check_export.py": ("",),  # stands in an export by itself, without the program and its catalogues
    "guide/steps.py": ("no page has a step", "not known"),  # for programmers; how a label in English begins
    "pages/found/devices.py": ("Not known yet",),  # the name of a group
    "gate/answers.py": ("at line", "yes, no, not-sure"),  # what an answers file and its reader say
    "gate/named_devices.py": ('{ "name" = "mine"',),
    "network/login.py": ("it asks for a password in", "it does not say whether"),  # only ever in a failure's detail
}
"""By file: the beginnings of texts that look like a line and are none."""

NAMES = {name for contact in contacts() for name in (contact.organisation, contact.country)}
"""Names of organisations and countries, by which they are found in the table of contacts."""

TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,.:;?!]?\s+[A-Za-z]{2,}|[A-Za-z]{2,}\s+\{\}|\{\}\s+[A-Za-z]{2,}")
ONE_WORD = re.compile(r"[A-Z][a-z]+[.?!:]?")


def unmarked(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of everything that reads like a line of ours, and is not marked."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        words = _words(node)
        if words is None or isinstance(above.get(node), ast.JoinedStr | ast.FormattedValue | ast.Expr):
            continue
        if _shown(words, node, above) and not _excused(node, above):
            yield node.lineno, words  # type: ignore[attr-defined]


def _words(node: ast.AST) -> str | None:
    """What a constant or an f-string says, with ``{}`` for its places."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


CODE = re.compile(r"\s*(@|:root|#let|\w+ \{\s|(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN) )")
"""How a style sheet, a page of Typst, or a question to the record's own tables begins."""
MARKUP = re.compile(r"<[^>]*>|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
"""Tags, and the places of a template. What stands between them is a line."""


def _shown(words: str, node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    if CODE.match(words):
        return False
    if TWO_WORDS.search(MARKUP.sub(" ", words)):
        return True
    if not ONE_WORD.fullmatch(words):
        return False
    caller = above.get(node)
    if isinstance(caller, ast.keyword):
        return caller.arg in SHOWN_BY_NAME
    return isinstance(caller, ast.Call) and _called(caller) in DRAWN


def _excused(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """True inside of a mark, a pattern, a comparison, a type or a text for programmers."""
    while node in above:
        inner, node = node, above[node]
        if isinstance(node, ast.Call) and _called(node) in (*MARKS, *NOT_SHOWN):
            return True
        if isinstance(node, ast.Compare | ast.Assert | ast.arg | ast.pattern):
            return True
        if isinstance(node, ast.Subscript) and inner is node.slice:
            return True
    return False


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def files() -> list[Path]:
    return [
        *(file for folder in FOLDERS for file in sorted((SOURCE / folder).rglob("*.py"))),
        *(SOURCE / f for f in FILES),
    ]


@pytest.mark.parametrize("file", files(), ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_every_line_is_marked(file: Path) -> None:
    known = EXCEPTIONS.get(file.relative_to(SOURCE).as_posix(), ())
    found = [(line, words) for line, words in unmarked(file.read_text("utf-8")) if words not in NAMES]
    assert [(line, words) for line, words in found if not any(words.startswith(begin) for begin in known)] == []


def test_each_exception_is_needed() -> None:
    for name, known in EXCEPTIONS.items():
        words = [words for _line, words in unmarked((SOURCE / name).read_text("utf-8"))]
        assert [begin for begin in known if not any(said.startswith(begin) for said in words)] == [], name


@pytest.mark.parametrize(
    "line", ['_(f"{name} was found")', '_("a " + word)', '_("{} x".format(y))', "count(3, one, several)"]
)
def test_what_no_catalogue_can_hold_is_not_taken(line: str) -> None:
    """The script that lists the texts stops at it, so it cannot come in."""
    script = (
        "import sys; sys.path.insert(0, 'packaging'); from messages import in_source\n"
        "try: list(in_source(sys.argv[1], 'x')); print('taken')\n"
        "except ValueError: print('not taken')"
    )
    run = [sys.executable, "-c", script, line]
    done = subprocess.run(run, cwd=SOURCE.parents[1], capture_output=True, text=True, check=True)
    assert done.stdout == "not taken\n"


def shadows(source: str) -> Iterator[int]:
    """Lines of functions that use ``_`` for a value of no interest, and for a line as well."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
        kinds = set()
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Name) and node.id == "_":
                kinds.add(type(node.ctx))
            if not isinstance(
                node, ast.FunctionDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
            ):
                waiting += ast.iter_child_nodes(node)
        if kinds >= {ast.Load, ast.Store}:
            yield function.lineno


def test_no_function_hides_the_mark() -> None:
    wrong = {(str(file), line) for file in SOURCE.rglob("*.py") for line in shadows(file.read_text("utf-8"))}
    assert sorted(wrong) == []


@pytest.mark.parametrize(
    "source",
    [
        'text("Nothing is sent")',
        'row("Model", name)',
        'Page(title="Stop")',
        'yield f"{number} found"',
        'print("Done.")',
        'WORDS = {"a": "two words"}',
        'BODY = "<p>{{ title }} and <b>two words</b></p>"',
    ],
)
def test_what_is_not_marked_is_found(source: str) -> None:
    assert list(unmarked(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        'text(_("Nothing is sent"))',
        'count(3, "more thing", "more things")',
        '"""A docstring of words."""',
        'BODY = "<p class=\\"one two\\">{{ words and more }}</p>"',
        'STYLE = "@page { margin: 1mm auto; }"',
        'query = "SELECT number FROM entries"',
        'raise ValueError("no such thing")',
        'match word:\n    case "two words":\n        pass',
    ],
)
def test_what_is_no_line_is_let_be(source: str) -> None:
    assert list(unmarked(source)) == []


def test_a_hidden_mark_is_found() -> None:
    assert list(shadows('def f():\n    a, _ = b\n    return _("x")')) == [1]
    assert list(shadows('def f():\n    return _("x")')) == []
