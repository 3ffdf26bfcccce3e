"""Vivotek's parameters, read with the person's own password: HTTP Digest, or Basic inside TLS; ``key='value'``.

Names as Vivotek's API and published scripts have them. Its log is text for people, and it does not tell who is
connected; both stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from doorguard.model import Device, Level
from doorguard.network.door import Visit
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.asking import (
    ACCOUNTS,
    RECIPIENTS,
    SIDE_EFFECT,
    Answers,
    Setting,
    Told,
    say_account_list,
    say_settings,
    switch,
    told_by,
)
from doorguard.probes.signed_in.flat import Flat, from_lines, host_of
from doorguard.probes.signed_in.lists import Account, Recipients, not_read, say_told
from doorguard.probes.signed_in.pages import NotHere, open_pages

NAME = "vivotek"
GET = "/cgi-bin/admin/getparam.cgi?"
LEVELS = {"admin": "admin", "operator": "operator", "viewer": "viewer"}
NOT_TOLD = ("viewer.other", "access.owner")
KINDS = {"email": "mail", "ftp": "ftp", "http": "http", "ns": "nas"}
"""What an event server is; each keeps its address under a name of its own."""
FIRST_OF = {"email": "email_recipientemail", "ftp": "ftp_address", "http": "http_url", "ns": "ns_location"}


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login = visit.login(NAME)
    try:
        pages, first = open_pages(device, login, GET + "system")
        system = from_lines(first)
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    answers = Answers(lambda group: from_lines(pages.read(GET + group)))
    yield from say_told(_software(system), NAME, ("device.firmware",))
    yield from say_account_list(lambda: _accounts(answers), NAME)
    yield from _recipients(answers)
    yield from say_settings(answers, SETTINGS, NAME)
    yield not_read(NAME, NOT_TOLD, "not-supported")


def _software(system: Flat) -> Told:
    version, model = system.text("system_info_firmwareversion"), system.text("system_info_modelname")
    return {"device.firmware": version or None, "device.model": model or None}


def _accounts(answers: Answers) -> list[Account]:
    """``security_user_i0_name`` and its privilege; the first, root, is the administrator's."""
    security = answers.read("security")
    found = []
    for key, name in security.values.items():
        place = re.fullmatch(r"security_user_i(\d{1,3})_name", key)
        if place and name:
            level = security.text(f"security_user_i{place[1]}_privilege").lower()
            found.append(Account(name, "admin" if name == "root" else LEVELS.get(level, "other")))
    return found


def _recipients(answers: Answers) -> Iterator[Learned]:
    """Event servers ``server_i0_type``; one without a name is not set up."""
    said = Recipients(NAME)
    try:
        servers = answers.read("server")
        places = [m[1] for key in servers.values if (m := re.fullmatch(r"server_i(\d{1,2})_type", key))]
        if not places:
            raise NotHere("unreadable")  # noqa: TRY301 - another page's answer
    except NotHere as missing:
        yield from said.missing("storage", missing.reason)
        places = []
    for place in places:
        kind, name = servers.text(f"server_i{place}_type"), servers.text(f"server_i{place}_name")
        if name and kind in KINDS:
            yield from said.say(KINDS[kind], _addresses(kind, servers.text(f"server_i{place}_{FIRST_OF[kind]}")))
        elif name:
            yield from said.missing("storage", "unreadable")
    yield from said.end()


def _addresses(kind: str, text: str) -> list[str]:
    """Of a shared folder (written with backslashes) and of the address of a page, the host alone."""
    if kind == "email":
        return re.split(r"[,;\s]+", text)
    return [host_of(text.replace("\\", "/"))]


def _microphone(audio: Flat) -> Told:
    muted = audio.yes_no("audioin_c0_mute")
    return {"microphone.on": None if muted is None else not muted}


SETTINGS: tuple[Setting, ...] = (
    Setting("upnpportforwarding", switch("device.asks_router", "upnpportforwarding_enable"), ("device.asks_router",)),
    Setting("ddns", switch("ddns.on", "ddns_enable"), ("ddns.on",)),
    Setting("audioin", _microphone, ("microphone.on",)),
    Setting("recording", lambda r: {"recording.on": r.any_on(r"recording_i\d+_enable")}, ("recording.on",)),
    Setting("privacymask", switch("mask.on", "privacymask_c0_enable"), ("mask.on",)),
)
PROBE = Probe(
    name=NAME,
    title="Its settings, as Vivotek cameras tell them",
    level=Level.SIGN_IN,
    side_effect=SIDE_EFFECT,
    supplies=(*ACCOUNTS, *RECIPIENTS, *NOT_TOLD, "device.model", "device.firmware", *told_by(SETTINGS)),
    connections=24,
    requests=24,
    applies=lambda device: device.family == "vivotek" and bool(services(device, "http", "https")),
    run=run,
)
