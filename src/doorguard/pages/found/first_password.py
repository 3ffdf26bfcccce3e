"""Trying the maker's first password on one device: the second consent, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.gate.closer import MAY_BE_SEEN, why_not_closer
from doorguard.model import Device, Level
from doorguard.pages.found.sign_in import allowed_here
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import NOTHING, Screen, bullet, gone, heading, row, text
from doorguard.pages.want import Want
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

CHECK = "maker-password-works"
FACT = "first_password.works"
LABELS = (
    (N_("What is sent"), N_("The maker's first password, once. If it works, one made-up password as a test.")),
    (N_("Could the other person notice?"), N_("Perhaps. It counts as a wrong password when it does not work.")),
    (N_("What proof would this wipe?"), N_("Perhaps one line: a full list of sign-ins drops its oldest.")),
    (N_("Can it be undone?"), N_("No. What the device wrote down stays there.")),
    (
        N_("What stops working?"),
        N_("Nothing, unless somebody tried before: too many tries lock some devices for a while."),
    ),
)
KNOWN = N_("If you know the password, sign in with it instead. That tells more, and nothing is guessed.")
SHOWN = N_("The password is not shown, and it is written down nowhere.")


def may_try(device: Device) -> bool:
    """True where one pair is known for this maker, a web page asks for it, and it is not known yet if it works."""
    from doorguard.probes.first_password import can_be_tried

    known = any(fact.name == FACT for fact in device.facts)
    return bool(device.addresses) and not known and can_be_tried(device)


class AskFirst(Screen):
    """The labels, the line about who may see it, and whether anyone tried today."""

    name = "first-password"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    @property
    def asks_closer(self) -> bool:
        """True: it leads to a sign-in."""
        return True

    def page(self, flow: Flow) -> Page:
        """The second consent; or why not now."""
        device = flow.device(self.device_id)
        if device is None:
            return gone(self.name)
        tried = flow.kept.tried_today(flow, self.device_id)
        why_not = why_not_closer(
            Level.TEST,
            allowed=allowed_here(flow),
            told=device.told,
            consent={"test_agreed": True, "tried_today": tried},
        )
        if why_not:
            known = Choice(id="known", text=_("It is mine, or I know it"))
            return Page(
                id=self.name,
                title=_("Not now"),
                lines=text(*why_not),
                choices=(NOTHING, *([known] if device.told.get("owner.claimed") is not True else ())),
            )
        return Page(
            id=self.name,
            title=_("Try the first password of {name}").format(name=flow.called(device)),
            lines=(
                heading(_("Before you decide")),
                *(row(_(label), _(words)) for label, words in LABELS),
                *(bullet(_(line)) for line in (MAY_BE_SEEN, KNOWN, SHOWN)),
                *text(_("Has anyone tried a password on this device today?")),
            ),
            choices=(
                NOTHING,
                Choice(id="try", text=_("Nobody tried a password today. Try it once")),
                Choice(id="tried", text=_("Somebody did, or I am not sure")),
            ),
            help=(_("It is tried once. A first hint of a lock ends it."),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Try it, wait, or nothing."""
        if choice == "known":
            flow.want(Want("tell", device=self.device_id, fact="owner.claimed", value=True))
        elif choice == "try":
            flow.instead(Tried(self.device_id))
            flow.want(Want("first-password", device=self.device_id))
        elif choice == "tried":
            flow.instead(Wait())
        else:
            flow.leave_page()


class Wait(Screen):
    """Somebody tried today: one more could lock it."""

    name = "wait-a-day"

    def page(self, flow: Flow) -> Page:
        """Why, and until when."""
        return Page(
            id=self.name,
            title=_("Then wait a day"),
            lines=text(
                _("Many devices lock after a few wrong passwords. Then nobody gets in for a while."),
                _("Tomorrow it can be tried once. Nothing was sent."),
            ),
            choices=(Choice(id="back", text=_("Back to the device")),),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Back."""
        flow.leave_page()


class Tried(Screen):
    """While it is tried, and what it came to."""

    name = "first-password-tried"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def may_go_back(self, flow: Flow) -> bool:
        """Not while it runs: there is Stop for that."""
        return flow.running is None

    def page(self, flow: Flow) -> Page:
        """It works, it was refused, or we cannot say."""
        device = flow.device(self.device_id)
        name = flow.called(device) if device else _("this device")
        if flow.running is not None and flow.running.kind == "first-password":
            return Page(
                id=self.name,
                title=_("Trying it once"),
                lines=(row(_("Device"), name), *text(_("It takes a few seconds."))),
                choices=(Choice(id="stop", text=_("Stop")),),
                live=True,
            )
        title, says = self._came_to(flow, device)
        return Page(
            id=self.name,
            title=title,
            lines=(row(_("Device"), name), *text(*says)),
            choices=(
                Choice(id="ways", text=_("Who could look through it")),
                Choice(id="back", text=_("Back to the device")),
            ),
        )

    def _came_to(self, flow: Flow, device: Device | None) -> tuple[str, tuple[str, ...]]:
        values = {f.value for f in device.facts if f.name == FACT} if device else set()
        if True in values:
            return _("The first password still works"), (
                _("Anybody who knows this make can sign in. The step to change it stands under the ways in."),
                _("A made-up password was refused, so the device does look at it."),
            )
        if False in values:
            return _("The first password was refused"), (
                _("Looked, and did not find it. It counts as one wrong try, so leave passwords alone for a day."),
            )
        refused = flow.picture.let_in.get(self.device_id, "")
        found = [f for f in flow.picture.findings_of(self.device_id) if f.check == CHECK and f.because]
        because = found[0].because[0] if found else ""
        return _("We cannot say"), (refused or because or _("It gave no answer that tells one password from another."),)

    def choose(self, flow: Flow, choice: str) -> None:
        """Stop, on, or back."""
        from doorguard.pages.who_else.ways_in import WaysIn

        if choice == "stop":
            flow.want(Want("stop"))
        elif choice == "ways":
            flow.instead(WaysIn(self.device_id))
        else:
            flow.leave_page()
