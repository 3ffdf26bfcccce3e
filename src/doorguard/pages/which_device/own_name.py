"""What the person calls a device: in their own words, in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import Screen, gone, row, text
from doorguard.pages.want import Want
from doorguard.report.naming import CALLED
from doorguard.wording import _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

LONGEST = 40
"""Characters of a typed name."""


def harmless(typed: str) -> str:
    """A typed name on one line, without what moves or hides anything, and not too long."""
    return "".join(c for c in " ".join(typed.split()) if c.isprintable())[:LONGEST].strip()


class OwnName(Screen):
    """A name for one device, such as Hallway camera."""

    name = "own-name"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """Typed; what it was called before can stay, or the name be taken away."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("own-name")
        own = str(device.told.get(CALLED, ""))
        return Page(
            id="own-name",
            title=_("What do you call it?"),
            lines=(
                row(_("Now it stands here as"), flow.called(device)),
                *text(
                    _("A name helps you to tell it apart, such as Hallway camera."),
                    _("You see it on every page here, and in the summary on this screen."),
                    _("It is not sent to anyone. It is kept only if you keep a record."),
                ),
            ),
            choices=(
                Choice(id="keep", text=_("Leave it as it is")),
                *((Choice(id="forget", text=_("Take my name for it away")),) if own else ()),
            ),
            typed=_("Its name"),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it, or take the name away."""
        flow.leave_page()
        if choice == "forget":
            flow.want(Want("tell", device=self.device_id, fact=CALLED, value=""))

    def type(self, flow: Flow, text: str) -> None:
        """The new name. An empty one asks again."""
        called = harmless(text)
        if called:
            flow.leave_page()
            flow.want(Want("tell", device=self.device_id, fact=CALLED, value=called))
