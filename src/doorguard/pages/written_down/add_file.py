"""A photo, a screenshot, a mail: its bytes go into the record, and how the person came by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, text
from doorguard.pages.want import Want
from doorguard.pages.written_down.written import Written
from doorguard.record.places import typed_file
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

OBTAINED: tuple[tuple[str, str], ...] = (
    ("screenshot", N_("A screenshot: a picture of a screen, made by the device itself")),
    ("photo", N_("A photo that somebody took")),
    ("export", N_("Saved from an app or a web page")),
    ("mail", N_("A mail, kept whole")),
)


class WhichFile(Screen):
    """A photo, a screenshot, a mail. ``about`` is the id of a device."""

    name = "which-file"

    def __init__(self, about: str = "") -> None:
        self.about, self.typed, self.wrong = about, "", ""

    def page(self, flow: Flow) -> Page:
        """Its whole name."""
        return Page(
            id="which-file",
            title=_("Which file?"),
            lines=text(
                *((self.wrong,) if self.wrong else ()),
                _("Type its whole name, with the folder. Or drop it onto this window."),
                _("A copy of it goes into the record. The file itself stays where it is, as it is."),
                _("Keep the first one too. It tells more than a copy."),
            ),
            choices=(NOTHING,),
            typed=_("The file"),
            typed_before=self.typed,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it."""
        flow.leave_page()

    def type(self, flow: Flow, text: str) -> None:
        """On to where it came from."""
        path = typed_file(text)
        if path is not None:
            flow.go(HowObtained(str(path), self.about))
        else:
            self.typed, self.wrong = text, _("There is no such file. Look at the name, or at the stick.")


class HowObtained(Screen):
    """How the person came by it."""

    name = "how-obtained"

    def __init__(self, path: str, about: str) -> None:
        self.path, self.about = path, about

    def page(self, flow: Flow) -> Page:
        """Four ways, or another one in own words."""
        return Page(
            id="how-obtained",
            title=_("What is it?"),
            choices=tuple(Choice(id=how, text=_(words)) for how, words in OBTAINED),
            typed=_("Or in your own words"),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to whether it was cut."""
        flow.go(Cropped(self.path, self.about, choice))

    def type(self, flow: Flow, text: str) -> None:
        """Own words."""
        if text.strip():
            flow.go(Cropped(self.path, self.about, text.strip()))


class Cropped(Screen):
    """Whether something of it was cut away or covered."""

    name = "cropped"

    def __init__(self, path: str, about: str, how: str) -> None:
        self.path, self.about, self.how = path, about, how

    def page(self, flow: Flow) -> Page:
        """Both are fine, and both are said."""
        return Page(
            id="cropped",
            title=_("Was something cut away or covered?"),
            lines=text(_("Both are fine. If you have the whole one too, add it as well.")),
            choices=(Choice(id="whole", text=_("No, it is whole")), Choice(id="cut", text=_("Yes"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Keep it."""
        body: dict[str, str | bool] = {"how": self.how, "cropped": choice == "cut"}
        if self.about:
            body["device"] = self.about
        flow.unwind("record", "keep-proof", "devices", "start")
        flow.go(Written())
        flow.want(Want("keep-file", path=self.path, body=body))
