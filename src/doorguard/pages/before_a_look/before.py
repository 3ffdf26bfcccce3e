"""Before anything is sent: how far to go, what is sent, who could see it, and the typed sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate import AUTHORITY, is_authority
from doorguard.model import LEVEL_TITLES, Level
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import Screen, bullet, heading, row, text
from doorguard.pages.want import Want
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

SENDS = {
    Level.TALK: N_("Nothing is sent. You name your devices yourself. Every question and step is there."),
    Level.LISTEN: N_("This computer only listens, for about 30 seconds. It asks no device anything."),
    Level.LOOK: N_("Each device on this wifi gets short questions, for about 10 seconds. No password is tried."),
}
"""What each level sends and for how long (S5)."""

WHO_SEES = (
    N_("Whoever runs the router can see that this computer is here, its name, and the times."),
    N_("Some routers send an alert about a look."),
    N_("A camera may write down that it was asked."),
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
        lines: list[Line] = [row(_(LEVEL_TITLES[level]), _(SENDS[level])) for level in levels]
        lines.append(heading(_("Who could see it")))
        lines += [bullet(_(line)) for line in WHO_SEES]
        if decision.path == "light":  # on the full path they stood on the page before
            lines += [bullet(line) for line in decision.says]
        lines.append(row(_("Chosen now"), _(LEVEL_TITLES[chosen])))
        if self.wrong:
            lines += text(_("The words were different. You can type them again, or choose Only talk."))
        looks = chosen > Level.TALK
        if looks:
            lines += text(_("Type this sentence, if it is true:"), _(AUTHORITY))
        choices = [Choice(id=f"level:{level.word}", text=_named(level, chosen)) for level in levels]
        if not looks:
            choices.append(Choice(id="read", text=_("Go on without sending anything")))
        return Page(
            id="before",
            title=_("How far may this go?"),
            lines=tuple(lines),
            choices=tuple(choices),
            typed=_("The sentence") if looks else None,
            typed_before=self.typed,
            help=(
                _("Choose a number first. Each one is louder than the one before."),
                _("Then type the sentence. The look begins when it is typed."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Another level, or on without sending: also by choosing to only talk where that is chosen already."""
        from doorguard.pages.closing.reading import Reading

        level = None if choice == "read" else Level.from_word(choice.removeprefix("level:"))
        if level is None or level == self._chosen(flow) == Level.TALK:
            flow.go(Reading())
        else:
            self.level = level
            self.wrong = False

    def type(self, flow: Flow, text: str) -> None:
        """Begin when it is the sentence; else keep what was typed and say so."""
        from doorguard.pages.found.looking import Looking

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
    title = _(LEVEL_TITLES[level])
    return _("{level} (chosen now)").format(level=title) if level == chosen else title
