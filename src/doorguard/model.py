"""The nouns of doorguard: what every stage hands to the next.

Everything here is frozen, keyword-only and imports only the standard library, so
that any stage can be read, tested and replayed on its own.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from doorguard.wording import N_, _

Scalar = str | int | float | bool
"""A fact's value: one thing, never a list."""

How = Literal["observed", "reported", "inferred", "told"]
"""How a fact is known: we saw it, the device said it, we worked it out, the person said it."""

Kind = Literal["camera", "doorbell", "recorder", "hub", "router", "unknown", "other"]
"""What a device is. ``other`` is only ever counted, never listed (design rule 9)."""

Severity = Literal["critical", "high", "medium", "low"]

Way = Literal["people", "passwords", "doors", "internet", "copies", "label", "other"]
"""How somebody could look through a device: the group in which a check is shown."""

Outcome = Literal["problem", "not-found", "could-not-check"]

Reason = Literal[
    "level",
    "not-asked",
    "not-known",
    "not-said",
    "no-answer",
    "login-needed",
    "unreadable",
    "budget",
    "not-supported",
    "uncertain",
    "stopped",
]
"""Why something could not be checked. The words are part of ``doorguard.scan/1``."""

Presence = Literal["answers", "gone", "cannot-tell"]
"""Whether a device still answers. ``cannot-tell``: it never spoke to us, and the system still remembers it."""

EndReason = Literal["complete", "stopped", "nothing-answered", "not-allowed", "no-network"]


class Level(enum.IntEnum):
    """How loud a run may be. The person chooses; the lowest is the default (design rule 2)."""

    TALK = 0
    LISTEN = 1
    LOOK = 2
    SIGN_IN = 3
    TEST = 4

    @property
    def word(self) -> str:
        """The short name used on the command line and in JSON, for example ``sign-in``."""
        return self.name.lower().replace("_", "-")

    @property
    def title(self) -> str:
        """The plain words used on screen."""
        return _(LEVEL_TITLES[self])

    @classmethod
    def from_word(cls, word: str) -> Level:
        """Read a command-line word. Raises ``ValueError`` for anything else."""
        for level in cls:
            if level.word == word:
                return level
        raise ValueError(f"{word!r} is not a level")


LEVEL_TITLES: Mapping[Level, str] = {
    Level.TALK: N_("Only talk"),
    Level.LISTEN: N_("Wait and see who speaks up"),
    Level.LOOK: N_("Ask the devices"),
    Level.SIGN_IN: N_("Sign in to one device"),
    Level.TEST: N_("Try the first password"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One thing known about one place on one device.

    ``place`` is ``None`` for the device itself, else a port (``tcp/554``), a path
    (``tcp/80/onvif/device_service``), ``account/2``, ``mapping/tcp/8554``, ``scope/1``,
    ``mdns/_hap._tcp`` and the like. ``value`` is never a list. ``seen_at`` is seconds
    since the run started. A newer fact of the same probe, place and name replaces the older.
    """

    name: str
    value: Scalar
    place: str | None = None
    how: How = "observed"
    probe: str
    seen_at: float = 0.0

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What makes two facts statements about the same thing by the same witness."""
        return (self.probe, self.place, self.name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Something a probe wanted to know and could not: the honest opposite of a fact.

    ``names`` are the fact names that stay missing, at ``place`` (``None``: anywhere on the device).
    """

    names: tuple[str, ...]
    reason: Reason
    place: str | None = None
    probe: str
    says: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """Something answered, or spoke up by itself, at an address.

    ``address`` is the IP address that really answered (text form, zone kept for fe80::/10).
    ``mac`` is a hardware address (``aa:bb:cc:dd:ee:ff``) only where the neighbour table gave it;
    one that the device merely *claims* goes into ``ids`` as ``("claimed-mac", ...)``.
    ``ids`` are names a device gives itself: ``("uuid", ...)``, ``("hap", ...)``, ``("serial", ...)``,
    ``("cert", sha256)``. ``names`` are names for people (``Front door``). ``misaddressed`` is the
    address a device says it has when that lies outside this network. ``finished``: this channel
    has said all it will say about this address.
    """

    channel: str
    address: str
    mac: str | None = None
    ids: frozenset[tuple[str, str]] = frozenset()
    names: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    misaddressed: str | None = None
    gaps: tuple[Gap, ...] = ()
    finished: bool = False
    seen_at: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class FactAbout:
    """A fact that a probe of one device learned about another, by its address.

    The router's mapping list tells of the cameras behind it.
    """

    address: str
    fact: Fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Because:
    """One reason why we think a device is what we say it is."""

    channel: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Device:
    """One thing in the home, as far as the evidence goes.

    ``told``: what the person said, by fact name; about one place of it as ``fact@place``.
    """

    id: str
    id_from: Literal["mac", "hap", "uuid", "serial", "address", "hand"]
    addresses: tuple[str, ...]
    mac: str | None = None
    maker_of_mac: str | None = None
    names: tuple[str, ...] = ()
    kind: Kind = "unknown"
    sure: Literal["yes", "looks-like", "no"] = "no"
    vendor: str | None = None
    family: str | None = None
    model: str | None = None
    firmware: str | None = None
    because: tuple[Because, ...] = ()
    facts: tuple[Fact, ...] = ()
    first_seen: float = 0.0
    behind_one_box: bool = False
    claims_shared_id: bool = False
    told: Mapping[str, Scalar] = field(default_factory=dict)

    @property
    def listed(self) -> bool:
        """False for what is only counted: printers, TVs, computers, phones, and what the person says is one."""
        return self.kind != "other" and self.told.get("device.no_camera") is not True


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """The judge's answer for one check at one place of one device.

    ``says`` are sentences for the person that belong to it, such as the day of a list. ``way`` is how somebody
    could look through the device, as its check says.
    """

    device: str
    check: str
    severity: Severity
    outcome: Outcome
    where: str | None
    problem: str
    action: str
    because: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reason: Reason | None = None
    way: Way = "other"

    @property
    def id(self) -> str:
        """Stable across runs: device/check/where."""
        return f"{self.device}/{self.check}/{self.where or ''}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """Everything we sent to one address (design rule 2). Counts, never contents."""

    datagrams: int = 0
    tries: int = 0
    connections: int = 0
    requests: int = 0
    logins: int = 0
    logins_refused: int = 0

    def __add__(self, other: Sent) -> Sent:
        return Sent(
            datagrams=self.datagrams + other.datagrams,
            tries=self.tries + other.tries,
            connections=self.connections + other.connections,
            requests=self.requests + other.requests,
            logins=self.logins + other.logins,
            logins_refused=self.logins_refused + other.logins_refused,
        )


# --- Events: anything that happened, appended, never rewritten -------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """``at`` is seconds since the run started."""

    at: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class RunStarted(Event):
    """A run began, on one network, at one level."""

    level: Level
    network: str | None
    interface: str | None
    gateway: str | None
    pretend: bool
    started_at: datetime
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelStarted(Event):
    """A way of finding devices began."""

    channel: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelEnded(Event):
    """A way of finding devices came to its own end, after ``answers`` answers."""

    channel: str
    answers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceSeen(Event):
    """A device is new, or we know more about it. The whole device, as it now stands."""

    device: Device
    new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DevicesMerged(Event):
    """Two devices turned out to be one. The first id stays."""

    kept: str
    gone: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeEnded(Event):
    """A probe of one device ended; what it could not learn is in ``gaps``."""

    device: str
    probe: str
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenOff(Event):
    """The person took a device that they had named off the list again."""

    device: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged(Event):
    """The findings of one device, replacing all its earlier ones; or, with ``only``, those of
    that one check. ``looked`` is False when only something that the person said was judged."""

    device: str
    only: str | None = None
    findings: tuple[Finding, ...]
    checked_at: datetime
    looked: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Told(Event):
    """The person said something about a device."""

    device: str
    name: str
    value: Scalar


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDone(Event):
    """The person says that they did a step, on a device or in its app. ``check`` is what it was to close.

    Only after it does a new answer of theirs close a way in; without it, an answer was corrected.
    """

    device: str
    action: str
    check: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure(Event):
    """Something did not work. ``says`` is one plain sentence; ``detail`` is for a technical friend."""

    stage: str
    reason: str
    says: str
    device: str | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Blind(Event):
    """A sign that this run could not see everything: one plain sentence."""

    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedAgain(Event):
    """A check-again is over. ``sent`` is all that left this computer so far, the run included."""

    device: str
    sent: Mapping[str, Sent] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class LookedWhoIsLeft(Event):
    """The listed devices were touched once more, to see which is gone: by device, what came of it."""

    left: Mapping[str, Presence]
    sent: Mapping[str, Sent] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedCloser(Event):
    """One device was signed in to, or its first password was tried. ``sent`` is all that left so far.

    ``refused`` is one plain sentence when the device did not let us in; ``partly`` when one part of it did
    and another one did not (many cameras keep a list of accounts of its own for ONVIF). ``read`` is False where its
    settings were not read although nothing refused: it was stopped, or there is no way in that we know.
    """

    device: str
    level: Level
    refused: str | None = None
    partly: str | None = None
    read: bool = True
    sent: Mapping[str, Sent] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunEnded(Event):
    """The run is over. ``sent`` is all that left this computer, by address."""

    ended: EndReason
    ended_at: datetime
    sent: Mapping[str, Sent] = field(default_factory=dict)
