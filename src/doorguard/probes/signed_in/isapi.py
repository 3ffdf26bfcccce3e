"""Hikvision ISAPI, read with the person's own password: HTTP Digest, XML whose namespace varies.

Paths and fields as Hikvision's own web pages use them (ISAPI guide; GET only).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.login import Login
from doorguard.network.refusal import Unreadable
from doorguard.probes.probe import Learned, Probe, services
from doorguard.probes.signed_in.lists import Account, say_accounts

NAME = "isapi"
LEVELS = {"administrator": "admin", "operator": "operator", "viewer": "viewer"}


def read(body: bytes) -> Element:
    """The root element. Raises Unreadable."""
    import defusedxml.ElementTree as safe

    try:
        root: Element = safe.fromstring(body, forbid_dtd=True)
    except Exception:  # noqa: BLE001 - any parser error on hostile input means the same
        raise Unreadable("the device gave an unreadable answer") from None
    return root


def rows(root: Element, name: str) -> list[dict[str, str]]:
    """Every element of that local name, as local child name -> text."""
    found = [node for node in root.iter() if _local(node) == name]
    return [{_local(child): (child.text or "").strip() for child in node} for node in found[:256]]


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Accounts."""
    login = visit.login(NAME)
    port = services(device, "http", "https")[0]
    yield from _accounts(login, port, tls=port in services(device, "https"))


def _accounts(login: Login, port: int, *, tls: bool) -> Iterator[Fact | Gap]:
    reply = login.ask(port, "/ISAPI/Security/users", tls=tls)
    if reply.status != 200:
        yield Gap(names=("account.owner",), reason="not-supported", probe=NAME)
        return
    users = rows(read(reply.body), "User")
    yield from say_accounts(
        [Account(u.get("userName", ""), LEVELS.get(u.get("userLevel", "").lower(), "other")) for u in users], NAME
    )


PROBE = Probe(
    name=NAME,
    title="Its settings, as Hikvision cameras tell them",
    level=Level.SIGN_IN,
    side_effect="The device writes down that you signed in, and may send a message about it.",
    supplies=("account.name", "account.level", "account.owner"),
    connections=20,
    requests=60,
    applies=lambda device: device.family == "hikvision" and bool(services(device, "http", "https")),
    run=run,
)
