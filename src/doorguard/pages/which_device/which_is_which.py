"""Find out which of the listed things it is: say what is known, its label, its light, and unplugging last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorguard.facts import NOT_KNOWN
from doorguard.model import Device, Level
from doorguard.pages.page import Choice, Line, Page
from doorguard.pages.screen import PEOPLE, Screen, bullet, gone, heading, quiet, row, text
from doorguard.pages.want import Want
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

LOOKS = ("camera", "doorbell", "recorder")
"""Kinds that look. One that nobody claims may be hidden."""
NO_CAMERA = "device.no_camera"


def may_be_no_camera(device: Device) -> bool:
    """Nothing shows for sure that it is a camera: then the person's word takes it off the list."""
    return device.kind == "unknown" or device.sure == "looks-like"


def may_be_hidden(device: Device) -> bool:
    """It looks, or may look, and the person has not said that they know it."""
    return device.kind in (*LOOKS, "unknown") and device.told.get("owner.claimed") is not True


def nobody_claims(device: Device) -> bool:
    """It looks, or may look, and the person said that they do not know it, or not who holds its account."""
    said = device.told.get("owner.claimed")
    unknown = said in (False, NOT_KNOWN) or (said is None and device.told.get("account.whose") == "unknown")
    return device.kind in (*LOOKS, "unknown") and unknown


LEAVE_IT = N_("Leave it where it is. Do not unplug or move it.")


def may_unplug(flow: Flow, device: Device) -> bool:
    """Never while changes are closed, never for a camera that nobody claims, and only where it can be looked again."""
    hidden = device.kind in LOOKS and device.told.get("owner.claimed") is not True
    looks = flow.picture.level >= Level.LOOK and flow.may_ask
    return bool(device.addresses) and looks and not hidden and flow.changes_open


class WhichIsIt(Screen):
    """The ways to find out, in their order."""

    name = "which-is-it"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """First what the person knows; what could be noticed comes last."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("which-is-it")
        known = device.told.get("owner.claimed") is True
        return Page(
            id="which-is-it",
            title=_("Which one is it?"),
            lines=(
                row(_("Here it stands as"), flow.called(device)),
                *text(
                    _("Go from the top to the bottom, and stop when you know."),
                    _("You know this one. Here you can find out which of your things it is.")
                    if known
                    else _("Until you know, it stays on the list as not known yet. That is fine."),
                ),
            ),
            choices=(
                *(() if known else (Choice(id="mine", text=_("I know it. It is mine, or of someone I know")),)),
                *(
                    (Choice(id="no-camera", text=_("It is a printer, a TV or another thing of mine")),)
                    if may_be_no_camera(device)
                    else ()
                ),
                *((Choice(id="label", text=_("Compare the code on its label")),) if device.addresses else ()),
                Choice(id="light", text=_("Look for its light, or its name in an app")),
                *(
                    (Choice(id="unplug", text=_("Unplug a thing of mine, and see which line goes")),)
                    if may_unplug(flow, device)
                    else ()
                ),
                *((Choice(id="hidden", text=_("Someone may have hidden it")),) if may_be_hidden(device) else ()),
                Choice(id="not-mine", text=_("It is not mine, or I am not sure")),
            ),
            help=(
                _("Looking at labels and apps is quiet. Unplugging may be noticed, so it comes last."),
                _("What you say here is a fact like any other. You can change it."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the ways."""
        from doorguard.pages.which_device.unplugging import MayUnplug

        match choice:
            case "mine":
                claim(flow, self.device_id)
            case "no-camera":
                flow.go(NoCamera(self.device_id))
            case "label":
                flow.go(ItsLabel(self.device_id))
            case "light":
                flow.go(ItsLight(self.device_id))
            case "unplug":
                flow.go(MayUnplug(self.device_id))
            case "hidden":
                open_hidden(flow, self.device_id)
            case "not-mine":
                not_known(flow, self.device_id)


def claim(flow: Flow, device_id: str) -> None:
    """The person knows it: back to its page."""
    flow.unwind("device", "devices")
    flow.want(Want("tell", device=device_id, fact="owner.claimed", value=True))


def not_known(flow: Flow, device_id: str) -> None:
    """The person does not know it: what to do next."""
    flow.go(NotKnownYet(device_id))
    flow.want(Want("tell", device=device_id, fact="owner.claimed", value=False))


def open_hidden(flow: Flow, device_id: str) -> None:
    """The step for a camera that someone may have hidden."""
    from doorguard.pages.closing.step import open_step

    open_step(flow, device_id, None, "hidden-camera-found")


class NoCamera(Screen):
    """Before a thing goes off the list and is only counted."""

    name = "no-camera"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """What becomes of it, and how it comes back."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("no-camera")
        return Page(
            id="no-camera",
            title=_("A thing of yours that is no camera?"),
            lines=(
                row(_("Device"), flow.called(device)),
                *text(
                    _("Then it goes off this list, and is only counted."),
                    _("You can bring it back from the list of devices."),
                ),
            ),
            choices=(
                Choice(id="yes", text=_("Yes, it is mine and no camera")),
                Choice(id="no", text=_("I am not sure. Keep it here")),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Off the list, or not."""
        if choice == "yes":
            flow.unwind("devices")
            flow.want(Want("tell", device=self.device_id, fact=NO_CAMERA, value=True))
        else:
            flow.leave_page()


class _Found(Screen):
    """A page that ends in: found it and it is mine, found it and it is not, did not find it."""

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def found(self) -> tuple[Choice, ...]:
        """The three answers."""
        return (
            Choice(id="mine", text=_("I found it, and it is mine or I know it")),
            Choice(id="not-mine", text=_("I found it, and I do not know it")),
            Choice(id="back", text=_("I did not find it. Back to the other ways")),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Claim it, say that it is not known, or back."""
        if choice == "mine":
            claim(flow, self.device_id)
        elif choice == "not-mine":
            not_known(flow, self.device_id)
        else:
            flow.leave_page()


class ItsLabel(_Found):
    """The hardware address as labels print it."""

    name = "its-label"

    def page(self, flow: Flow) -> Page:
        """The last part of it, and where labels are."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("its-label")
        return Page(
            id="its-label",
            title=_("The code on its label"),
            lines=(
                row(_("Device"), flow.called(device)),
                *_printed(device),
                *((row(_("Model"), device.model),) if device.model else ()),
                heading(_("Where to look")),
                bullet(_("On the back of your own things, below, or behind the battery.")),
                bullet(_("On the box that it came in, and in its papers.")),
                bullet(_("On a thing with a screen: Settings, then About or Network. Names may differ.")),
                *quiet(_("Look without moving it. Leave alone what is not yours.")),
            ),
            choices=self.found(),
            help=(_("Each thing on a network has a hardware address. Labels often call it MAC or WiFi ID."),),
        )


def _printed(device: Device) -> tuple[Line, ...]:
    if any(fact.name == "mac.randomised" and fact.value is True for fact in device.facts):
        return text(_("This thing makes up its own address. So no label shows it. Try the next way."))
    if device.mac is None:
        return text(_("Its hardware address is not known here. The make or the model may still stand on a label."))
    end = device.mac.upper().split(":")[-3:]
    both = _("{dotted} or {plain}").format(dotted=":".join(end), plain="".join(end))
    lines = [row(_("Its hardware address ends in"), both)]
    if device.maker_of_mac:
        lines.append(row(_("Its chip is by"), device.maker_of_mac))
    return (*lines, *text(_("Look for MAC, WiFi or ID on the label. The last sign may differ by one.")))


class ItsLight(_Found):
    """A light, or a name in an app."""

    name = "its-light"

    def page(self, flow: Flow) -> Page:
        """Lists and settings of apps, never the live picture."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("its-light")
        page = flow.catalog.page_for(device.vendor)
        return Page(
            id="its-light",
            title=_("Its light, or its name in an app"),
            lines=(
                row(_("Device"), flow.called(device)),
                *((row(_("Its app"), ", ".join(page.apps)),) if page and page.apps else ()),
                *text(
                    _("Open each app for cameras or for the home on your own phone. Look at its list of devices."),
                    _("Open Settings, not the live picture. Some devices note who looks at it."),
                    _("Some apps can make it blink or beep. Names may differ, such as Find or Locate."),
                    _("Whoever is near sees or hears that."),
                    _("In the evening, look for a small light that is on."),
                ),
            ),
            choices=self.found(),
        )


class NotKnownYet(Screen):
    """It stays unclaimed: what that means, and what to do next."""

    name = "not-known-yet"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """No blame and no hurry."""
        device = flow.device(self.device_id)
        if device is None:
            return gone("not-known-yet")
        hidden = may_be_hidden(device)
        return Page(
            id="not-known-yet",
            title=_("Not known yet"),
            lines=(
                row(_("Device"), flow.called(device)),
                *text(_("It stays on the list. Many things turn out to be everyday ones later.")),
                heading(_("What you can do next")),
                bullet(_("Ask someone you trust if they know it. Do that away from it.")),
                bullet(_("Look again on another day, at another hour. Then see if it is still here.")),
                bullet(_("Think of baby monitors, toys, feeders, speakers, and things of guests or a landlord.")),
                *((bullet(_(LEAVE_IT)),) if hidden else ()),
            ),
            choices=(
                Choice(id="stop", text=_("Leave it for now")),
                *((Choice(id="hidden", text=_("Someone may have hidden it")),) if hidden else ()),
                PEOPLE,
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Leave it, the step for a hidden camera, or people."""
        from doorguard.pages.at_any_time.people import People

        if choice == "hidden":
            open_hidden(flow, self.device_id)
        elif choice == "people":
            flow.go(People())
        else:
            flow.unwind("device", "devices")
