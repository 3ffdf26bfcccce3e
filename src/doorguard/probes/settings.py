"""Do its settings answer without a login? Only pages that makers document, and only their harmless reads.

Each page is fetched once with GET. It counts as open only when the answer has the very form that the
maker gives it, is no page for people (a login page with status 200 is none), and a made-up address in
the same folder does not answer in that form too. Nothing that could hold a password, a whole set of
settings or a picture is ever asked for, and nothing of the answer is kept but that it came.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, OverBudget, Stopped
from doorguard.network.web import WebReply
from doorguard.probes.http import same
from doorguard.probes.probe import Learned, Probe, services
from doorguard.wording import _

NAME = "settings"
CAP = 32 * 1024
_FOR_PEOPLE = re.compile(rb"<(?:!doctype\s{1,9}html|html|head|body)\b|type\s{0,9}=\s{0,9}[\"']?password", re.I)
_REFUSED = (401, 403)


@dataclass(frozen=True, slots=True)
class Page:
    """One documented read. ``form`` is what only a real answer has; ``refused`` is how a page that
    always answers 200 says no (where the maker does it so). ``about`` is for people."""

    family: str
    path: str
    form: bytes
    about: str
    source: str
    refused: bytes = rb"(?!)"

    def opened(self, reply: WebReply) -> bool:
        """This answer shows the settings."""
        return (
            reply.status == 200 and not _FOR_PEOPLE.search(reply.body) and bool(re.search(self.form, reply.body, re.M))
        )

    def said_no(self, reply: WebReply) -> bool:
        """This answer asks for a login."""
        return reply.status in _REFUSED or (reply.status == 200 and bool(re.search(self.refused, reply.body)))


PAGES = (
    Page(
        "hikvision",
        "/ISAPI/Security/adminAccesses",
        rb"<AdminAccessProtocolList\b",
        "the doors it has open",
        "Hikvision ISAPI, captured answers",
    ),
    Page(
        "dahua",
        "/cgi-bin/configManager.cgi?action=getConfig&name=General",
        rb"^table\.General\.\w+=",
        "its general settings",
        "Dahua HTTP API: configManager getConfig",
        refused=rb"^Error\b",
    ),
    Page(
        "axis",
        "/axis-cgi/pwdgrp.cgi?action=get",
        rb"^(?:admin|digusers)=\"",
        "the list of its accounts",
        "developer.axis.com/vapix: needs a login as soon as an administrator exists",
    ),
    Page(
        "reolink",
        "/cgi-bin/api.cgi?cmd=GetDevInfo",
        rb"\"code\"\s*:\s*0\b[^\0]{0,200}\"DevInfo\"",
        "what it is and what runs in it",
        "Reolink HTTP API guide v8: GetDevInfo needs a login",
        refused=rb"\"rspCode\"\s*:\s*-(?:6|7|1)\b",
    ),
    Page(
        "foscam",
        "/cgi-bin/CGIProxy.fcgi?cmd=getDevInfo",
        rb"<CGI_Result>\s*<result>\s*0\s*</result>[^\0]{0,400}<productName>",
        "what it is and what runs in it",
        "Foscam IPCamera CGI User Guide: getDevInfo",
        refused=rb"<result>\s*-(?:1|2|3)\s*</result>",
    ),
    Page(
        "vivotek",
        "/cgi-bin/admin/getparam.cgi?system_info_modelname",
        rb"^system_info_modelname='[^']+'",
        "a setting for its administrator",
        "Vivotek URL commands: admin/getparam.cgi is for administrators",
    ),
    Page(
        "hanwha",
        "/stw-cgi/system.cgi?msubmenu=deviceinfo&action=view",
        rb"^Model=[^\0]{1,400}^FirmwareVersion=",
        "what it is and what runs in it",
        "Hanwha SUNAPI: system.cgi deviceinfo, digest login",
        refused=rb"^NG\b",
    ),
    Page(
        "doorbird",
        "/bha-api/info.cgi",
        rb"\"BHA\"\s*:\s*\{[^\0]{0,200}\"FIRMWARE\"",
        "what it is and what runs in it",
        "DoorBird LAN API (doorbirdpy 3.0.12): every call needs a login",
    ),
)


SET_UP = "/SDK/activateStatus"
_ACTIVATED = re.compile(rb"<Activated>\s{0,99}(true|false)\s{0,99}</Activated>")
"""Hikvision ISAPI guide: GET /SDK/activateStatus needs no login, for a device that has no password yet."""


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Ask each web port of the device for the pages of its make, or of all makes where that is not known."""
    own = [page for page in PAGES if page.family == device.family]
    catch_all = {f.place for f in device.facts if f.name == "http.catch_all" and f.value is True}
    for port in services(device, "http", "https")[:6]:
        place = f"tcp/{port}"
        try:
            if device.family in (None, "hikvision") and place not in catch_all:
                yield from _set_up(visit, port, tls=port in services(device, "https"))
            yield from _port(
                visit, port, own or PAGES, tls=port in services(device, "https"), same_everywhere=place in catch_all
            )
        except Stopped:
            raise
        except DoorError as error:
            yield Gap(names=("settings.open",), reason=error.reason, place=place, probe=NAME)


def _port(visit: Visit, port: int, pages: Sequence[Page], *, tls: bool, same_everywhere: bool) -> Iterator[Learned]:
    place = f"tcp/{port}"
    if same_everywhere:
        says = _("It gives the same page at every address, so that tells us nothing.")
        yield Gap(names=("settings.open",), reason="unreadable", place=place, probe=NAME, says=says)
        return
    refused: list[str] = []
    failed: DoorError | None = None
    for page in pages:
        try:
            reply = visit.ask(port, page.path, tls=tls, cap=CAP, media_cap=2, seconds=2.0)
            if page.opened(reply):
                yield from _control(visit, port, page, reply, tls=tls)
                return
        except (Stopped, OverBudget):
            raise
        except DoorError as error:
            # The next page may fare better, but this one was not looked at: it cannot be called closed.
            if failed is not None:
                raise
            failed = error
            continue
        if page.said_no(reply):
            refused.append(page.path)
    if failed is not None:
        raise failed
    if refused:
        yield Fact(name="settings.open", value=False, place=place, probe=NAME)
    else:
        says = _("We do not know the address of a settings page on it.")
        yield Gap(names=("settings.open",), reason="not-supported", place=place, probe=NAME, says=says)


def _control(visit: Visit, port: int, page: Page, reply: WebReply, *, tls: bool) -> Iterator[Learned]:
    place = f"tcp/{port}"
    control = visit.ask(port, made_up(page.path), tls=tls, cap=CAP, media_cap=2, seconds=2.0)
    if page.opened(control) or same(reply, control):
        says = _("It gives such an answer at every address, so that tells us nothing.")
        yield Gap(names=("settings.open",), reason="unreadable", place=place, probe=NAME, says=says)
        return
    yield Fact(name="settings.open", value=True, place=place, probe=NAME)
    yield Fact(name="settings.page", value=page.about, place=place, probe=NAME)


def _set_up(visit: Visit, port: int, *, tls: bool) -> Iterator[Learned]:
    """Whether anybody gave it a password, where it says so to all and not at made-up addresses too."""
    found = _activated(visit, port, SET_UP, tls=tls)
    if found is not None and _activated(visit, port, made_up(SET_UP), tls=tls) is None:
        yield Fact(name="setup.done", value=found, place=f"tcp/{port}", how="reported", probe=NAME)


def _activated(visit: Visit, port: int, path: str, *, tls: bool) -> bool | None:
    reply = visit.ask(port, path, tls=tls, cap=CAP, media_cap=2, seconds=2.0)
    found = _ACTIVATED.search(reply.body) if reply.status == 200 and not _FOR_PEOPLE.search(reply.body) else None
    return found[1] == b"true" if found else None


def made_up(path: str) -> str:
    """A made-up address in the same folder, with the same ending and the same question."""
    folder, _, last = path.partition("?")[0].rpartition("/")
    ending = last[last.rindex(".") :] if "." in last else ""
    query = path[path.index("?") :] if "?" in path else ""
    return f"{folder}/{secrets.token_hex(6)}{ending}{query}"


PROBE = Probe(
    name=NAME,
    title="Whether its settings answer without a login",
    level=Level.LOOK,
    side_effect="Some cameras note that somebody asked for a page without a password.",
    supplies=("settings.open", "settings.page", "setup.done"),
    connections=14,
    requests=60,
    applies=lambda device: device.kind != "router" and bool(services(device, "http", "https")),
    run=run,
)
