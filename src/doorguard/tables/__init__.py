"""Dated tables that come with the program, and the one loader for all of them.

Each table is a CSV file beside this one, in UTF-8 with a header row. Every row says how old it is.
A table that cannot be used says which file, which line and what is wrong, in words.
"""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import resources
from typing import Literal, cast, get_args

from doorguard import wording
from doorguard.tables.flaw_rules import Rule, read_rule
from doorguard.wording import _

Transport = Literal["tcp", "udp"]
Way = Literal["rtsp", "web"]
Risk = Literal["critical", "high", "medium", "low", "info"]
Verified = Literal["yes", "partly", "unverified"]
Known = Literal["yes", "no", "unknown"]
Starts = Literal["you", "police", "court"]
Confidence = Literal["A", "B", "C"]

NOT_KNOWN = "not known"
"""In the hours of a contact: nobody told them."""
AS_OF: str
"""The oldest date in any table (ISO, for example 2026-11-23): nothing here is older than that."""


class TableError(ValueError):
    """A table that cannot be used: which file, which line (0: the file itself), and why."""

    def __init__(self, file: str, line: int, says: str) -> None:
        super().__init__(f"{file}, line {line}: {says}" if line else f"{file}: {says}")
        self.file, self.line, self.says = file, line, says


@dataclass(frozen=True, kw_only=True, slots=True)
class Port:
    """What a door of this number usually is, when seen on a camera inside the home.

    ``unneeded``: a home camera does not need it. ``shell``: a remote command door may answer.
    ``scan``: tried at level Look. ``meaning`` is for people, ``source`` for a technical friend.
    """

    port: int
    transport: Transport
    service: str
    meaning: str
    risk: Risk
    unneeded: bool
    shell: bool
    scan: bool
    source: str
    as_of: str

    @property
    def place(self) -> str:
        """How facts name this door, for example ``tcp/554``."""
        return f"{self.transport}/{self.port}"

    @property
    def judged(self) -> tuple[str, ...]:
        """The facts that checks want of this door. Once it is open, none of them may stay unsaid."""
        video = self.service.startswith("RTSP")
        rows = (("shell.open", self.shell), ("service.unneeded", self.unneeded), ("video.open", video))
        return tuple(name for name, wanted in rows if wanted)


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoPath:
    """Where cameras of a family have their video (``rtsp``) or a picture (``web``).

    ``common``: also asked where the family is not known. No path carries a name or a password.
    """

    family: str
    way: Way
    path: str
    common: bool
    source: str
    as_of: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """People who can help.

    ``verified`` says how sure the number and the name are: ``yes`` was read in a copy of a source,
    ``partly`` is from one old source or a name only, ``unverified`` nobody has confirmed.
    ``phone`` and ``url`` may be empty. ``checked_on`` is the day (ISO) it was last looked at.
    """

    country: str
    organisation: str
    what_for: str
    phone: str
    url: str
    hours: str
    emergency: bool
    verified: Verified
    checked_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """What a law can do for a person, in plain words; never advice.

    ``place``: the countries in which it holds. ``who`` starts it: the person (``you``), the police or a court.
    ``ask``: where to begin. ``title`` and ``section`` are the law's own. ``verified`` as for a contact: how well
    the row is known.
    """

    place: str
    route: str
    who: Starts
    what: str
    ask: str
    title: str
    section: str
    source: str
    as_of: str
    verified: Verified


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """One published flaw, and which software has it.

    ``family`` is that of a page in ``vendors/``, or empty; ``makers`` are brand names, or ``*`` for a part
    that many makers build in. ``models``: only models in which this is found; ``.*`` means that the source
    names no model. ``fix``: a newer version without the flaw exists. ``ended``: the maker gives no more
    updates for these models. ``exploited``: it stands in CISA's list of flaws that are used to break in,
    as that list was on ``exploited_as_of``. ``confidence``: A is confirmed; B and C are not. ``cvss`` is
    how grave the source calls it, from 0 to 10, or None.
    """

    cve: str
    family: str
    makers: tuple[str, ...]
    models: re.Pattern[str]
    rule: Rule
    rule_written: str
    fix: Known
    fixed_in: str
    ended: bool
    exploited: Known
    exploited_as_of: str
    cvss: float | None
    meaning: str
    source: str
    confidence: Confidence
    as_of: str

    @property
    def names_models(self) -> bool:
        """The source names the models that have it."""
        return self.models.pattern != ".*"


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstPassword:
    """The one pair with which a maker's devices came, for level Test alone.

    ``maker`` is a name of a page in ``vendors/``; ``models``: only models in which this is found. ``path`` is a
    harmless page that asks for a login. The password is never shown (``repr`` leaves it out).
    """

    maker: str
    models: re.Pattern[str]
    user: str
    password: str = field(repr=False)
    path: str
    source: str
    confidence: Confidence
    as_of: str


@functools.cache
def load_first_passwords() -> tuple[FirstPassword, ...]:
    """All first pairs that two sources, or a manual, give. Raises :class:`TableError`."""
    return parse_first_passwords(_read("first_passwords.csv"))


def load_flaws() -> tuple[Flaw, ...]:
    """All published flaws, in the order of the table and the language in use. Raises :class:`TableError`."""
    return _load_flaws(wording.language())


def load_ports() -> tuple[Port, ...]:
    """All known doors, by number, in the language in use. Raises :class:`TableError`."""
    return _load_ports(wording.language())


@functools.cache
def load_video_paths() -> tuple[VideoPath, ...]:
    """All known places of video and pictures, in the order in which they are asked. Raises :class:`TableError`."""
    return parse_video_paths(_read("video_paths.csv"))


def contacts() -> tuple[Contact, ...]:
    """All people who can help, in the order of the table and the language in use. Raises :class:`TableError`."""
    return _load_contacts(wording.language())


def load_routes() -> tuple[Route, ...]:
    """All legal routes, in the order of the table and the language in use. Raises :class:`TableError`."""
    return _load_routes(wording.language())


@functools.lru_cache(maxsize=4)
def _load_flaws(language: wording.Language | None) -> tuple[Flaw, ...]:
    if language is None:
        return parse_flaws(_read("flaws.csv"))
    return tuple(replace(flaw, meaning=_(flaw.meaning)) for flaw in _load_flaws(None))


@functools.lru_cache(maxsize=4)
def _load_ports(language: wording.Language | None) -> tuple[Port, ...]:
    if language is None:
        return parse_ports(_read("ports.csv"))
    return tuple(replace(port, meaning=_(port.meaning)) for port in _load_ports(None))


@functools.lru_cache(maxsize=4)
def _load_contacts(language: wording.Language | None) -> tuple[Contact, ...]:
    if language is None:
        return parse_contacts(_read("contacts.csv"))
    return tuple(
        replace(contact, what_for=_(contact.what_for), hours=_hours(contact.hours)) for contact in _load_contacts(None)
    )


@functools.lru_cache(maxsize=4)
def _load_routes(language: wording.Language | None) -> tuple[Route, ...]:
    if language is None:
        return parse_routes(_read("legal.csv"))
    return tuple(
        replace(route, route=_(route.route), what=_(route.what), ask=_(route.ask)) for route in _load_routes(None)
    )


def _hours(hours: str) -> str:
    """Hours that are not known stay as they are: they are not shown, and seen by these words."""
    return hours if NOT_KNOWN in hours else _(hours)


def parse_ports(text: str, file: str = "ports.csv") -> tuple[Port, ...]:
    """Read the text of a table of doors. Raises :class:`TableError`."""
    seen: dict[str, int] = {}
    found = []
    for row in _rows(text, file, Port):
        port = Port(
            port=row.number("port", 1, 65535),
            transport=cast(Transport, row.one_of("proto", get_args(Transport))),
            service=row.text("service"),
            meaning=row.text("meaning"),
            risk=cast(Risk, row.one_of("risk", get_args(Risk))),
            unneeded=row.yes("unneeded"),
            shell=row.yes("shell"),
            scan=row.yes("scan"),
            source=row.text("source"),
            as_of=row.day("as_of"),
        )
        if port.place in seen:
            raise row.wrong(f"{port.place} stands in line {seen[port.place]} already")
        seen[port.place] = row.line
        if port.scan and port.transport == "udp":
            raise row.wrong("scan is for tcp alone; a udp door does not tell that it is open")
        found.append(port)
    return tuple(found)


_SECRET = re.compile(r"user|pass|pwd|usr|login", re.I)


def parse_video_paths(text: str, file: str = "video_paths.csv") -> tuple[VideoPath, ...]:
    """Read the text of a table of places of video. Raises :class:`TableError`."""
    seen: set[tuple[str, str, str]] = set()
    found = []
    for row in _rows(text, file, VideoPath):
        place = VideoPath(
            family=row.text("family"),
            way=cast(Way, row.one_of("way", get_args(Way))),
            path=row.text("path"),
            common=row.yes("common"),
            source=row.text("source"),
            as_of=row.day("as_of"),
        )
        if not re.fullmatch(r"/[!-~]*", place.path):
            raise row.wrong("path must begin with / and hold no space")
        if _SECRET.search(place.path):
            raise row.wrong("path must hold no name and no password: that would be a login")
        key = (place.family, place.way, place.path)
        if key in seen:
            raise row.wrong(f"{place.path} stands there twice for {place.family}")
        seen.add(key)
        found.append(place)
    return tuple(found)


def parse_contacts(text: str, file: str = "contacts.csv") -> tuple[Contact, ...]:
    """Read the text of a table of contacts. Raises :class:`TableError`."""
    return tuple(
        Contact(
            country=row.text("country"),
            organisation=row.text("organisation"),
            what_for=row.text("what_for"),
            phone=row.cells["phone"],
            url=row.cells["url"],
            hours=row.cells["hours"],
            emergency=row.yes("emergency"),
            verified=cast(Verified, row.one_of("verified", get_args(Verified))),
            checked_on=row.day("checked_on"),
        )
        for row in _rows(text, file, Contact)
    )


def parse_routes(text: str, file: str = "legal.csv") -> tuple[Route, ...]:
    """Read the text of a table of legal routes. Raises :class:`TableError`."""
    seen: set[tuple[str, str]] = set()
    found = []
    for row in _rows(text, file, Route):
        route = Route(
            place=row.text("place"),
            route=row.text("route"),
            who=cast(Starts, row.one_of("who", get_args(Starts))),
            what=row.text("what"),
            ask=row.text("ask"),
            title=row.text("title"),
            section=row.text("section"),
            source=row.text("source"),
            as_of=row.day("as_of"),
            verified=cast(Verified, row.one_of("verified", get_args(Verified))),
        )
        if (route.place, route.route) in seen:
            raise row.wrong(f"{route.route} stands there twice for {route.place}")
        seen.add((route.place, route.route))
        found.append(route)
    return tuple(found)


def parse_flaws(text: str, file: str = "flaws.csv") -> tuple[Flaw, ...]:
    """Read the text of a table of flaws. Raises :class:`TableError`."""
    seen: dict[str, int] = {}
    found = []
    for row in _rows(text, file, Flaw):
        cve = row.text("cve")
        if cve in seen:
            raise row.wrong(f"{cve} stands in line {seen[cve]} already")
        seen[cve] = row.line
        found.append(
            Flaw(
                cve=cve,
                family=row.cells["family"],
                makers=tuple(row.text("makers").split("|")),
                models=row.pattern("models"),
                rule=row.rule("rule"),
                rule_written=row.text("rule"),
                fix=cast(Known, row.one_of("fix", get_args(Known))),
                fixed_in=row.cells["fixed_in"],
                ended=row.yes("ended"),
                exploited=cast(Known, row.one_of("exploited", get_args(Known))),
                exploited_as_of=row.day("exploited_as_of"),
                cvss=row.tenths("cvss"),
                meaning=row.text("meaning"),
                source=row.text("source"),
                confidence=cast(Confidence, row.one_of("confidence", get_args(Confidence))),
                as_of=row.day("as_of"),
            )
        )
    return tuple(found)


def parse_first_passwords(text: str, file: str = "first_passwords.csv") -> tuple[FirstPassword, ...]:
    """Read the text of a table of first pairs. Raises :class:`TableError`."""
    found: list[FirstPassword] = []
    for row in _rows(text, file, FirstPassword):
        pair = FirstPassword(
            maker=row.text("maker"),
            models=row.pattern("models"),
            user=row.text("user"),
            password=row.cells["password"],
            path=row.text("path"),
            source=row.text("source"),
            confidence=cast(Confidence, row.one_of("confidence", ("A", "B"))),
            as_of=row.day("as_of"),
        )
        if not re.fullmatch(r"/[!-~]*", pair.path) or _SECRET.search(pair.path.lower().replace("usercheck", "")):
            raise row.wrong("path must begin with / and hold no name and no password")
        if any((pair.maker, pair.models.pattern) == (other.maker, other.models.pattern) for other in found):
            raise row.wrong(f"{pair.maker} stands there twice; a maker has one first pair")
        found.append(pair)
    return tuple(found)


def __getattr__(name: str) -> str:
    """``AS_OF`` is worked out on first use, so that importing reads no file."""
    if name == "AS_OF":
        days = [port.as_of for port in load_ports()] + [c.checked_on for c in contacts()]
        days += [route.as_of for route in load_routes()]
        days += [place.as_of for place in load_video_paths()]
        days += [pair.as_of for pair in load_first_passwords()]
        days += [day for flaw in load_flaws() for day in (flaw.as_of, flaw.exploited_as_of)]
        return min(days)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# --- reading ---------------------------------------------------------------------------------

_COLUMNS: Mapping[type, tuple[str, ...]] = {
    Port: (
        "port", "proto", "service", "meaning", "risk", "unneeded", "shell", "scan", "source", "as_of",
    ),
    FirstPassword: ("maker", "models", "user", "password", "path", "source", "confidence", "as_of"),
    VideoPath: ("family", "way", "path", "common", "source", "as_of"),
    Contact: (
        "country", "organisation", "what_for", "phone", "url", "hours", "emergency", "verified",
        "checked_on",
    ),
    Route: (
        "place", "route", "who", "what", "ask", "title", "section", "source", "as_of", "verified",
    ),
    Flaw: (
        "cve", "family", "makers", "models", "rule", "fix", "fixed_in", "ended", "exploited", "exploited_as_of",
        "cvss", "meaning", "source", "confidence", "as_of",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a table, with errors that name file and line."""

    file: str
    line: int
    cells: Mapping[str, str]

    def wrong(self, says: str) -> TableError:
        return TableError(self.file, self.line, says)

    def text(self, column: str) -> str:
        if not self.cells[column]:
            raise self.wrong(f"{column} is empty")
        return self.cells[column]

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        word = self.cells[column]
        if word not in allowed:
            raise self.wrong(f"{column} must be one of {', '.join(allowed)}, not {word!r}")
        return word

    def yes(self, column: str) -> bool:
        return self.one_of(column, ("yes", "no")) == "yes"

    def number(self, column: str, least: int, most: int) -> int:
        word = self.cells[column]
        if not (word.isascii() and word.isdigit() and least <= int(word[:18]) <= most):
            raise self.wrong(f"{column} must be a number from {least} to {most}, not {word!r}")
        return int(word)

    def pattern(self, column: str) -> re.Pattern[str]:
        try:
            return re.compile(self.text(column), re.IGNORECASE)
        except re.error as error:
            raise self.wrong(f"{column} is no pattern ({error})") from None

    def rule(self, column: str) -> Rule:
        try:
            return read_rule(self.text(column))
        except ValueError as error:
            raise self.wrong(f"{column}: {error}") from None

    def tenths(self, column: str) -> float | None:
        word = self.cells[column]
        if word and not re.fullmatch(r"10\.0|[0-9]\.[0-9]", word):
            raise self.wrong(f"{column} must be a number such as 9.8 or empty, not {word!r}")
        return float(word) if word else None

    def day(self, column: str) -> str:
        word = self.cells[column]
        try:
            return date.fromisoformat(word).isoformat()
        except ValueError:
            raise self.wrong(f"{column} must be a day such as 2026-11-23, not {word!r}") from None


def _rows(text: str, file: str, kind: type) -> list[_Row]:
    columns = _COLUMNS[kind]
    reader = csv.reader(io.StringIO(text), strict=True)
    found = []
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise TableError(file, 1, f"the first line must be {','.join(columns)}")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(columns):
                says = f"has {len(cells)} cells instead of {len(columns)}; a comma may need quotes"
                raise TableError(file, reader.line_num, says)
            row = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
            found.append(_Row(file, reader.line_num, row))
    except csv.Error as error:
        raise TableError(file, reader.line_num, f"cannot be read ({error})") from None
    if not found:
        raise TableError(file, 0, "has no rows")
    return found


def _read(file: str) -> str:
    try:
        return resources.files(__name__).joinpath(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(file, 0, f"cannot be opened ({error})") from None
