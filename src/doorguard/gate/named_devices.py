"""What an answers file says about single devices: ``[device."192.168.1.20"]``."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from doorguard.gate.told import read_told, short
from doorguard.model import Scalar
from doorguard.wording import _

OWNERS = ("mine", "chosen")
"""What an account or a recipient can be in a file; what is left out has not been asked."""
LABELLED: Mapping[str, str] = {"accounts": "account.owner", "recipients": "recipient.owner"}
_KEYS = ("known", "hardware", *LABELLED, "answers")
_HARDWARE = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}")


@dataclass
class NamedDevices:
    """By address: facts told, (labelled fact, its name) -> owner, and the hardware address that all of it is
    about; where none is written, it is about whoever has the address."""

    told: dict[str, dict[str, Scalar]] = field(default_factory=dict)
    labels: dict[str, dict[tuple[str, str], str]] = field(default_factory=dict)
    hardware: dict[str, str] = field(default_factory=dict)


def read_devices(raw: object, wrong: list[str]) -> NamedDevices:
    """Read the tables; what does not fit goes into ``wrong`` as plain sentences."""
    found = NamedDevices()
    if not isinstance(raw, dict):
        wrong.append(_('device is a table for each address, such as [device."192.168.1.20"].'))
        return found
    for address, rows in raw.items():
        try:
            place = str(ipaddress.ip_address(address))
        except ValueError:
            says = _('[device.{address}] is not an address such as "192.168.1.20".')
            wrong.append(says.format(address=short(address)))
            continue
        if place in found.told:
            wrong.append(_('[device."{place}"] stands there twice.').format(place=place))
            continue
        _read_one(place, rows, found, wrong)
    return found


def _read_one(place: str, rows: object, found: NamedDevices, wrong: list[str]) -> None:
    known = rows.get("known") if isinstance(rows, dict) else None
    if not isinstance(rows, dict) or not (isinstance(known, bool) or ("known" not in rows and "answers" in rows)):
        wrong.append(_('[device."{place}"] needs the line: known = true, or known = false.').format(place=place))
        return
    unknown = [short(key) for key in rows if key not in _KEYS]
    says = _('[device."{place}"] cannot hold {key}. It holds: {keys}.')
    wrong += [says.format(place=place, key=key, keys=", ".join(_KEYS)) for key in unknown]
    found.told[place] = read_told(place, rows.get("answers", {}), wrong)
    if isinstance(known, bool):
        found.told[place]["owner.claimed"] = known
    if "hardware" in rows:
        hardware = str(rows["hardware"]).strip().lower().replace("-", ":")
        if _HARDWARE.fullmatch(hardware):
            found.hardware[place] = hardware
        else:
            says = _('[device."{place}"] hardware looks like this: hardware = "44:19:b6:00:00:20"')
            wrong.append(says.format(place=place))
    for key, fact in LABELLED.items():
        for called, owner in _table(place, key, rows.get(key, {}), wrong).items():
            found.labels.setdefault(place, {})[fact, called] = owner


def _table(place: str, key: str, raw: object, wrong: list[str]) -> dict[str, str]:
    good = isinstance(raw, dict) and all(owner in OWNERS for owner in raw.values())
    if isinstance(raw, dict) and good:
        return {str(called): str(owner) for called, owner in raw.items()}
    says = _('[device."{place}"] {key} looks like this: {key} = {example}. Leave out what you do not know.')
    wrong.append(says.format(place=place, key=key, example='{ "name" = "mine", "other name" = "chosen" }'))
    return {}
