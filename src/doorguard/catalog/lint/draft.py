"""A check as somebody wrote it, half finished perhaps, with the line of everything in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doorguard.catalog.front_matter import Front
from doorguard.catalog.lint.marked import Marked, read_marked
from doorguard.catalog.lint.remark import Remark
from doorguard.catalog.shapes import CatalogError


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of ``check.md`` with its text."""

    heading: str
    line: int
    text: str


@dataclass(slots=True)
class Draft:
    """The two files of one folder, as far as they can be read.

    ``broken`` says what could not be; ``words`` are those of ``check.md`` with their lines.
    """

    folder: Path
    front: Front | None = None
    keys: Marked = field(default_factory=Marked)
    sections: tuple[Section, ...] = ()
    cases: Marked = field(default_factory=Marked)
    broken: list[Remark] = field(default_factory=list)
    words: list[tuple[str, int]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The name of the folder."""
        return self.folder.name

    def page(self, line: int, says: str) -> Remark:
        """A remark about ``check.md``."""
        return Remark(f"{self.id}/check.md", line, says)

    def key(self, says: str, *path: str | int) -> Remark:
        """A remark about a key of ``check.md``."""
        return self.page(self.keys.line(*path), f"{path[0]}: {says}" if path else says)

    def case(self, says: str, *path: str | int) -> Remark:
        """A remark about ``cases.yaml``."""
        return Remark(f"{self.id}/cases.yaml", self.cases.line(*path), says)

    def line_of(self, sentence: str) -> int:
        """The line of ``check.md`` on which a sentence begins; 0 when it is not there."""
        wanted = sentence.split()
        there = [word for word, _ in self.words]
        for start in range(len(there) - len(wanted) + 1):
            if there[start : start + len(wanted)] == wanted:
                return self.words[start][1]
        return 0


def read_draft(folder: Path) -> Draft:
    """Read what can be read of one folder; never raises for what stands in it."""
    draft = Draft(folder)
    _read_page(draft)
    _read_cases(draft)
    return draft


def _read_page(draft: Draft) -> None:
    file = draft.folder / "check.md"
    name = f"{draft.id}/check.md"
    try:
        text = file.read_text("utf-8")
        front_text = re.match(r"^---\n(.*?)^---\n?", text, re.DOTALL | re.MULTILINE)
        if front_text:
            draft.keys = read_marked(front_text[1], name, first_line=2)
        draft.front = Front(file, name)
    except OSError as error:
        draft.broken.append(Remark(name, 0, _not_opened(error)))
        return
    except UnicodeDecodeError:
        draft.broken.append(Remark(name, 0, "is not UTF-8 text; save it again as UTF-8"))
        return
    except CatalogError as error:
        draft.broken.append(Remark(name, 0, error.says))
        return
    draft.sections = tuple(_sections(text))
    draft.words = [(word, n) for n, line in enumerate(text.splitlines(), 1) for word in _bare(line).split()]


def _not_opened(error: OSError) -> str:
    return "the file is missing" if isinstance(error, FileNotFoundError) else f"cannot be opened ({error.strerror})"


def _bare(line: str) -> str:
    """A line without Markdown marks, keys and quotes, as its sentences are compared."""
    line = re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "", line)
    line = re.sub(r"^\s*[a-z_]+:\s+", "", line)
    return re.sub(r"[`*#]", "", line).strip("\"'")


def _sections(text: str) -> list[Section]:
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines) if re.match(r"##\s+\S", line)]
    ends = [*starts[1:], len(lines)]
    return [
        Section(lines[start][2:].strip(), start + 1, "\n".join(lines[start + 1 : end]).strip())
        for start, end in zip(starts, ends, strict=True)
    ]


def _read_cases(draft: Draft) -> None:
    file = draft.folder / "cases.yaml"
    name = f"{draft.id}/cases.yaml"
    try:
        draft.cases = read_marked(file.read_text("utf-8"), name)
    except OSError as error:
        draft.broken.append(Remark(name, 0, _not_opened(error)))
        return
    except UnicodeDecodeError:
        draft.broken.append(Remark(name, 0, "is not UTF-8 text; save it again as UTF-8"))
        return
    except CatalogError as error:
        draft.broken.append(Remark(name, 0, error.says))
        return
    if not isinstance(draft.cases.data, list):
        draft.broken.append(Remark(name, 0, "must be a list of cases, each beginning with '- name:'"))


def rows(value: Any) -> list[Any]:
    """A list as it stands; empty for anything else."""
    return value if isinstance(value, list) else []
