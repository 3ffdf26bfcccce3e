"""What came back for one ONVIF question, looked at before zeep may read it.

zeep copies what ``href="#..."`` points to, reads multipart answers and does not compare an answer's name with the
question; so all that is refused here, as are document types, answers that were cut and far too many elements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Literal

from doorguard.network.login import LOCK_STATUSES, challenges, hints_at_a_lock
from doorguard.network.refusal import Unreadable
from doorguard.network.web import WebReply

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_NODES = 20_000
"""A recorder with 64 channels has some 13 000 elements in its profiles."""
_WHOLE = re.compile(rb"</(?:[\w.-]+:)?Envelope\s*>[\s\0]*\Z")
"""Untidy XML is mended, but a list without its end could look like a whole one."""
_UNREADABLE = "the device gave an unreadable answer"
_NO = re.compile(r"not\s?-?authori[sz]ed|unauthori[sz]ed|failed\s?(?:authentication|check)", re.IGNORECASE)
"""ter:NotAuthorized (ONVIF Core section 5.11), wsse:FailedAuthentication and FailedCheck (WS-Security 1.1), and how
firmware words them."""


class Fault(Exception):
    """The device said no to one question.

    ``login-needed``: it wants a login, or one that may do more. ``not-supported``: it does not know the question.
    ``counted``: it says that tries are counted. ``challenged``: it asks for an HTTP login. ``clock``: what its
    answer's Date header says.
    """

    def __init__(
        self,
        reason: Literal["login-needed", "not-supported"],
        *,
        counted: bool = False,
        challenged: bool = False,
        clock: datetime | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason, self.counted, self.challenged, self.clock = reason, counted, challenged, clock


@dataclass(frozen=True, slots=True)
class Seen:
    """How many elements of each name the answer holds, at its top and in all: what zeep passes over (firmware
    gets namespaces wrong) must not read as "nobody" or "off"."""

    children: Mapping[str, int]
    names: Mapping[str, int]


def look(reply: WebReply, operation: str, *, tls: bool) -> Seen:
    """Pass an answer of ``operation`` on. Raises Fault, Unreadable."""
    if reply.cut or 300 <= reply.status < 400:
        raise Unreadable(_UNREADABLE)
    envelope = _envelope(reply.body)
    body = _child(envelope, "Body") if envelope is not None else None
    fault = _child(body, "Fault") if body is not None else None
    if reply.status in (401, 403, *LOCK_STATUSES) or fault is not None:
        raise _fault(reply, fault, tls=tls)
    if reply.status in (404, 405, 501):
        raise Fault("not-supported")
    answers = list(body) if body is not None else []
    named = [_local(answer) for answer in answers] == [f"{operation}Response"]
    if reply.status != 200 or not named or not _WHOLE.search(reply.body[-200:]):
        raise Unreadable(_UNREADABLE)
    return Seen(Counter(map(_local, answers[0])), Counter(map(_local, answers[0].iter())))


def _envelope(raw: bytes) -> _Element | None:
    """The SOAP envelope; None for a web page. Raises Unreadable."""
    from lxml import etree

    if b"<!DOCTYPE" in raw:
        return None
    # As zeep reads it: untidy XML is mended, nothing is expanded or fetched.
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(raw, parser)
        if root is None or _local(root) != "Envelope":
            return None
        info: Any = root.getroottree().docinfo
        if info.doctype:
            raise Unreadable(_UNREADABLE)
        for number, node in enumerate(root.iter()):
            if number > MOST_NODES or node.get("href", "").startswith("#"):
                raise Unreadable(_UNREADABLE)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _child(node: _Element, name: str) -> _Element | None:
    return next((child for child in node if _local(child) == name), None)


def _local(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _fault(reply: WebReply, fault: _Element | None, *, tls: bool) -> Fault:
    text = " ".join(" ".join(map(str, fault.itertext())).split()[:200]) if fault is not None else ""
    clock = _date(reply.header("date"))
    if reply.status in (401, 403, *LOCK_STATUSES) or _NO.search(text):
        schemes = {scheme for scheme, _ in challenges(reply.header("www-authenticate"))}
        # Some answer 401 to everything without a login and still want a UsernameToken.
        asks = "digest" in schemes or ("basic" in schemes and (tls or fault is None))
        return Fault(
            "login-needed",
            counted=hints_at_a_lock(reply.status, text or reply.text),
            challenged=reply.status == 401 and asks,
            clock=clock,
        )
    return Fault("not-supported", clock=clock)


def _date(text: str) -> datetime | None:
    """A Date header (RFC 9110 section 6.6.1)."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
