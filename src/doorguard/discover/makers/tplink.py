"""TP-Link: UDP 20002 (Tapo and newer Kasa) and UDP 9999 (older Kasa, XOR autokey from 171)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from doorguard.discover.makers.search import NotThisProtocol, Reply, Search, channel
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

PROBE_20002 = bytes.fromhex("020000010000000000000000463cb5d3")
"""Version 2, operation 1, CRC32 with the CRC field preset to 5A6B7C8D."""
SYSINFO_9999 = bytes.fromhex("d0f281f88bff9af7d5ef94b6d1b4c09fec95e68fe187e8caf08bf68bf6")
"""``{"system":{"get_sysinfo":{}}}`` under the autokey."""
KEPT = ("device_type", "device_model", "firmware_version", "hardware_version", "factory_default")
_LARGEST = 16384


def read(data: bytes) -> Reply:
    """A reply on 20002: 16-byte head and JSON. Raises NotThisProtocol."""
    if len(data) < 18 or data[0] != 2 or data[16:17] != b"{":
        raise NotThisProtocol("no such head")
    result = _object(_object(_json(data[16 : 16 + _LARGEST])).get("result"))
    owner = str(result.get("owner") or "")
    fields = {name: _text(result.get(name)) for name in KEPT}
    if owner:
        # Stable per account: two cameras with different marks belong to two accounts.
        fields["owner"] = hashlib.sha256(owner.encode()).hexdigest()[:8]
    fresh = result.get("factory_default")
    return Reply(
        fields={k: v for k, v in fields.items() if v},
        model=clean(_text(result.get("device_model")), NAME_CAP),
        maker="TP-Link",
        firmware=_text(result.get("firmware_version")),
        mac=_text(result.get("mac")).replace("-", ":").lower()[:17],
        address=_text(result.get("ip")),
        setup_done=(not fresh) if isinstance(fresh, bool) else None,
    )


def read_kasa(data: bytes) -> Reply:
    """A reply on 9999. The home's place stands in it too; only whether it does is kept."""
    info = _object(_object(_object(_json(_opened(data[:_LARGEST]))).get("system")).get("get_sysinfo"))
    model = clean(_text(info.get("model")), NAME_CAP)
    if not model:
        raise NotThisProtocol("no model")
    kind = _text(info.get("type") or info.get("mic_type"))
    return Reply(
        fields={k: v for k, v in {"model": model, "type": kind}.items() if v},
        model=model,
        maker="TP-Link",
        firmware=_text(info.get("sw_ver")),
        name=clean(_text(info.get("alias")), NAME_CAP),
        mac=_text(info.get("mac") or info.get("mic_mac")).replace("-", ":").lower()[:17],
        tells_location=_tells_location(info),
    )


def _tells_location(info: dict[str, Any]) -> bool | None:
    """True when a place other than 0, 0 stands there; None when there is nowhere to say it."""
    said = [info.get(name) for name in ("latitude", "longitude", "latitude_i", "longitude_i")]
    numbers = [value for value in said if isinstance(value, int | float) and not isinstance(value, bool)]
    return any(numbers) if numbers else None


def _opened(data: bytes) -> bytes:
    key, plain = 171, bytearray()
    for byte in data:
        plain.append(byte ^ key)
        key = byte
    return bytes(plain)


def _json(data: bytes) -> Any:
    return json.loads(data.decode("utf-8", "replace").strip("\0"))


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotThisProtocol("not an object")
    return value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(str(value)[:512]) if isinstance(value, str | int | float) else ""


NEWER = Search(
    protocol="tplink20002",
    title=N_("TP-Link Tapo and Kasa devices"),
    requests=lambda: (PROBE_20002,),
    port=20002,
    parse=read,
)
OLDER = Search(
    protocol="kasa9999",
    title=N_("Older TP-Link Kasa devices"),
    requests=lambda: (SYSINFO_9999,),
    port=9999,
    parse=read_kasa,
)
CHANNELS = (channel(NEWER), channel(OLDER))
