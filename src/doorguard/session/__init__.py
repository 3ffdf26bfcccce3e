"""Runs the stages and yields events: the only place with threads.

``Session`` is loaded when it is asked for: it brings every channel and probe, and the first page needs none of them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from doorguard.session.run import Session

__all__ = ["Session"]


def __getattr__(name: str) -> Any:
    if name == "Session":
        from doorguard.session.run import Session

        return Session
    raise AttributeError(name)
