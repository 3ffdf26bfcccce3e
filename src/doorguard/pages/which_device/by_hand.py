"""Devices that the person names: nothing is sent for them, and every step is there (level Talk)."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from doorguard.catalog import Catalog, VendorPage
from doorguard.facts import with_what_follows
from doorguard.judge import judge
from doorguard.model import Because, Device, DeviceSeen, Judged, Kind, Level, Scalar, TakenOff, Told
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import Screen, row, text
from doorguard.pages.which_device.own_name import harmless
from doorguard.report.naming import KIND_WORDS, title
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

NO_MAKES = ("generic", "router", "_any")
"""Pages that are about no one make."""
MOST_SHOWN = 7
ALIKE = 0.7
"""How near a typed word has to be to a make's name (difflib), so that it is worth a question."""


def is_by_hand(device: Device) -> bool:
    """True for a device that the person named, and no look found."""
    return device.id_from == "hand"


def add(flow: Flow, name: str, kind: Kind, vendor: str | None) -> Device:
    """Put a named device into the picture; every check on it says what is not known."""
    page = flow.catalog.page_for(vendor)
    device = Device(
        id=_new_id(flow),
        id_from="hand",
        addresses=(),
        names=(name,),
        kind=kind,
        sure="yes" if kind != "unknown" else "no",
        vendor=vendor,
        family=page.family if page else None,
        because=(Because(channel="person", says=_("you named it")),),
    )
    _show(flow, device, new=True)
    return device


def _new_id(flow: Flow) -> str:
    """By the second in which it was named: a record of another day has devices that were named too, and nothing that
    was said of one of them may be taken for this one."""
    first = f"hand-{flow.now():%Y%m%d%H%M%S}"
    others = (f"{first}-{number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([first], others) if one not in flow.picture.devices)


def tell(flow: Flow, device: Device, fact: str, value: Scalar) -> None:
    """The person said something about such a device."""
    flow.take(Told(device=device.id, name=fact, value=value))
    told: Mapping[str, Scalar] = flow.picture.told[device.id]
    _show(flow, replace(device, told=with_what_follows(told)), new=False)


def take_off(flow: Flow, device: Device) -> None:
    """Off the list again, with all that was said of it."""
    flow.put_off = {finding for finding in flow.put_off if not finding.startswith(f"{device.id}/")}
    flow.marks.forget(device.id)
    flow.take(TakenOff(device=device.id))


def _show(flow: Flow, device: Device, *, new: bool) -> None:
    # Whatever it is, it has an app and people in it: ask as if it were a camera.
    judged = replace(device, kind="camera") if device.kind == "unknown" else device
    findings = judge(judged, flow.catalog.checks, level=Level.TALK)
    flow.take(DeviceSeen(device=device, new=new))
    flow.take(Judged(device=device.id, findings=findings, checked_at=flow.now(), looked=False))


def makes_like(catalog: Catalog, word: str) -> list[VendorPage]:
    """Makes whose name or app holds this word, those that begin with it first; else those whose name is near it."""
    wanted = " ".join(word.split()).casefold()
    if not wanted:
        return []
    pages = [page for page in catalog.vendors if page.slug not in NO_MAKES]
    found = [
        (not any(name.startswith(wanted) for name in _names(page)), page.slug, page)
        for page in pages
        if any(wanted in name for name in _names(page))
    ]
    if not found:
        near = [(-_nearness(wanted, _names(page)), page.slug, page) for page in pages]
        return [page for rank, _slug, page in sorted(near, key=lambda one: one[:2]) if rank <= -ALIKE]
    return [page for _rank, _slug, page in sorted(found, key=lambda ranked: ranked[:2])]


def _names(page: VendorPage) -> list[str]:
    return [name.casefold() for name in (*page.names, *page.apps) if name]


def _nearness(wanted: str, names: Iterable[str]) -> float:
    words = [word for name in names for word in (name, *name.split()) if len(word) > 2]
    return max((difflib.SequenceMatcher(None, wanted, word).ratio() for word in words), default=0.0)


def shown_as(page: VendorPage, word: str) -> str:
    """A make, with the name or the app by which it was found, where that is another one."""
    wanted = " ".join(word.split()).casefold()
    make = page.names[0]
    if wanted in make.casefold():
        return make
    for app in page.apps:
        if wanted in app.casefold():
            return _("{make} (its app: {app})").format(make=make, app=app)
    for name in page.names:
        if wanted in name.casefold():
            return _("{make} (also called {name})").format(make=make, name=name)
    return make


def show_added(flow: Flow, device: Device) -> None:
    """Its page, with the list before it."""
    from doorguard.pages.found.devices import Devices, OneDevice

    flow.unwind("devices", "reading")
    if flow.here != "devices":
        flow.go(Devices())
    flow.go(OneDevice(device.id))


_KINDS: tuple[tuple[Kind, str], ...] = (
    ("camera", N_("A camera")),
    ("doorbell", N_("A doorbell with a camera")),
    ("recorder", N_("A recorder that keeps pictures")),
    ("hub", N_("A base station or hub")),
    ("router", N_("The router, the box that the wifi comes from")),
    ("unknown", N_("I am not sure")),
)


class WhatIsIt(Screen):
    """Camera, doorbell, recorder, hub, or not sure."""

    name = "what-is-it"

    def page(self, flow: Flow) -> Page:
        """Kinds in plain words."""
        return Page(
            id="what-is-it",
            title=_("What kind of thing is it?"),
            lines=text(
                _("Name a device that is not here. Then every question and every step is there for it."),
                _("Nothing is sent for it."),
            ),
            choices=tuple(Choice(id=kind, text=_(words)) for kind, words in _KINDS),
            help=(
                _("A device that you name here is never asked over the network."),
                _("So you can also name one that is off, or in another place."),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to its make."""
        kind: Kind = next((kind for kind, _words in _KINDS if kind == choice), "unknown")
        if kind == "router":
            flow.instead(NameIt(kind, None))  # its steps are the same for any make
        else:
            flow.instead(WhichMake(kind))


class WhichMake(Screen):
    """The make on the label, the name of its app, or no name."""

    name = "which-make"

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.looked_for = ""

    def page(self, flow: Flow) -> Page:
        """Typed, because there are many; what was typed is looked for among makes and apps."""
        found = makes_like(flow.catalog, self.looked_for)[:MOST_SHOWN]
        return Page(
            id="which-make",
            title=_("Which make is it?"),
            lines=text(*self._says(found)),
            choices=(
                *(Choice(id=f"make:{page.names[0]}", text=shown_as(page, self.looked_for)) for page in found),
                Choice(id="none", text=_("It has no name, or I can't tell")),
            ),
            typed=_("The make, or its app"),
            typed_before="" if found else self.looked_for,
            help=(
                _("The label is often on the back, below, or behind the battery."),
                _("The app is the one on the phone that shows the picture."),
            ),
        )

    def _says(self, found: list[VendorPage]) -> tuple[str, ...]:
        if not self.looked_for:
            return (
                _("Type the make that stands on its label. Or type the name of the app that it is used with."),
                _("Some have no name at all. That is fine too."),
            )
        if not found:
            return (_("We have no page for that name. The steps for any make will do."),)
        wanted = self.looked_for.casefold()
        if not any(wanted in name for page in found for name in _names(page)):
            return (_("We do not know that name. Is it one of these? Type its number, or another name."),)
        return (_("Is it one of these? Type its number, or another name."),)

    def choose(self, flow: Flow, choice: str) -> None:
        """On to its name."""
        vendor = choice.removeprefix("make:") if choice.startswith("make:") else None
        flow.instead(NameIt(self.kind, vendor))

    def type(self, flow: Flow, text: str) -> None:
        """Look for a make or an app. The whole name of one make leads on at once; the next page says it."""
        self.looked_for = harmless(text)
        wanted = " ".join(self.looked_for.split()).casefold()
        makes = makes_like(flow.catalog, self.looked_for)
        named = [page for page in makes if wanted in (name.casefold() for name in page.names)]
        if len(named) == 1:
            flow.instead(NameIt(self.kind, named[0].names[0]))


class NameIt(Screen):
    """What the person calls it; it can stay without."""

    name = "name-it"

    def __init__(self, kind: Kind, vendor: str | None) -> None:
        self.kind, self.vendor = kind, vendor

    def page(self, flow: Flow) -> Page:
        """A name in the person's own words."""
        return Page(
            id="name-it",
            title=_("What do you call it?"),
            lines=(
                *((row(_("Make"), self.vendor),) if self.vendor else ()),
                *text(
                    _("A name helps you to tell it apart, such as Hallway camera."),
                    _("The name is not sent to anyone. It is kept only if you keep a record."),
                ),
            ),
            choices=(Choice(id="plain", text=_("Call it: {name}").format(name=self._plain(flow))),),
            typed=_("Its name"),
        )

    def _plain(self, flow: Flow) -> str:
        """A name that nothing on the list has."""
        plain = _("Device") if self.kind == "unknown" else _(KIND_WORDS[self.kind])
        called = {name for device in flow.picture.devices.values() for name in (title(device), *device.names)}
        number = 1
        while (name := plain if number == 1 else f"{plain} {number}") in called:
            number += 1
        return name

    def choose(self, flow: Flow, choice: str) -> None:
        """The plain name."""
        show_added(flow, add(flow, self._plain(flow), self.kind, self.vendor))

    def type(self, flow: Flow, text: str) -> None:
        """It is on the list now. An empty name asks again."""
        name = harmless(text)
        if name:
            show_added(flow, add(flow, name, self.kind, self.vendor))


class TakeItOff(Screen):
    """Before a device that was named by hand goes off the list again."""

    name = "take-it-off"

    def __init__(self, device_id: str) -> None:
        self.device_id = device_id

    def page(self, flow: Flow) -> Page:
        """What goes with it."""
        device = flow.device(self.device_id)
        return Page(
            id="take-it-off",
            title=_("Take it off this list?"),
            lines=(
                *((row(_("Device"), flow.called(device)),) if device else ()),
                *text(_("What you said about it goes too. The device itself is not touched.")),
            ),
            choices=(Choice(id="keep", text=_("Keep it here")), Choice(id="off", text=_("Take it off the list"))),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """Off, or back."""
        device = flow.device(self.device_id)
        if choice != "off" or device is None:
            flow.leave_page()
            return
        take_off(flow, device)
        if flow.picture.listed():
            flow.to_devices()
        else:
            flow.unwind("reading", "start")
