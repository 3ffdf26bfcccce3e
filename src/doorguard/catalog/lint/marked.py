"""YAML with the line of every key, so that a remark can name it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from doorguard.catalog.shapes import CatalogError

DEEPEST = 12
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Marked:
    """Text-only data; the line of each key and item by its path; keys that were written twice."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    twice: list[Path] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """The line of the key or item, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read_marked(text: str, name: str, *, first_line: int = 1) -> Marked:
    """Read YAML whose first line is ``first_line`` of its file. Raises :class:`CatalogError`."""
    import yaml

    found = Marked()
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" near line {mark.line + first_line}" if mark else ""
        raise CatalogError(name, "", f"these lines cannot be read{line}. Look for a missing colon or quote") from None
    except RecursionError:
        raise CatalogError(name, "", "has lists in lists in lists; that is too deep") from None
    if node is not None:
        found.data = _data(node, (), found, first_line, name)
    return found


def _data(node: Any, path: Path, found: Marked, first_line: int, name: str) -> Any:
    import yaml

    if len(path) > DEEPEST:
        raise CatalogError(name, "", "has lists in lists in lists; that is too deep")
    found.lines.setdefault(path, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key, value in node.value:
            word = str(key.value)
            here = (*path, word)
            if word in data:
                found.twice.append(here)
            found.lines[here] = key.start_mark.line + first_line
            data[word] = _data(value, here, found, first_line, name)
        return data
    if isinstance(node, yaml.SequenceNode):
        return [_data(item, (*path, number), found, first_line, name) for number, item in enumerate(node.value)]
    return node.value
