"""What a device listed, in plain words: which account, which address, which sign-in it is about.

A way in that stands for one entry of a list has to say which one, or nobody can act on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from doorguard.model import Device, Finding
from doorguard.wording import N_, _, day_words

CALLED = {
    "account": "account.name",
    "recipient": "recipient.address",
    "access": "access.name",
    "viewer": "viewer.name",
    "uplink": "uplink.to",
}
"""What an entry is called, by the first word of its place."""
_HIDDEN = ("recipient", "uplink")
"""Shown with the middle left out, until the person asks for all of it."""
_LABELS = {
    "account": N_("The account"),
    "recipient": N_("The address"),
    "access": N_("The name"),
    "viewer": N_("The name"),
    "uplink": N_("It leads to"),
}
_DETAILS = {
    "account": ((N_("May do"), "account.level"),),
    "recipient": ((N_("Sent as"), "recipient.kind"),),
    "access": (
        (N_("From the address"), "access.address"),
        (N_("Last time"), "access.last"),
        (N_("How often"), "access.times"),
    ),
    "viewer": ((N_("From the address"), "viewer.address"), (N_("Since"), "viewer.since")),
    "uplink": ((N_("How"), "uplink.kind"),),
}
_IN_A_SENTENCE = {
    "account": N_("Its name is {}."),
    "recipient": N_("The address is {}."),
    "access": N_("The name is {}."),
    "viewer": N_("The name is {}."),
    "uplink": N_("It leads to {}."),
}
_LEVELS = {
    "admin": N_("everything, also add and remove accounts"),
    "operator": N_("look, and change some settings"),
    "viewer": N_("look"),
    "other": N_("not known"),
}
_KINDS = {
    "mail": N_("mails"),
    "ftp": N_("copies to a file server (FTP)"),
    "nas": N_("recordings to a storage box"),
    "push": N_("messages to a phone"),
    "http": N_("messages to a web address"),
    "mqtt": N_("messages to another program (MQTT)"),
    "alarm-host": N_("messages to an alarm centre"),
    "storage": N_("recordings to a storage box"),
}
_TIMES = ("access.last", "viewer.since")


def called(device: Device, place: str) -> tuple[str, ...]:
    """What tells this entry from others, wherever it is listed: its name, and the address it came from.
    Empty when nothing is listed there."""
    head = place.partition("/")[0]
    if head not in CALLED:
        return ()
    values = _values(device, place)
    if CALLED[head] not in values:
        return ()
    return (head, values[CALLED[head]], values.get(f"{head}.address", "") if head in ("access", "viewer") else "")


def rows_of(device: Device, places: Iterable[str], *, whole: bool = False) -> list[tuple[str, str]]:
    """(label, words) for one entry that may stand in several lists. ``whole``: no address half hidden."""
    places = list(places)
    head = places[0].partition("/")[0]
    name = _values(device, places[0]).get(CALLED.get(head, ""), "")
    rows = [(_(_LABELS[head]), _shown(head, name, whole=whole) or _("no name"))] if called(device, places[0]) else []
    for label, fact in _DETAILS.get(head, ()):
        said = dict.fromkeys(v[fact] for place in places if (v := _values(device, place)).get(fact))
        if said:
            rows.append((_(label), "; ".join(_in_words(fact, value) for value in said)))
    return rows


def can_be_shown(device: Device, place: str) -> bool:
    """True when some of its address is left out."""
    head, name, _from = called(device, place) or ("", "", "")
    return head in _HIDDEN and half_hidden(name) != name


def sentence_of(device: Device, place: str | None) -> str:
    """Which entry a way in is about, as one short sentence; empty when it is about the whole device."""
    head, name, _from = called(device, place or "") or ("", "", "")
    words = _(_IN_A_SENTENCE[head]).format(_shown(head, name, whole=False)) if name else ""
    return words.replace("....", "...")


def once_each(device: Device, findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each entry: an account that stands in two lists of a device is one thing to look at."""
    kept: dict[object, Finding] = {}
    for finding in findings:
        entry = called(device, finding.where or "")
        kept.setdefault((finding.check, finding.outcome, entry) if entry else finding.id, finding)
    return list(kept.values())


def half_hidden(address: str) -> str:
    """An address with the middle left out: enough for whoever knows it (s...@example.org)."""
    name, at, where = address.partition("@")
    if at and "/" not in address:  # an address of a page may hold that sign, and a key behind it
        return f"{name[:1]}...@{where}"
    return address if len(address) <= 6 else f"{address[:3]}..."


def _values(device: Device, place: str) -> dict[str, str]:
    return {f.name: str(f.value) for f in device.facts if f.place == place}


def _shown(head: str, name: str, *, whole: bool) -> str:
    return half_hidden(name) if head in _HIDDEN and not whole else name


def _in_words(fact: str, value: str) -> str:
    if fact == "account.level":
        return _(_LEVELS[value]) if value in _LEVELS else value
    if fact == "recipient.kind":
        return _(_KINDS[value]) if value in _KINDS else value
    if fact == "access.times":
        return _("once") if value == "1" else _("{number} times").format(number=value)
    return _moment(value) if fact in _TIMES else value


def _moment(said: str) -> str:
    """A time as the device's own clock has it; a text that is none stays as it is."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return said
    return _("{day}, {time}, by its own clock").format(day=day_words(moment), time=f"{moment:%H:%M}")
