"""Before anything is sent: how far to go, what is sent, who could see it, and the typed sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import AUTHORITY, is_authority
from doorguard.model import LEVEL_TITLES, Level
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, row, text
from doorguard.pages.want import Want

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

SENDS = {
    Level.TALK: "Nothing is sent. You name your devices yourself. Every question and step is there.",
    Level.LISTEN: "This computer only listens, for about 30 seconds. It asks no device anything.",
    Level.LOOK: "Each device on this wifi gets short questions, for about 10 seconds. No password is tried.",
}
"""What each level sends and for how long (S5)."""

WHO_SEES = (
    "Whoever runs the router can see that this computer is here, its name, and the times.",
    "Some routers send an alert about a look.",
    "A camera may write down that it was asked.",
)
"""Who could see it (S27)."""


class Before(Screen):
    """One page for the level, what is sent, who may see it, and the sentence that is typed."""

    name = "before"

    def __init__(self) -> None:
        self.level: Level | None = None
        self.typed = ""
        self.wrong = False

    def page(self, flow: Flow) -> Page:
        """The lowest level is the one that is chosen, unless the command line named another."""
        decision = flow.decide()
        chosen = self._chosen(flow)
        levels = [level for level in SENDS if level <= decision.level_allowed]
        lines: list[Line] = [row(LEVEL_TITLES[level], SENDS[level]) for level in levels]
        lines.append(heading("Who could see it"))
        lines += [bullet(line) for line in WHO_SEES]
        lines += [bullet(line) for line in decision.says]
        lines.append(row("Chosen now", LEVEL_TITLES[chosen]))
        if self.wrong:
            lines += text("The words were different. You can type them again, or choose Only talk.")
        looks = chosen > Level.TALK
        if looks:
            lines += text("Type this sentence, if it is true:", AUTHORITY)
        choices = [Choice(id=f"level:{level.word}", text=_named(level, chosen)) for level in levels]
        if not looks:
            choices.append(Choice(id="read", text="Go on without sending anything"))
        return Page(
            id="before",
            title="How far may this go?",
            lines=tuple(lines),
            choices=tuple(choices),
            typed="The sentence" if looks else None,
            typed_before=self.typed,
            help=(
                "Choose a number first. Each one is louder than the one before.",
                "Then type the sentence. The look begins when it is typed.",
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Another level, or on without sending."""
        from doorguard.pages.reading import Reading

        if choice == "read":
            flow.go(Reading())
        else:
            self.level = Level.from_word(choice.removeprefix("level:"))
            self.wrong = False

    def type(self, flow: Flow, text: str) -> None:
        """Begin when it is the sentence; else keep what was typed and say so."""
        from doorguard.pages.looking import Looking

        if not is_authority(text):
            self.typed, self.wrong = text, True
            return
        level = self._chosen(flow)
        flow.unwind("start")
        flow.go(Looking())
        flow.want(Want("run", level=level))

    def _chosen(self, flow: Flow) -> Level:
        """Never louder than the answers allow, also when they were changed meanwhile."""
        return min(self.level or flow.level or Level.TALK, flow.decide().level_allowed)


def _named(level: Level, chosen: Level) -> str:
    """The mark stands on the answer itself: the line that says it may be out of view."""
    return LEVEL_TITLES[level] + (" (chosen now)" if level == chosen else "")
