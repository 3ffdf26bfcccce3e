"""Devices that the person names: nothing is sent for them, and every step is there (level Talk)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from doorguard.catalog import Catalog, VendorPage
from doorguard.judge import judge
from doorguard.model import Because, Device, DeviceSeen, Judged, Kind, Level, Scalar, Told
from doorguard.pages.page import Choice, Page
from doorguard.pages.screen import Screen, text

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

LONGEST = 40
"""Characters of a typed name."""


def is_by_hand(device: Device) -> bool:
    """True for a device that the person named, and no look found."""
    return device.id_from == "hand"


def add(flow: Flow, name: str, kind: Kind, vendor: str | None) -> Device:
    """Put a named device into the picture; every check on it says what is not known."""
    number = 1 + sum(is_by_hand(device) for device in flow.picture.devices.values())
    page = flow.catalog.page_for(vendor)
    device = Device(
        id=f"hand-{number}",
        id_from="hand",
        addresses=(),
        names=(name,),
        kind=kind,
        sure="yes" if kind != "unknown" else "no",
        vendor=vendor,
        family=page.family if page else None,
        because=(Because(channel="person", says="you named it"),),
    )
    _show(flow, device, new=True)
    return device


def tell(flow: Flow, device: Device, fact: str, value: Scalar) -> None:
    """The person said something about such a device."""
    flow.take(Told(device=device.id, name=fact, value=value))
    _show(flow, replace(device, told={**device.told, fact: value}), new=False)


def _show(flow: Flow, device: Device, *, new: bool) -> None:
    # Whatever it is, it has an app and people in it: ask as if it were a camera.
    judged = replace(device, kind="camera") if device.kind == "unknown" else device
    findings = judge(judged, flow.catalog.checks, level=Level.TALK)
    flow.take(DeviceSeen(device=device, new=new))
    flow.take(Judged(device=device.id, findings=findings, checked_at=flow.now(), looked=False))


def makes_like(catalog: Catalog, word: str) -> list[VendorPage]:
    """Makes whose name or app holds this word; those that begin with it first."""
    wanted = word.strip().casefold()
    if not wanted:
        return []
    found = []
    for page in catalog.vendors:
        names = [name.casefold() for name in (*page.names, *page.apps)]
        if page.slug not in ("generic", "router", "_any") and any(wanted in name for name in names):
            found.append((not any(name.startswith(wanted) for name in names), page.slug, page))
    return [page for _, _, page in sorted(found, key=lambda ranked: ranked[:2])]


def show_added(flow: Flow, device: Device) -> None:
    """Its page, with the list before it."""
    from doorguard.pages.devices import Devices, OneDevice

    flow.unwind("devices", "reading")
    if flow.here != "devices":
        flow.go(Devices())
    flow.go(OneDevice(device.id))


class NameIt(Screen):
    """What the person calls it."""

    name = "name-it"

    def page(self, flow: Flow) -> Page:
        """A name in the person's own words."""
        return Page(
            id="name-it",
            title="What do you call it?",
            lines=text(
                "A name helps you to tell it apart, such as Hallway camera.",
                "Nothing is sent, and the name is not kept.",
            ),
            choices=(Choice(id="name:Camera", text="Camera"), Choice(id="name:Doorbell", text="Doorbell")),
            typed="Its name",
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """One of the plain names."""
        self.type(flow, choice.removeprefix("name:"))

    def type(self, flow: Flow, text: str) -> None:
        """On to what it is."""
        name = "".join(c for c in " ".join(text.split()) if c.isprintable())[:LONGEST]
        if name:
            flow.instead(WhatIsIt(name))


class WhatIsIt(Screen):
    """Camera, doorbell, recorder, hub, or not sure."""

    name = "what-is-it"

    def __init__(self, called: str) -> None:
        self.called = called

    def page(self, flow: Flow) -> Page:
        """Kinds in plain words."""
        return Page(
            id="what-is-it",
            title=f"What is it? {self.called}",
            choices=(
                Choice(id="camera", text="A camera"),
                Choice(id="doorbell", text="A doorbell with a camera"),
                Choice(id="recorder", text="A recorder that keeps pictures"),
                Choice(id="hub", text="A base station or hub"),
                Choice(id="router", text="The router, the box that the wifi comes from"),
                Choice(id="unknown", text="I am not sure"),
            ),
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """On to its make."""
        kinds: dict[str, Kind] = {
            "camera": "camera",
            "doorbell": "doorbell",
            "recorder": "recorder",
            "hub": "hub",
            "router": "router",
        }
        kind = kinds.get(choice, "unknown")
        if kind == "router":
            show_added(flow, add(flow, self.called, kind, None))  # its steps are the same for any make
        else:
            flow.instead(WhichMake(self.called, kind))


class WhichMake(Screen):
    """The make on the label, the name of its app, or no name."""

    name = "which-make"

    def __init__(self, called: str, kind: Kind) -> None:
        self.called, self.kind = called, kind
        self.looked_for = ""

    def page(self, flow: Flow) -> Page:
        """Typed, because there are many."""
        found = makes_like(flow.catalog, self.looked_for)
        lines = text("Look at the label, or at the name of the app. Type one of them.")
        if self.looked_for and not found:
            lines += text("We have no page for that name. The steps for any make will do.")
        return Page(
            id="which-make",
            title=f"Which make is it? {self.called}",
            lines=lines,
            choices=(
                *(Choice(id=f"make:{page.names[0]}", text=page.names[0]) for page in found[:7]),
                Choice(id="none", text="It has no name, or I can't tell"),
            ),
            typed="A make or an app",
            typed_before="" if found else self.looked_for,
        )

    def choose(self, flow: Flow, choice: str) -> None:
        """It is on the list now."""
        vendor = choice.removeprefix("make:") if choice.startswith("make:") else None
        show_added(flow, add(flow, self.called, self.kind, vendor))

    def type(self, flow: Flow, text: str) -> None:
        """Look for a make."""
        self.looked_for = text.strip()[:LONGEST]
