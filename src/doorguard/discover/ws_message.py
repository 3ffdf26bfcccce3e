"""Reads WS-Discovery messages, tidy and untidy. Pure: bytes in, a message or :class:`Unfit` out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from doorguard.network.text import NAME_CAP, clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 64 * 1024
DEEPEST = 40
SCOPE_HEAD = "onvif://www.onvif.org/"
_COUNTRY = re.compile(r"^location/country(/[^/]*)?/?$", re.IGNORECASE)
# What factories write there: it tells nobody where the home is.
_FACTORY = re.compile(
    r"^location/?((city/)?(hangzhou|shenzhen|china)|global|unknown|default|none|any)?/?$", re.IGNORECASE
)


class Unfit(ValueError):
    """Not a WS-Discovery message that we can use."""


@dataclass(frozen=True, slots=True)
class Address:
    """One service address (XAddr). The host is only ever compared, never used."""

    host: ipaddress.IPv4Address | ipaddress.IPv6Address
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Match:
    """One device in a message. ``scopes`` are the parts after onvif://www.onvif.org/, decoded, and
    never hold a location."""

    endpoint: str
    types: tuple[str, ...]
    scopes: tuple[str, ...]
    name: str
    hardware: str
    tells_location: bool
    addresses: tuple[Address, ...]

    @property
    def is_onvif(self) -> bool:
        """It carries an ONVIF scope or type; printers and computers do not."""
        return bool(self.scopes) or any(t.startswith("NetworkVideo") for t in self.types)

    def best(self, sender: str) -> Address | None:
        """The service address on the sender's own address, else the first one."""
        own = [a for a in self.addresses if str(a.host) == sender.partition("%")[0]]
        return next(iter((*own, *self.addresses)), None)


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


def parse(data: bytes, largest: int = LARGEST) -> Element:
    """XML from a device: no DOCTYPE, no entities, not larger than ``largest`` bytes, not too deep."""
    import defusedxml.ElementTree as safe

    if len(data) > largest or b"<!DOCTYPE" in data:
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
    return Match(
        endpoint=clean(_bare_id(_text(node, "EndpointReference", "Address")), 80),
        types=tuple(
            dict.fromkeys(clean(t.rpartition(":")[2], NAME_CAP) for t in _text(node, "Types").split()[:8])
        ),
        scopes=tuple(dict.fromkeys(s for s in scopes if s not in locations))[:32],
        name=_value(scopes, "name/"),
        hardware=_value(scopes, "hardware/"),
        tells_location=any(not _COUNTRY.match(s) and not _FACTORY.match(s) for s in locations),
        addresses=tuple(_addresses(_text(node, "XAddrs"))),
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


def _addresses(text: str) -> Iterator[Address]:
    for token in text.split()[:8]:
        try:
            parts = urlsplit(token)
            host = ipaddress.ip_address((parts.hostname or "").partition("%")[0])
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            continue
        path = clean(parts.path or "/onvif/device_service", 128)
        yield Address(host, port, path if path.startswith("/") else "/")
