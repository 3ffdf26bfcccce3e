"""One thing to change in a check, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Where it is, and what to change. ``line`` is 0 when it is about the whole file."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        line = f"{where}: {self.says}"
        return "".join(c if c.isprintable() else "?" for c in line)  # what is quoted can hold anything
