"""Where an ISAPI device sends things, the ways out it opens, and the sign-ins it wrote down."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from doorguard.model import Fact, Gap
from doorguard.probes.signed_in.isapi_document import Document, read, yes_no
from doorguard.probes.signed_in.isapi_settings import NETWORK, host, set_host
from doorguard.probes.signed_in.lists import Access, Ourselves, Recipients, Uplinks, not_read, say_accesses
from doorguard.probes.signed_in.pages import NotHere, Pages


@dataclass(frozen=True, slots=True)
class Sends:
    """One list of recipients: the page, its roots, and the addresses in it."""

    kind: str
    path: str
    roots: tuple[str, ...]
    addresses: Callable[[Document], list[str]]


def _mail(page: Document) -> list[str]:
    if not page.texts("receiverlist"):
        raise NotHere("unreadable")
    return [receiver.text("emailaddress") for receiver in page.parts("receiver")]


def _rows(name: str) -> Callable[[Document], list[str]]:
    """Hosts of the rows of that name that are not switched off."""
    return lambda page: [set_host(row) for row in page.rows(name) if yes_no(row.child("enabled")) is not False]


def _http(page: Document) -> list[str]:
    """Only the host: the rest of such an address may hold a secret."""
    return [set_host(row) or _host_of(row.text("url")) for row in page.rows("httphostnotification")]


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


SENDS: tuple[Sends, ...] = (
    Sends("mail", f"{NETWORK}/mailing", ("mailing", "mailinglist"), _mail),
    Sends("ftp", f"{NETWORK}/ftp", ("ftpnotificationlist", "ftpnotification"), _rows("ftpnotification")),
    Sends("http", "/ISAPI/Event/notification/httpHosts", ("httphostnotificationlist",), _http),
    Sends("nas", "/ISAPI/ContentMgmt/Storage/nas", ("naslist", "nas"), _rows("nas")),
    Sends(
        "alarm-host", "/ISAPI/Event/notification/alarmCenter/1",
        ("alarmcenternotification", "alarmcenter"), lambda page: [set_host(page)],
    ),
)  # fmt: skip
WAYS_OUT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("isup", f"{NETWORK}/Ehome", ("ehome", "ehomelist")),
    ("sip", f"{NETWORK}/SIP", ("sipserverlist", "sipserver")),
)


def say_recipients(pages: Pages, probe: str) -> Iterator[Fact | Gap]:
    """Every list of recipients."""
    said = Recipients(probe)
    for sends in SENDS:
        try:
            addresses = sends.addresses(read(pages.read(sends.path), *sends.roots))
        except NotHere as missing:
            yield from said.missing(sends.kind, missing.reason)
        else:
            yield from said.say(sends.kind, addresses)
    yield from said.end()


def say_ways_out(pages: Pages, probe: str) -> Iterator[Fact | Gap]:
    """Every way out."""
    said = Uplinks(probe)
    for kind, path, roots in WAYS_OUT:
        try:
            page = read(pages.read(path), *roots)
        except NotHere as missing:
            yield from said.missing(kind, missing.reason)
            continue
        switches = [yes_no(text) for text in page.texts("enabled")]
        if True in switches or (switches and None not in switches):
            yield from said.say(kind, on=True in switches, to=host(page) or page.text("proxy"))
        else:
            yield from said.missing(kind, "unreadable")
    yield from said.end()


LOG = "/ISAPI/ContentMgmt/logSearch"
META_IDS = ("log.hikvision.com/Operation", "log.std-cgi.com/Operation")
"""What is searched for; firmware knows one or the other."""
PAGE, MOST_PAGES, MOST_RECENT = 100, 4, 2
RECENT_DAYS = 14
_SEARCH = (
    '<?xml version="1.0" encoding="UTF-8"?><CMSearchDescription version="1.0"'
    ' xmlns="http://www.hikvision.com/ver20/XMLSchema"><searchID>{id}</searchID><metaId>{meta}</metaId>'
    "<timeSpanList><timeSpan><startTime>{since}</startTime><endTime>2037-12-31T23:59:59Z</endTime>"
    "</timeSpan></timeSpanList><maxResults>{most}</maxResults><searchResultPostion>{position}</searchResultPostion>"
    "</CMSearchDescription>"
)
"""``Postion`` is how the protocol spells it."""


def say_sign_ins(pages: Pages, probe: str, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """Sign-ins of the device's log. The one POST: in this protocol a search is sent as a body, and reads.

    Devices begin with the oldest row, so of a log that is too long the last days are asked for as well.
    """
    try:
        rows, whole = _rows_of_log(pages, "2000-01-01T00:00:00Z", MOST_PAGES)
        if not whole:
            since = datetime.now(UTC) - timedelta(days=RECENT_DAYS)
            recent, _ = _rows_of_log(pages, f"{since:%Y-%m-%dT%H:%M:%SZ}", MOST_RECENT)
            rows = list(dict.fromkeys([*rows, *recent]))
    except NotHere as missing:
        yield not_read(probe, ("access.owner",), missing.reason, place=f"access/{probe}")
        return
    yield from say_accesses(rows, probe, ourselves, whole=whole)


def _rows_of_log(pages: Pages, since: str, most: int) -> tuple[list[Access], bool]:
    """(sign-ins, whether all were read). Raises NotHere."""
    meta, page = _first(pages, since)
    rows = _sign_ins(page)
    for number in range(1, most + 1):
        if page.text("responsestatusstrg").upper() != "MORE":
            return rows, True
        if number < most:
            page = _search(pages, meta, since, number * PAGE)
            rows += _sign_ins(page)
    return rows, False


def _first(pages: Pages, since: str) -> tuple[str, Document]:
    """The first page, by the name that this firmware knows. Raises NotHere."""
    last = NotHere("not-supported")
    for meta in META_IDS:
        try:
            return meta, _search(pages, meta, since, 0)
        except NotHere as missing:
            last = missing
    raise last


def _search(pages: Pages, meta: str, since: str, position: int) -> Document:
    body = _SEARCH.format(id=str(uuid.uuid4()).upper(), meta=meta, since=since, most=PAGE, position=position)
    headers = {"Content-Type": "application/xml"}
    page = read(pages.read(LOG, method="POST", headers=headers, body=body.encode()), "cmsearchresult")
    if not page.text("responsestatusstrg"):
        raise NotHere("unreadable")
    return page


def _sign_ins(page: Document) -> list[Access]:
    """``log.hikvision.com/Operation/remoteLogin`` and its like; signing out is none."""
    return [
        Access(item.text("username"), item.text("ipaddress"), item.text("startdatetime") or item.text("time"))
        for item in page.parts("searchmatchitem")
        if "login" in item.text("metaid").lower().rpartition("/")[2]
    ]
