"""Who carries out what a flow wants, for the screens and for plain text alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from doorguard.model import Event
    from doorguard.pages.want import Want


class Runner(Protocol):
    """Carries out what a flow wants. ``stop`` may be called from any thread, at any moment."""

    def carry_out(self, want: Want) -> Iterator[Event]:
        """Do it; what happens, as events. ``stop`` and ``leave`` are not carried out here."""

    def stop(self) -> None:
        """Stop what is running, now."""
