"""What the program read of a device, as a text to keep before a change. Passwords are never in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from doorguard.facts import kind_of
from doorguard.model import Device, Fact
from doorguard.pages.written_down.entries import harmless
from doorguard.report.naming import title
from doorguard.report.redact import without_secrets
from doorguard.wording import N_, _

if TYPE_CHECKING:
    from doorguard.pages.flow import Flow

_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Accounts on it"), ("account.",)),
    (N_("Signed in, or connected"), ("access.", "viewer.", "log.")),
    (N_("Where it sends something"), ("recipient.", "uplink.", "ddns.", "cloud.", "login_alert.")),
    (N_("Homes that control it"), ("homekit.", "matter.", "setup.")),
    (N_("Open doors"), ("port.", "service.", "mapping.", "video.", "shell.", "ipv6.", "onvif.", "settings.")),
)
"""What matters most for proof stands first; the rest follows."""


def captured_text(flow: Flow, device: Device) -> str:
    """Lines of text: what it is, what was read, what was found. Personal names stay: they are the proof."""
    return "\n".join(_lines(flow, device)) + "\n"


def captured_counts(device: Device) -> list[tuple[str, int]]:
    """What there is to keep: (part, how many lines)."""
    counts = [(_(name), len(_of(device, heads))) for name, heads in _PARTS]
    rest = len(device.facts) - sum(number for _name, number in counts)
    return [(name, number) for name, number in (*counts, (_("Other settings and names"), rest)) if number > 0]


def _lines(flow: Flow, device: Device) -> Iterator[str]:
    now = flow.now()
    local = now.astimezone(flow.zone)
    yield _("What the program had read of: {name}").format(name=harmless(title(device)))
    yield _("Written: {utc} ({local})").format(
        utc=now.isoformat(timespec="seconds"), local=local.isoformat(timespec="seconds")
    )
    looked = flow.picture.looked_at.get(device.id)
    if looked is not None:
        yield _("Read from it until: {when}").format(when=looked.isoformat(timespec="seconds"))
    for label, value in (
        (_("Address"), ", ".join(device.addresses)),
        (_("Hardware address"), device.mac or ""),
        (_("Make"), device.vendor or ""),
        (_("Model"), device.model or ""),
        (_("Software inside"), device.firmware or ""),
    ):
        if value:
            yield f"{label}: {harmless(value)}"
    said: set[tuple[str, str | None, str]] = set()
    for name, heads in _PARTS:
        facts = _of(device, heads)
        said |= {fact.key for fact in facts}
        yield from _part(_(name), facts)
    yield from _part(_("Other settings and names"), [fact for fact in device.facts if fact.key not in said])
    yield ""
    yield _("What was found")
    for finding in flow.picture.findings_of(device.id):
        if finding.outcome == "problem":
            yield f"  {harmless(finding.problem)} ({finding.check}, {finding.where or '-'})"


def _of(device: Device, heads: tuple[str, ...]) -> list[Fact]:
    return [fact for fact in device.facts if fact.name.startswith(heads)]


def _part(name: str, facts: list[Fact]) -> Iterator[str]:
    if not facts:
        return
    yield ""
    yield name
    for fact in sorted(facts, key=lambda fact: (fact.place or "", fact.name, fact.probe)):
        value = harmless(without_secrets(fact.value) if isinstance(fact.value, str) else fact.value)
        said = _("{fact} at {place}: {value}") if fact.place else _("{fact}: {value}")
        known = _("{meaning} Known: {how}, by {probe}").format(
            meaning=_(kind_of(fact.name).meaning), how=fact.how, probe=fact.probe
        )
        yield f"  {said.format(fact=fact.name, place=fact.place, value=value)} ({known})"
