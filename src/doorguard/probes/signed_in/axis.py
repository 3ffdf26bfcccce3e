"""Axis VAPIX, read with the person's own password: HTTP Digest; parameters as lines, newer pages as JSON.

Paths as Axis documents them (VAPIX: user management, parameter management, time, MQTT client, action service).
Names of parameters as a published listing of a real camera has them. Everything asked only reads, also the three
POSTs: these pages take the name of what is read in a body. Who is connected, and who signed in, Axis tells only
as text for people; that stays unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.asking import (
    ACCOUNTS,
    RECIPIENTS,
    SIDE_EFFECT,
    Answers,
    Setting,
    Told,
    moment_offset,
    say_account_list,
    say_settings,
    switch,
    told_by,
)
from doorguard.probes.signed_in.axis_recipients import LISTS, SERVICES, ask_for, places_in
from doorguard.probes.signed_in.flat import Flat, from_json, from_lines, host_of
from doorguard.probes.signed_in.lists import Account, Recipients, not_read, say_told
from doorguard.probes.signed_in.pages import NotHere, Pages, open_pages

NAME = "axis"
_GROUPS = "Brand,Properties.Firmware,Network,RemoteService,System.PreventDoSAttack,Audio,Time"
PARAMETERS = f"/axis-cgi/param.cgi?action=list&group={_GROUPS}"
USERS = "/axis-cgi/pwdgrp.cgi?action=get"
TIME, MQTT = "/axis-cgi/time.cgi", "/axis-cgi/mqtt/client.cgi"
METHODS = {TIME: "getDateTimeInfo", MQTT: "getClientStatus"}
GROUPS = (("admin", "admin"), ("operator", "operator"), ("viewer", "viewer"))
"""The list of accounts by what they may do, the most first; ``digusers`` holds all."""
NOT_TOLD = ("viewer.other", "access.owner")


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login = visit.login(NAME)
    try:
        pages, first = open_pages(device, login, PARAMETERS)
        parameters = from_lines(first, "root.")
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    answers = Answers(lambda page: parameters if page == PARAMETERS else _fetch(pages, page))
    yield from say_told(_software(parameters), NAME, ("device.firmware",))
    yield from say_account_list(lambda: _accounts(answers), NAME)
    yield from _recipients(pages, answers)
    yield from say_settings(answers, SETTINGS, NAME)
    yield not_read(NAME, NOT_TOLD, "not-supported")


def _fetch(pages: Pages, page: str) -> Flat:
    if page not in METHODS:
        return from_lines(pages.read(page))
    body = json.dumps({"apiVersion": "1.0", "method": METHODS[page]}).encode()
    answer = from_json(pages.read(page, method="POST", headers={"Content-Type": "application/json"}, body=body))
    if answer.below("error").values:
        raise NotHere("not-supported")
    return answer.below("data")


def _software(parameters: Flat) -> Told:
    version, model = parameters.text("Properties.Firmware.Version"), parameters.text("Brand.ProdNbr")
    return {"device.firmware": version or None, "device.model": model or None}


def _accounts(answers: Answers) -> list[Account]:
    groups = answers.read(USERS)
    names = dict.fromkeys(_names(groups, "digusers") + [n for group, _ in GROUPS for n in _names(groups, group)])
    return [Account(name, _level(groups, name)) for name in names]


def _names(groups: Flat, group: str) -> list[str]:
    return [name.strip() for name in groups.text(group).split(",") if name.strip()]


def _level(groups: Flat, name: str) -> str:
    return next((level for group, level in GROUPS if name in _names(groups, group)), "other")


def _recipients(pages: Pages, answers: Answers) -> Iterator[Fact | Gap]:
    """The list of recipients, the actions that hold addresses of their own, and the MQTT broker."""
    said = Recipients(NAME)
    for what in LISTS:
        try:
            headers = {"Content-Type": "application/soap+xml"}
            body = pages.read(SERVICES, method="POST", headers=headers, body=ask_for(what))
            found, unclear = places_in(body, what)
        except NotHere as missing:
            yield from said.missing("storage", missing.reason)
            continue
        for kind, addresses in found.items():
            yield from said.say(kind, addresses)
        for kind in unclear:
            yield from said.missing(kind, "unreadable")
    try:
        yield from said.say("mqtt", _broker(answers.read(MQTT)))
    except NotHere as missing:
        yield from said.missing("mqtt", missing.reason)
    yield from said.end()


def _broker(status: Flat) -> list[str]:
    """Where its messages go, while that is switched on."""
    state, host = status.text("status.state"), host_of(status.text("config.server.host"))
    if state == "inactive":
        return []
    if state != "active" or not host:
        raise NotHere("unreadable")
    return [host]


def _cloud(parameters: Flat) -> Told:
    """``oneclick`` waits for its button to be pressed: whether somebody did, it does not say."""
    on = {"no": False, "yes": True}.get(parameters.text("RemoteService.Enabled").lower())
    return {"cloud.on": on, "cloud.kind": "Axis remote service (O3C)" if on else None}


def _ddns(parameters: Flat) -> Told:
    on = parameters.any_on(r"Network\.(DNSUpdate|AxisNS)\.Enabled")
    name = parameters.text("Network.DNSUpdate.DNSName") if on else ""
    return {"ddns.on": on, "ddns.name": name or None}


def _guard(parameters: Flat) -> Told:
    """It slows down who tries too often in one second; after how many in all, it does not count."""
    on = parameters.yes_no("System.PreventDoSAttack.ActivatePasswordThrottling")
    seconds = parameters.number("System.PreventDoSAttack.DoSBlockingPeriod") if on else None
    return {"guard.on": on, "guard.seconds": seconds}


def _by_network(parameters: Flat) -> Told:
    said = parameters.text("Time.SyncSource").upper()
    return {"clock.by_network": True if said == "NTP" else False if said in ("NONE", "PC") else None}


SETTINGS: tuple[Setting, ...] = (
    Setting(PARAMETERS, _cloud, ("cloud.on",), ("cloud.kind",)),
    Setting(PARAMETERS, switch("device.asks_router", "Network.UPnP.NATTraversal.Enabled"), ("device.asks_router",)),
    Setting(PARAMETERS, _ddns, ("ddns.on",), ("ddns.name",)),
    Setting(PARAMETERS, switch("ssh.enabled", "Network.SSH.Enabled"), ("ssh.enabled",)),
    Setting(PARAMETERS, _guard, ("guard.on",), ("guard.seconds",)),
    Setting(PARAMETERS, lambda p: {"microphone.on": p.any_on(r"Audio\.A\d+\.Enabled")}, ("microphone.on",)),
    Setting(PARAMETERS, _by_network, ("clock.by_network",)),
    Setting(TIME, lambda t: {"clock.offset": moment_offset(t.text("dateTime"))}, ("clock.offset",)),
)
PROBE = Probe(
    name=NAME,
    title="Its settings, as Axis cameras tell them",
    level=Level.SIGN_IN,
    side_effect=SIDE_EFFECT,
    supplies=(*ACCOUNTS, *RECIPIENTS, *NOT_TOLD, "device.model", "device.firmware", *told_by(SETTINGS)),
    connections=30,
    requests=30,
    applies=lambda device: device.family == "axis" and bool(services(device, "http", "https")),
    run=run,
)
