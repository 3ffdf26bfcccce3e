"""DoorBird's LAN API, read with the person's own account: HTTP Digest, or Basic inside TLS; JSON.

Pages as DoorBird's LAN-2-LAN API has them. Who is called or told when somebody rings stands in its favourites (of
calls and of web addresses) and in the schedule that uses them. Its accounts, its app's phones and its history it tells
only in the app.
"""

from __future__ import annotations

from collections.abc import Iterator

from doorguard.model import Device, Level
from doorguard.network.door import Visit
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.asking import RECIPIENTS, SIDE_EFFECT, UPLINKS, Answers, WayOut, say_ways_out
from doorguard.probes.signed_in.flat import Flat, from_json, host_of
from doorguard.probes.signed_in.lists import Recipients, not_read, say_told
from doorguard.probes.signed_in.pages import NotHere, open_pages

NAME = "doorbird"
INFO = "/bha-api/info.cgi"
FAVOURITES, SCHEDULE, CALLS = "/bha-api/favorites.cgi", "/bha-api/schedule.cgi", "/bha-api/sip.cgi?action=status"
NOT_TOLD = ("account.owner", "viewer.other", "access.owner")


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Everything, the most telling first, so that a device that stops answering has told that."""
    login = visit.login(NAME)
    try:
        pages, first = open_pages(device, login, INFO)
        version = from_json(first).below("BHA.VERSION.0")
        if not version.values:
            raise NotHere("unreadable")  # noqa: TRY301 - a page, but not this one
    except NotHere as missing:
        yield not_read(NAME, PROBE.supplies, missing.reason)
        return
    answers = Answers(lambda page: from_json(pages.read(page)))
    told = {"device.firmware": version.text("FIRMWARE") or None, "device.model": version.text("DEVICE-TYPE") or None}
    yield from say_told(told, NAME, ("device.firmware",))
    yield from _recipients(answers)
    yield from say_ways_out(answers, (WayOut("sip", CALLS, _calls),), NAME)
    yield not_read(NAME, NOT_TOLD, "not-supported")


def _recipients(answers: Answers) -> Iterator[Learned]:
    """Every favourite, used or not: one key makes it used. Whose phones the app tells, the device does not say."""
    said = Recipients(NAME)
    try:
        favourites = answers.read(FAVOURITES)
        if {key.partition(".")[0] for key in favourites.values} - {"http", "sip"}:
            raise NotHere("unreadable")  # noqa: TRY301 - another page's answer
    except NotHere as missing:
        yield from said.missing("http", missing.reason)
    else:
        yield from said.say("http", _places(favourites, "http"))
        yield from said.say("call", _places(favourites, "sip"))
    try:
        schedule = answers.read(SCHEDULE)
        rules = schedule.rows()
        if schedule.values and not all(rule.text("input") for rule in rules or [schedule]):
            raise NotHere("unreadable")  # noqa: TRY301 - another page's answer
        if any("notify" in rule.matching(r"output\.\d+\.event") for rule in rules):
            yield from said.missing("push", "not-supported")
    except NotHere as missing:
        yield from said.missing("push", missing.reason)
    yield from said.end()


def _places(favourites: Flat, kind: str) -> list[str]:
    """``{"http": {"0": {"title": ..., "value": ...}}}``; a value may hold a password, so only who is behind it."""
    return [host_of(row.text("value")) for row in favourites.below(kind).rows()]


def _calls(answer: Flat) -> tuple[bool | None, str]:
    """Whether it keeps a line to a telephone server, and to which."""
    status = answer.below("BHA.SIP.0")
    return status.yes_no("ENABLE"), host_of(status.text("REGISTER_URL"))


PROBE = Probe(
    name=NAME,
    title="Whom a DoorBird calls and tells",
    level=Level.SIGN_IN,
    side_effect=SIDE_EFFECT,
    supplies=(*RECIPIENTS, *UPLINKS, *NOT_TOLD, "device.model", "device.firmware"),
    connections=16,
    requests=16,
    applies=lambda device: device.family == "doorbird" and bool(services(device, "http", "https")),
    run=run,
)
