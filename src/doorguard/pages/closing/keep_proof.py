"""Proof before a change: what the program read, photos of the app, files that the person has (safety.md C5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.pages.before_a_look.still_right import with_whose_phone
from doorguard.pages.closing.capture import captured_counts, captured_text
from doorguard.pages.closing.photos_go import LOOK, PhotosGo
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, PEOPLE, Screen, bullet, gone, heading, row, text
from doorguard.pages.written_down.add_file import WhichFile
from doorguard.pages.written_down.keep import Keep
from doorguard.pages.written_down.written import unwritten_lines
from doorguard.report.naming import title
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.model import Device
    from doorguard.pages.flow import Flow

GOOD_PROOF = (
    N_("Take the whole screen, with the day and the time on it. Cut nothing away."),
    N_("If you can, photograph the screen with a second device too."),
    N_("Keep the first copy. What is sent on can lose its day and time."),
    N_("Keep mails whole, in the mailbox. Their hidden lines tell where they came from."),
    N_("Look at your own account alone."),
    N_("Old events in an app go by themselves after a while. Note the last day that it shows."),
)
"""What makes proof worth more."""


class KeepProof(Screen):
    """Three ways, in any order; none of them changes anything. ``check_id`` is what the person came from."""

    name = "keep-proof"

    def __init__(self, device_id: str, check_id: str | None) -> None:
        self.device_id, self.check_id = device_id, check_id
        self.kept = 0

    def page(self, flow: Flow) -> Page:
        """What can be kept by the program, what makes a good photo, and going on."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("keep-proof")
        is_open = flow.kept.is_open(flow)
        counts = captured_counts(device)
        read = (
            Choice(id="read", text=_("Keep what the program read of it"))
            if is_open
            else Choice(id="record", text=_("Begin a record, and keep what the program read"))
        )
        return Page(
            id="keep-proof",
            title=_("Keep proof first"),
            lines=(
                row(_("For"), flow.called(device)),
                *text(*((_("It is kept in your record, with the day and the time."),) if self.kept else ())),
                *unwritten_lines(flow),
                *text(_("Nothing is changed here. A change can wipe proof, so this comes first.")),
                *((heading(_("What the program has read")),) if counts else ()),
                *(row(name, str(number)) for name, number in counts),
                heading(_("What makes good proof")),
                *(bullet(_(line)) for line in GOOD_PROOF),
                *with_whose_phone(flow),
            ),
            choices=(
                NOTHING,
                *((read,) if counts and flow.kept.offered and (is_open or flow.may_keep) else ()),
                LOOK,
                Choice(id="guide", text=_("Take me through photos of the app")),
                *((Choice(id="file", text=_("Add a photo or another file")),) if is_open else ()),
                Choice(id="have", text=_("I have it. Go on")),
                PEOPLE,
            ),
            help=(
                _("What the program read is kept as text. No password is in it."),
                _("You do not have to keep any."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the ways, or on."""
        from doorguard.pages.at_any_time.people import People
        from doorguard.pages.closing.step import open_guide

        device = flow.device(self.device_id)
        match choice:
            case "read" if device is not None:
                self._keep(flow, device)
            case "record":
                flow.go(Keep())
            case LOOK.id:
                flow.go(PhotosGo())
            case "guide":
                open_guide(flow, self.device_id, self.check_id)
            case "file":
                flow.go(WhichFile(self.device_id))
            case "have":
                flow.marks.proof[self.device_id] = "kept"
                flow.leave_page()
            case "people":
                flow.go(People())
            case _:
                flow.leave_page()

    def _keep(self, flow: Flow, device: Device) -> None:
        assert flow.kept.keeping is not None
        says = _("What the program had read of it before a change")
        name = f"{title(device)}.txt"
        flow.kept.keeping.keep_text(name, captured_text(flow, device), {"device": device.id, "says": says})
        flow.marks.proof[self.device_id] = "kept"
        self.kept += 1
