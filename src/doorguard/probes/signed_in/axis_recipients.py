"""Axis's action service (``http://www.axis.com/vapix/ws/action1``): where events are sent.

A recipient, and an action with an address of its own, is a TemplateToken (``com.axis.recipient.ftp``) and a list
of parameters as attributes Name and Value. Which name holds the address differs; what we do not find is said.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from doorguard.probes.signed_in.flat import host_of
from doorguard.probes.signed_in.pages import NotHere

SERVICES = "/vapix/services"
_ASK = (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
    '<Get{what} xmlns="http://www.axis.com/vapix/ws/action1"/></s:Body></s:Envelope>'
)
LISTS = ("RecipientConfigurations", "ActionConfigurations")
MOST_ELEMENTS = 20_000
KINDS = (
    ("smtp", "mail"), ("ftp", "ftp"), ("http", "http"), ("networkshare", "nas"), ("mqtt", "mqtt"),
    ("tcp", "alarm-host"),
)  # fmt: skip
"""The end of a token and what it is; ``sftp`` and ``https`` end alike."""
ADDRESS_NAMES = ("email_to", "to", "upload_url", "url", "host", "hostname", "server", "address", "share")
"""Parameters that say where to, the most telling first. Senders, proxies and logins are none of them."""


def ask_for(what: str) -> bytes:
    """The question for one of :data:`LISTS`."""
    return _ASK.format(what=what).encode()


def places_in(body: bytes, what: str) -> tuple[dict[str, list[str]], list[str]]:
    """(addresses by kind, kinds of which an entry holds no address that we know). Raises NotHere: no such list."""
    top = _read(body, f"Get{what}Response")
    found: dict[str, list[str]] = {}
    unclear: list[str] = []
    for entry in (node for node in top.iter() if _local(node) in ("RecipientConfiguration", "ActionConfiguration")):
        token = next((n.text or "" for n in entry if _local(n) == "TemplateToken"), "")
        kind = _kind(token)
        if kind is None and _local(entry) == "ActionConfiguration":
            continue  # it does something else: record, switch a light
        address = _address(entry)
        if address:
            found.setdefault(kind or "storage", []).append(address)
        elif _local(entry) == "RecipientConfiguration":
            unclear.append(kind or "storage")
    return found, list(dict.fromkeys(unclear))


def _read(body: bytes, response: str) -> Element:
    import defusedxml.ElementTree as safe

    try:
        top: Element = safe.fromstring(body, forbid_dtd=True)
    except Exception:  # noqa: BLE001 - any parser error on hostile input means the same
        raise NotHere("unreadable") from None
    names = {_local(node) for node in list(top.iter())[:MOST_ELEMENTS]}
    if "Fault" in names:
        raise NotHere("not-supported")
    if response not in names:
        raise NotHere("unreadable")
    return top


def _kind(token: str) -> str | None:
    last = token.lower().rpartition(".")[2].removesuffix("s")
    return next((kind for end, kind in KINDS if last.endswith(end.removesuffix("s"))), None)


def _address(entry: Element) -> str:
    """A mail address as it is; of anything else the host alone."""
    said = {n.get("Name", "").lower(): n.get("Value", "") for n in entry.iter() if _local(n) == "Parameter"}
    text = next((said[name].strip() for name in ADDRESS_NAMES if said.get(name, "").strip()), "")
    return text if "@" in text and "/" not in text else host_of(text)


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
