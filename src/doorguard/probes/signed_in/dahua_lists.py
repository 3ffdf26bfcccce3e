"""Where a Dahua device sends things, the way out it opens, and the sign-ins it wrote down."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from doorguard.model import Fact, Gap
from doorguard.network.refusal import DoorError
from doorguard.probes.signed_in.dahua_settings import moment, switch
from doorguard.probes.signed_in.dahua_text import Table, read, ticket, yes_no
from doorguard.probes.signed_in.lists import Access, Ourselves, Recipients, Uplinks, not_read, say_accesses
from doorguard.probes.signed_in.pages import NotHere, Pages

CONFIG = "/cgi-bin/configManager.cgi?action=getConfig&name="
LOG_START = (
    "/cgi-bin/log.cgi?action=startFind{type}"
    "&condition.StartTime={since}%2000:00:00&condition.EndTime=2037-12-31%2023:59:59"
)
LOG_TYPES = ("&condition.Type=Account", "")
"""Asked for; and without it, for firmware that does not know it."""
LOG_NEXT = "/cgi-bin/log.cgi?action=doFind&token={token}&count={count}"
LOG_END = "/cgi-bin/log.cgi?action=stopFind&token={token}"
PAGE, MOST_PAGES, MOST_RECENT = 100, 4, 2
RECENT_DAYS = 14
_RECEIVER = re.compile(r"\.(Receiver\w*|Address)(\[\d+\])+|\.Receiver\w*", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")


def config(pages: Pages, name: str) -> Table:
    """One configuration, by keys that begin after its name. Raises NotHere."""
    return read(pages.read(CONFIG + name), f"table.{name}")


def say_recipients(pages: Pages, probe: str) -> Iterator[Fact | Gap]:
    """Mail, FTP and shared folders, alarm server."""
    said = Recipients(probe)
    try:
        addresses = _mail(config(pages, "Email"))
    except NotHere as missing:
        yield from said.missing("mail", missing.reason)
    else:
        yield from said.say("mail", addresses)
    try:
        rows = _stores(config(pages, "NAS"))
    except NotHere as missing:
        yield from said.missing("ftp", missing.reason)
        yield from said.missing("nas", missing.reason)
    else:
        by_ftp = ["FTP" in row.get("Protocol", "FTP").upper() for row in rows]
        yield from said.say("ftp", [r.get("Address", "") for r, ftp in zip(rows, by_ftp, strict=True) if ftp])
        yield from said.say("nas", [r.get("Address", "") for r, ftp in zip(rows, by_ftp, strict=True) if not ftp])
    try:
        server = config(pages, "AlarmServer")
    except NotHere as missing:
        yield from said.missing("alarm-host", missing.reason)
    else:
        if server.yes_no(".Enable") is False or ".Address" in server.values:
            yield from said.say("alarm-host", [] if server.yes_no(".Enable") is False else [server.text(".Address")])
        else:
            yield from said.missing("alarm-host", "unreadable")
    yield from said.end()


def _stores(nas: Table) -> list[dict[str, str]]:
    """The stores that are not switched off. Raises NotHere when a store does not say where it is."""
    rows = nas.rows()
    used = [row for row in rows if yes_no(row.get("Enable", "")) is not False]
    if not rows or any("Address" not in row for row in used):
        raise NotHere("unreadable")
    return used


def _mail(email: Table) -> list[str]:
    """Who gets mail. ``Email.Address`` alone is the mail server; who gets it stands in a list."""
    if email.yes_no(".Enable") is False:
        return []
    lists = [value for key, value in email.values.items() if _RECEIVER.fullmatch(key)]
    if not lists:
        raise NotHere("unreadable")
    return [value for value in lists if "@" in value]


def say_ways_out(pages: Pages, probe: str) -> Iterator[Fact | Gap]:
    """Its auto-register connection."""
    said = Uplinks(probe)
    try:
        dvrip = config(pages, "DVRIP")
        on = switch(dvrip, r"\.RegisterServer(\[\d+\])?\.Enable")
    except NotHere as missing:
        yield from said.missing("auto-register", missing.reason)
    else:
        if on is None:
            yield from said.missing("auto-register", "unreadable")
        else:
            to = dvrip.matching(r"\.RegisterServer(\[\d+\])?(\.Servers\[\d+\])?\.Address")
            yield from said.say("auto-register", on=on, to=next(iter(to.values()), ""))
    yield from said.end()


def say_sign_ins(pages: Pages, probe: str, ourselves: Ourselves) -> Iterator[Fact | Gap]:
    """Sign-ins of the device's log: a search is begun, read and ended; nothing is wiped. Which end a device
    begins with differs, so of a log that is too long the last days are asked for as well."""
    try:
        rows, whole = _rows_of_log(pages, "2000-01-01", MOST_PAGES)
        if not whole:
            since = datetime.now(UTC) - timedelta(days=RECENT_DAYS)
            recent, _ = _rows_of_log(pages, f"{since:%Y-%m-%d}", MOST_RECENT)
            rows = list(dict.fromkeys([*rows, *recent]))
    except NotHere as missing:
        yield not_read(probe, ("access.owner",), missing.reason, place=f"access/{probe}")
        return
    yield from say_accesses(rows, probe, ourselves, whole=whole)


def _rows_of_log(pages: Pages, since: str, most: int) -> tuple[list[Access], bool]:
    """(sign-ins, whether all were read). Raises NotHere."""
    token = _begin(pages, since)
    rows: list[Access] = []
    try:
        for _ in range(most):
            items, told = _next(pages, token)
            rows += items
            if told < PAGE:
                return rows, True
    finally:
        _end(pages, token)
    return rows, False


def _end(pages: Pages, token: str) -> None:
    """The search is ours; it is closed again, however it went."""
    with contextlib.suppress(NotHere, DoorError):
        pages.read(LOG_END.format(token=token))


def _begin(pages: Pages, since: str) -> str:
    last = NotHere("not-supported")
    for kind in LOG_TYPES:
        try:
            return ticket(pages.read(LOG_START.format(type=kind, since=since)))
        except NotHere as missing:
            last = missing
    raise last


def _next(pages: Pages, token: str) -> tuple[list[Access], int]:
    """(sign-ins, how many rows there were). Raises NotHere."""
    body = pages.read(LOG_NEXT.format(token=token, count=PAGE))
    if re.match(rb"\s*found=0\s*$", body):
        return [], 0
    rows = read(body, "items").rows()
    return [_access(row) for row in rows if _is_sign_in(row.get("Type", ""))], len(rows)


def _is_sign_in(kind: str) -> bool:
    """``LogIn``, ``Login``, ``Log in``; not signing out."""
    return re.sub(r"[^a-z]", "", kind.lower()).startswith("login")


def _access(row: dict[str, str]) -> Access:
    told = [value for key, value in row.items() if "address" in key.lower() or key.startswith("Detail")]
    address = next((found for text in told for found in _NUMBERS.findall(text) if _is_address(found)), "")
    return Access(row.get("User", ""), address, moment(row.get("Time", "")) or "")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
