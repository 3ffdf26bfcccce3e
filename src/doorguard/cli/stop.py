"""How a command ends before it is done."""

from __future__ import annotations

from doorguard.cli.outcome import USAGE


class Stop(Exception):
    """The command ends here. The text is for the person; ``code`` is the exit code."""

    def __init__(self, says: str, code: int = USAGE) -> None:
        super().__init__(says)
        self.code = code
