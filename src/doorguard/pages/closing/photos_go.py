"""Where photos of a phone go by themselves, and how to look (design rule 1). Written from general knowledge of phones:
the names of their menus change often, so every line is a usual way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.page import Choice, Line, Page, Standing
from doorguard.pages.screen import PEOPLE, Screen, bullet, heading, text
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

LOOK = Standing(id="photos-go", text=N_("Where photos of a phone go, and how to look"))
"""The way here, for the pages that speak of a photo."""
OTHER_WAYS = (
    N_("Borrow a camera or a phone that they never had."),
    N_("Or write it down on paper, with the day and the time."),
    N_("Turning off shared albums or cloud copies can be noticed. Plan that with someone first."),
)
"""What to do where someone else may see the photos."""
_PARTS = (
    (
        N_("On an iPhone"),
        (
            N_("In Settings, tap your name, then iCloud, then Photos. On means: copies go to Apple's computers."),
            N_("They then show on each phone, tablet and computer that uses the same Apple account."),
            N_("In Settings, find Photos, then Shared Library. Up to 5 other people see what is in it."),
            N_("In the Photos app, open each Shared Album and see who is in it."),
        ),
    ),
    (
        N_("On an Android phone"),
        (
            N_("In Google Photos, tap your picture at the top, then Photos settings, then Backup."),
            N_("There too: Sharing, then Partner sharing. A partner there is shown new photos by themselves."),
            N_("In Google Photos, look through the shared albums, and who is in each."),
            N_("The maker's own Gallery app may copy photos too, often to OneDrive. Look in its settings."),
        ),
    ),
    (
        N_("On any phone"),
        (
            N_("A family group has a shared album or chat at times. Look who is in the group."),
            N_("OneDrive, Dropbox and Amazon Photos can copy each new photo. Look if one is on the phone."),
            N_("Look who else is signed in: your account has a list of the devices that use it."),
        ),
    ),
)  # fmt: skip


class PhotosGo(Screen):
    """Read before the first photograph, or at any later time. Nothing is asked and nothing is kept."""

    name = "photos-go"

    def page(self, flow: Flow) -> Page:
        """Each place where photos go, and where its list is."""
        lines: list[Line] = [
            *text(
                _("A photo or a screenshot may go to other people by itself, moments after it is taken."),
                _("This is how to look. Looking alone changes nothing. You need not turn anything off now."),
            )
        ]
        for name, ways in _PARTS:
            lines += [heading(_(name)), *(bullet(_(way)) for way in ways)]
        lines += [heading(_("If someone else may see them")), *(bullet(_(way)) for way in OTHER_WAYS)]
        lines += text(_("These are the usual names, as of 27 November 2026. They may differ on your phone."))
        return Page(
            id="photos-go",
            title=_("Where photos of a phone go"),
            lines=tuple(lines),
            choices=(Choice(id="back", text=_("Back")), PEOPLE),
            help=(_("A cloud copy is a second copy on the computers of a company."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back to where the photo is taken, or to people."""
        from doorguard.pages.at_any_time.people import People

        if choice == "people":
            flow.go(People())
        else:
            flow.leave_page()
