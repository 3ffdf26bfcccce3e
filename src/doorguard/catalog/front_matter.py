"""Reads the part between two ``---`` lines, with errors that name file and key in words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast, get_args

from doorguard.catalog.shapes import CatalogError
from doorguard.matcher import Case, LanguageError, parse_case
from doorguard.model import Kind, Level


def headings(body: str) -> dict[str, str]:
    """The text under each ``##`` heading."""
    parts = re.split(r"^##\s+(.+?)\s*$", body, flags=re.MULTILINE)
    return {parts[i]: parts[i + 1].strip() for i in range(1, len(parts) - 1, 2)}


def read_yaml(text: str, name: str) -> Any:
    """YAML with every scalar as text. Raises :class:`CatalogError`."""
    import yaml

    # All scalars stay text; facts types them.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - BaseLoader makes only text, lists, maps
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" near line {mark.line + 1}" if mark else ""
        raise CatalogError(name, "", f"the part between the --- lines cannot be read{line}") from None


class Front:
    """Front matter with errors that name file and key."""

    def __init__(self, file: Path, name: str) -> None:
        self.name = name
        try:
            text = file.read_text("utf-8")
        except OSError as error:
            raise CatalogError(name, "", f"cannot be opened ({error.strerror})") from None
        except UnicodeDecodeError:
            raise CatalogError(name, "", "is not UTF-8 text") from None
        match = re.match(r"^---\n(.*?)^---\n?(.*)$", text, re.DOTALL | re.MULTILINE)
        if not match:
            raise CatalogError(name, "", "must begin with a part between two --- lines")
        data = read_yaml(match[1], name)
        if not isinstance(data, dict):
            raise CatalogError(name, "", "the part between the --- lines must be 'key: value' lines")
        self.data: dict[str, Any] = data
        self.body = match[2]

    def wrong(self, key: str, says: str) -> CatalogError:
        """An error that names this file and a key."""
        return CatalogError(self.name, key, says)

    def get(self, key: str) -> Any:
        """The raw value, or None."""
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A word or sentence that must be there, unless there is a default."""
        value = self.data.get(key)
        if value in (None, "") and default is not None:
            return default
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "is missing")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; empty when missing."""
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "must be a list of words")
        return tuple(value)

    def rows(self, key: str) -> list[Any]:
        """A list of anything; empty when missing."""
        value = self.data.get(key) or []
        if not isinstance(value, list):
            raise self.wrong(key, "must be a list")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """One word of a few."""
        value = self.text(key)
        if value not in allowed:
            raise self.wrong(key, f"must be one of {', '.join(allowed)}, not {value!r}")
        return value

    def kinds(self, key: str) -> tuple[Kind, ...]:
        """A list of kinds of device."""
        values = self.texts(key)
        for value in values:
            if value not in get_args(Kind):
                raise self.wrong(key, f"there is no kind {value!r}")
        return cast("tuple[Kind, ...]", values)

    def level(self, key: str) -> Level:
        """A level by its command-line word."""
        try:
            return Level.from_word(self.text(key))
        except ValueError:
            raise self.wrong(key, "must be talk, listen, look, sign-in or test") from None

    def case(self, key: str, raw: Any) -> Case:
        """One case of the case language."""
        try:
            return parse_case(raw)
        except LanguageError as error:
            raise self.wrong(key, str(error)) from None
