"""Who carries out what a story asks for: the real session in front of pretend devices, once; then the same events
again, so that every face hears of the same home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.model import Event, Level
from doorguard.network.door import Door
from doorguard.pages.want import Want
from tests.stories.household import Household
from tests.stories.language import Story

SECONDS = 3.0
"""How long a look takes in a story. With half of it, a computer that stood still for a moment heard nobody."""

Heard = list[tuple[Want, list[Event]]]


class House(Runner):
    """The home of a story. A look at home meets the same pretend devices as one at the pretend home.

    Where nothing is ever asked, asking anything fails the story.
    """

    def __init__(self, story: Story) -> None:
        super().__init__(load(), seconds=SECONDS)
        self._story = story
        self.heard: Heard = []
        self._home = Household(story.house)
        self._home.start()

    def carry_out(self, want: Want) -> Iterator[Event]:
        """Do it, and keep what happened."""
        assert self._story.house or want.kind == "tell", f"this story asks nobody, and wanted {want.kind}"
        events: list[Event] = []
        self.heard.append((want, events))
        for event in super().carry_out(want):
            events.append(event)
            yield event

    def _door(self, level: Level, *, pretend: bool) -> Door:
        """Onto the pretend devices, which stand for the real ones of the story."""
        assert self._home is not None
        return Door.onto_book(self._home.book, level)

    def network(self) -> str | None:
        """The same one, all the time."""
        return "192.168.77.0/24 192.168.77.1"

    def in_the_app(self, change: str, address: str) -> None:
        """The person does something on the device itself."""
        assert self._home is not None
        self._home.change(address, change)

    def counted(self, address: str) -> tuple[int, int]:
        """(logins, refused) as the pretend device counted them."""
        assert self._home is not None
        services = [*self._home.device(address).tcp, *self._home.device(address).udp]
        return sum(getattr(s, "logins", 0) for s in services), sum(getattr(s, "logins_refused", 0) for s in services)


class Again:
    """Carries out the same wants with the same events, one after the other."""

    def __init__(self, house: House) -> None:
        self._heard = iter(house.heard)
        self.house = house
        self.left = len(house.heard)

    def carry_out(self, want: Want) -> Iterator[Event]:
        """What happened then. Another want than then fails."""
        before, events = next(self._heard, (None, []))
        assert before is not None, f"nobody wanted this before: {want}"
        assert _said(before) == _said(want)
        self.left -= 1
        yield from events

    def changes(self, address: str) -> Sequence[tuple[str, str, Sequence[str]]]:
        """As in the house."""
        return self.house.changes(address)

    def pretend_login(self, address: str) -> tuple[str, str] | None:
        """As in the house."""
        return self.house.pretend_login(address)

    def network(self) -> str | None:
        """As in the house."""
        return self.house.network()

    def stop(self) -> None:
        """Nothing runs."""


def _said(want: Want) -> tuple[object, ...]:
    """A want without its secret, which is never the same twice."""
    return (want.kind, want.level, want.pretend, want.device, want.check, want.fact, want.value, want.change)
