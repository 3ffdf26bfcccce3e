"""Reads WS-Discovery messages, tidy and untidy. Pure: bytes in, a message or :class:`Unfit` out."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from doorguard.network.text import NAME_CAP, clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 64 * 1024
DEEPEST = 40
SCOPE_HEAD = "onvif://www.onvif.org/"
_NEVER_REAL = ("0.", "127.", "240.")
_COUNTRY = re.compile(r"^location/country/", re.IGNORECASE)
# What factories write there: it tells nobody where the home is.
_FACTORY = re.compile(r"^location/(city/hangzhou|china|global|unknown|)?/?$", re.IGNORECASE)


class Unfit(ValueError):
    """Not a WS-Discovery message that we can use."""


@dataclass(frozen=True, slots=True)
class Match:
    """One device in a message. ``scopes`` are the parts after onvif://www.onvif.org/, decoded, and
    never hold a location. ``port`` and ``path`` are of its first usable address."""

    endpoint: str
    types: tuple[str, ...]
    scopes: tuple[str, ...]
    name: str
    hardware: str
    tells_location: bool
    port: int | None
    path: str
    host: str | None

    @property
    def is_onvif(self) -> bool:
        """It carries an ONVIF scope or type; printers and computers do not."""
        return bool(self.scopes) or any(t.startswith("NetworkVideo") for t in self.types)

    @property
    def host_private(self) -> bool:
        """Its own address is a private one."""
        return self.host is not None and ipaddress.ip_address(self.host).is_private


@dataclass(frozen=True, slots=True)
class Message:
    """ProbeMatches, Hello or Bye, with what it answers."""

    kind: Literal["ProbeMatches", "Hello", "ResolveMatches"]
    relates_to: str | None
    matches: tuple[Match, ...]


def read(data: bytes) -> Message:
    """Parse one datagram. Raises :class:`Unfit` for anything else."""
    root = parse(data)
    body = _child(root, "Body")
    if body is None:
        raise Unfit("no body")
    kinds: tuple[Literal["ProbeMatches", "ResolveMatches", "Hello"], ...]
    kinds = ("ProbeMatches", "ResolveMatches", "Hello")
    for kind in kinds:
        found = _child(body, kind)
        if found is not None:
            nodes = [found] if kind == "Hello" else [n for n in found if _local(n).endswith("Match")]
            header = _child(root, "Header")
            relates = _text(header, "RelatesTo") if header is not None else ""
            return Message(kind, _bare_id(relates) or None, tuple(_match(n) for n in nodes[:16]))
    raise Unfit("not an answer")


def parse(data: bytes) -> Element:
    """XML from a device: no DOCTYPE, no entities, not too large, not too deep."""
    import defusedxml.ElementTree as safe

    if len(data) > LARGEST or b"<!DOCTYPE" in data[:LARGEST]:
        raise Unfit("too large, or with a DOCTYPE")
    try:
        root: Element = safe.fromstring(data.strip(b"\0 \r\n\t"), forbid_dtd=True)
    except Exception as error:  # noqa: BLE001 - any parser error means the same: not for us
        raise Unfit(type(error).__name__) from None
    if _depth(root) > DEEPEST:
        raise Unfit("too deep")
    return root


def _depth(root: Element) -> int:
    deepest, todo = 0, [(root, 1)]
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        if depth <= DEEPEST:
            todo.extend((child, depth + 1) for child in node)
    return deepest


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _child(node: Element, name: str) -> Element | None:
    return next((child for child in node if _local(child) == name), None)


def _text(node: Element, *path: str) -> str:
    here: Element | None = node
    for name in path:
        here = _child(here, name) if here is not None else None
    return (here.text or "").strip() if here is not None else ""


def _bare_id(text: str) -> str:
    bare = text.strip().lower()
    for head in ("urn:", "uuid:"):
        bare = bare.removeprefix(head)
    return bare[:80]


def _match(node: Element) -> Match:
    scopes = [s for s in map(_onvif_part, glued(_text(node, "Scopes"))) if s]
    locations = [s for s in scopes if s.lower().startswith("location/")]
    host, port, path = _first_address(_text(node, "XAddrs"))
    return Match(
        endpoint=clean(_bare_id(_text(node, "EndpointReference", "Address")), 80),
        types=tuple(
            dict.fromkeys(clean(t.rpartition(":")[2], NAME_CAP) for t in _text(node, "Types").split()[:8])
        ),
        scopes=tuple(dict.fromkeys(s for s in scopes if s not in locations))[:32],
        name=_value(scopes, "name/"),
        hardware=_value(scopes, "hardware/"),
        tells_location=any(not _COUNTRY.match(s) and not _FACTORY.match(s) for s in locations),
        port=port,
        path=path,
        host=host,
    )


def glued(text: str) -> list[str]:
    """Scopes are split on white space, yet some devices leave spaces inside them: a token without
    a scheme belongs to the one before."""
    found: list[str] = []
    for token in text.split()[:128]:
        if "://" in token or not found:
            found.append(token)
        else:
            found[-1] += " " + token
    return found


def _onvif_part(scope: str) -> str:
    if not scope.lower().startswith(SCOPE_HEAD):
        return ""
    return clean(unquote(scope[len(SCOPE_HEAD) :]))


def _value(scopes: list[str], head: str) -> str:
    for scope in scopes:
        if scope.lower().startswith(head):
            return clean(scope[len(head) :], NAME_CAP)
    return ""


def _first_address(text: str) -> tuple[str | None, int | None, str]:
    """(host, port, path) of the first IPv4 service address; the host is only compared, never used."""
    for token in text.split()[:8]:
        try:
            parts = urlsplit(token)
            address = ipaddress.IPv4Address(parts.hostname or "")
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            continue
        host = str(address)
        path = clean(parts.path or "/onvif/device_service", 128)
        return (None if host.startswith(_NEVER_REAL) else host), port, path if path.startswith("/") else "/"
    return None, None, ""
