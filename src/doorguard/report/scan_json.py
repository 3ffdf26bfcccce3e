"""One JSON document of a run: schema ``doorguard.scan/1`` (docs/scan.schema.json). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from doorguard.model import Device, Fact, Finding
from doorguard.report.picture import Picture
from doorguard.report.redact import fact_value, told_value

SCHEMA = "doorguard.scan/1"


def document(picture: Picture, *, tool: Mapping[str, str]) -> dict[str, Any]:
    """The document of one finished run. ``tool`` is version, catalog and tables_as_of."""
    return {
        "schema": SCHEMA,
        "tool": dict(tool),
        "pretend": picture.pretend,
        "ended": picture.ended,
        "level": picture.level.word,
        "network": picture.network,
        "started_at": _time(picture.started_at),
        "ended_at": _time(picture.ended_at),
        "seconds": round(picture.seconds, 2),
        "devices": [_device(device, picture) for device in picture.listed()],
        "counted_only": dict(picture.counted),
        "could_not_see": picture.unseen,
        "sent": {address: asdict(sent) for address, sent in sorted(picture.sent.items())},
        "failures": [
            {
                "stage": failure.stage,
                "reason": failure.reason,
                "says": failure.says,
                "device": failure.device,
                "detail": failure.detail,
            }
            for failure in picture.failures
        ],
    }


def _device(device: Device, picture: Picture) -> dict[str, Any]:
    return {
        "id": device.id,
        "id_from": device.id_from,
        "addresses": list(device.addresses),
        "mac": device.mac,
        "names": list(device.names),
        "kind": device.kind,
        "vendor": device.vendor,
        "family": device.family,
        "model": device.model,
        "firmware": device.firmware,
        "first_seen_s": round(device.first_seen, 3),
        "sure": device.sure,
        "because": [{"channel": b.channel, "says": b.says} for b in device.because],
        "services": services(device),
        "facts": [
            {
                "name": fact.name,
                "place": fact.place,
                "value": fact_value(fact, device),
                "how": fact.how,
                "probe": fact.probe,
            }
            for fact in sorted(device.facts, key=_order)
        ],
        "told": {name: told_value(name, value) for name, value in device.told.items()},
        "not_asked": sum(f.reason == "not-asked" for f in picture.findings_of(device.id)),
        "findings": [_finding(finding, picture) for finding in picture.findings_of(device.id)],
    }


def services(device: Device) -> list[dict[str, Any]]:
    """The ports that answered, with what greeted us there."""
    named = {f.place: str(f.value) for f in device.facts if f.name == "service.name"}
    rows = []
    for place in {f.place for f in device.facts if f.name == "port.open" and f.place}:
        transport, _, port = place.partition("/")
        if port.isascii() and port.isdigit() and len(port) <= len("65535"):  # a forged scan may have anything there
            rows.append({"port": int(port), "transport": transport, "service": named.get(place, "unknown")})
    return sorted(rows, key=lambda row: (row["transport"], row["port"]))


def _finding(finding: Finding, picture: Picture) -> dict[str, Any]:
    return {
        "id": finding.id,
        "check": finding.check,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "where": finding.where,
        "problem": finding.problem,
        "action": finding.action,
        "because": list(finding.because),
        "says": list(finding.says),
        "missing": list(finding.missing),
        "reason": finding.reason,
        "closed_at": _time(picture.closed_at.get(finding.id)),
    }


def _order(fact: Fact) -> tuple[str, str, str]:
    return (fact.place or "", fact.name, fact.probe)


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
