"""What a device tells the person who signs in to it, and what the maker's first password opens.

Three facts are the person's own word about something that the device listed: ``account.owner``,
``recipient.owner`` and ``access.owner`` are ``mine``, ``chosen`` (someone I chose) or ``unknown``.
Unknown is the problem, not that there is one. ``none`` is said by a probe when a list was read to
its end and holds nobody.
"""

from __future__ import annotations

from doorguard.facts.kind import FactKind, Type
from doorguard.model import Level


def _read(name: str, type_: Type, meaning: str, *, personal: bool = False) -> FactKind:
    return FactKind(name, type_, meaning, Level.SIGN_IN, personal=personal)


def _labelled(name: str, meaning: str) -> FactKind:
    return FactKind(name, "text", meaning, Level.SIGN_IN, asked=True)


SIGNED_IN: tuple[FactKind, ...] = (
    # Who has an account, who is in now, who was.
    _read("account.name", "text", "The name of an account on the device.", personal=True),
    _read("account.level", "text", "What that account may do: admin, operator, viewer or other."),
    _labelled("account.owner", "Whose account that is: mine, chosen or unknown."),
    _read("viewer.other", "yes-no", "Somebody besides us is connected right now."),
    _read("viewer.name", "text", "The account under which they are connected.", personal=True),
    _read("viewer.address", "text", "The address from which they are connected.", personal=True),
    _read("viewer.since", "text", "Since when they are connected, as the device says."),
    _labelled("access.owner", "Who signed in there: mine, chosen or unknown; none when nobody else did."),
    _read("access.name", "text", "An account in the device's list of sign-ins.", personal=True),
    _read("access.address", "text", "The address in that list.", personal=True),
    _read("access.last", "text", "The last time of it, as the device says."),
    _read("access.times", "number", "How often it stands in that list."),
    _read("log.first", "text", "The oldest entry of the device's list of sign-ins."),
    # What goes elsewhere.
    _read("recipient.kind", "text", "What sends there: mail, ftp, nas, push, http, call, mqtt, alarm-host, storage."),
    _read("recipient.address", "text", "Where alerts, pictures or recordings are sent.", personal=True),
    _labelled("recipient.owner", "Whose that is: mine, chosen or unknown; none when nothing is sent."),
    _read("uplink.on", "yes-no", "The device opens a way out to somebody by itself."),
    _read("uplink.kind", "text", "Which way out: onvif-uplink, isup, sip, auto-register, webrtc."),
    _read("uplink.to", "text", "Where that way out leads.", personal=True),
    _read("login_alert.on", "yes-no", "The device sends a message when somebody signs in or fails to."),
    # Ways in from outside.
    _read("cloud.kind", "text", "The name of that service."),
    _read("device.asks_router", "yes-no", "The device asks the router to open doors to the internet."),
    _read("ddns.on", "yes-no", "A name on the internet points to this home for this device."),
    _read("ddns.name", "text", "That name.", personal=True),
    _read("own_wifi.on", "yes-no", "The device opens a wifi of its own."),
    _read("telnet.enabled", "yes-no", "Remote commands (telnet) are switched on in its settings."),
    _read("ssh.enabled", "yes-no", "Remote commands (SSH) are switched on in its settings."),
    # How it is set.
    _read("guard.on", "yes-no", "The device slows down people who guess its password."),
    _read("guard.tries", "number", "After how many wrong passwords."),
    _read("guard.seconds", "number", "For how many seconds."),
    FactKind("clock.by_network", "yes-no", "The device sets its clock by a time service.", Level.LOOK),
    FactKind("clock.offset", "number", "Seconds between its clock and this computer's.", Level.LOOK),
    _read("microphone.on", "yes-no", "Its microphone is on."),
    _read("recording.on", "yes-no", "It records."),
    _read("mask.on", "yes-no", "A part of its picture is covered."),
    _read("update.automatic", "yes-no", "It fetches new software by itself."),
    # The maker's first password (level Test, or said by the device itself).
    FactKind(
        "first_password.works", "yes-no", "The password that it came with from the maker opens it.", Level.TEST
    ),
)
