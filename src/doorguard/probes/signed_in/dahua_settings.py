"""What one configuration of a Dahua device says: a table of names, each with its facts.

Names and keys as devices answered them (python-amcrest, published captures); a missing key is a gap,
never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from doorguard.model import Scalar
from doorguard.probes.signed_in.dahua_text import Table, yes_no
from doorguard.probes.signed_in.lists import is_somebody
from doorguard.wording import N_, _

Told = Mapping[str, Scalar | None]
"""Fact name -> value; None where the answer does not say."""


@dataclass(frozen=True, slots=True)
class Setting:
    """``getConfig&name=``. ``facts`` must be told, or are a gap; ``more`` may be."""

    name: str
    tell: Callable[[Table], Told]
    facts: tuple[str, ...]
    more: tuple[str, ...] = ()


def switch(config: Table, key: str = r"(\[\d+\])?\.Enable") -> bool | None:
    """On when any of these keys is; off when all are; else not known."""
    says = [yes_no(value) for value in config.matching(key).values()]
    if True in says:
        return True
    return False if says and None not in says else None


def _one(fact: str, key: str = r"(\[\d+\])?\.Enable") -> Callable[[Table], Told]:
    return lambda config: {fact: switch(config, key)}


def _cloud(config: Table) -> Told:
    on = switch(config)
    return {"cloud.on": on, "cloud.kind": "Dahua P2P" if on else None}


def _ddns(config: Table) -> Told:
    on = switch(config)
    rows = [row for row in config.rows() if yes_no(row.get("Enable", "")) and is_somebody(row.get("HostName", ""))]
    return {"ddns.on": on, "ddns.name": rows[0]["HostName"] if rows else None}


def _guard(config: Table) -> Told:
    on = config.yes_no(".LockLoginEnable")
    if not on:
        return {"guard.on": on}
    tries, seconds = _number(config.text(".LockLoginTimes")), _number(config.text(".LoginFailLockTime"))
    return {"guard.on": on, "guard.tries": tries, "guard.seconds": seconds}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


_MODES = {"0": True, "1": True, "2": False}
"""By timetable, always, never."""


def _recording(config: Table) -> Told:
    says = [_MODES.get(mode) for mode in config.matching(r"\[\d+\]\.Mode").values()]
    if True in says:
        return {"recording.on": True}
    return {"recording.on": False if says and None not in says else None}


SETTINGS: tuple[Setting, ...] = (
    Setting("T2UServer", _cloud, ("cloud.on",), ("cloud.kind",)),
    Setting("UPnP", _one("device.asks_router"), ("device.asks_router",)),
    Setting("DDNS", _ddns, ("ddns.on",), ("ddns.name",)),
    Setting("General", _guard, ("guard.on",), ("guard.tries", "guard.seconds")),
    Setting("LoginFailureAlarm", _one("login_alert.on"), ("login_alert.on",)),
    Setting("NTP", _one("clock.by_network"), ("clock.by_network",)),
    Setting("Encode", _one("microphone.on", r"\[\d+\]\.MainFormat\[\d+\]\.AudioEnable"), ("microphone.on",)),
    Setting("RecordMode", _recording, ("recording.on",)),
    Setting("Telnet", _one("telnet.enabled"), ("telnet.enabled",)),
    Setting("SSHD", _one("ssh.enabled"), ("ssh.enabled",)),
)
"""In the order of asking: what lets others in first."""

ANOTHER_ZONE = N_("Its clock shows another hour. That can be another time zone.")
_HALF_HOUR, _NEAR, _FARTHEST_ZONE = 1800, 120, 26 * 3600


def clock_offset(text: str, now: datetime | None = None) -> int | str | None:
    """Seconds between its clock and ours. The device gives no time zone: a difference of whole half hours says
    nothing, and gives :data:`ANOTHER_ZONE`. None when the text is no time."""
    said = moment(text)
    if said is None:
        return None
    ours = (now or datetime.now(UTC)).astimezone().replace(tzinfo=None)
    apart = abs(round((datetime.fromisoformat(said) - ours).total_seconds()))
    from_half_hour = min(apart % _HALF_HOUR, -apart % _HALF_HOUR)
    if apart > _NEAR and from_half_hour <= _NEAR and apart <= _FARTHEST_ZONE:
        return _(ANOTHER_ZONE)
    return apart


def moment(text: str) -> str | None:
    """A time as these devices write it, in the order that sorts; None for anything else."""
    for form in ("%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S"):
        try:
            said = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the device gives no zone
        except ValueError:
            continue
        return said.isoformat(sep=" ")
    return None
