"""Which software has a flaw: small typed rules, read from the column ``rule`` of ``flaws.csv``.

A rule is one or more clauses, with ``;`` between them. The first clause whose model fits decides::

    DCS-2530L => version < 1.06.01; version <= 2.02
    build >= 2014-07-21 and build <= 2016-05-30
    maybe version < 1.4.4 build 250922
    any
    unknown

``maybe``: the source itself is not certain. ``server NAME`` compares the web server that the device
names instead of its own software. A rule never guesses: what cannot be told is None.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from doorguard.tables.versions import Version, continues, order, read_day, read_version

_SIGNS: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    ">=": operator.ge,
}
_TERM = re.compile(r"(version|build)\s*(<=|>=|==|<)\s*(\S.*)")
_SERVER = re.compile(r"server\s+([\w-]+)\s+(?:any|(<=|<)\s*(\S+))")


@dataclass(frozen=True, slots=True)
class ByVersion:
    """``version < 2.12``: by the numbers of the version, and its build where the edge has one."""

    sign: str
    edge: Version
    written: str

    def test(self, version: Version) -> bool | None:
        """None where the two cannot be ordered.

        Beside ``==`` only that one version is known. Others are None, before it and after it.
        """
        if self.sign in ("==", "<=") and continues(version, self.edge):
            return None
        found = order(version, self.edge)
        if found is None:
            return None
        if self.sign == "==":
            return True if found == 0 else None
        return _SIGNS[self.sign](found, 0)

    def after(self, version: Version) -> bool:
        """The version is certainly later than the edge."""
        return order(version, self.edge) == 1 and not continues(version, self.edge)


@dataclass(frozen=True, slots=True)
class ByBuild:
    """``build <= 2017-09-14``: by the day on which the software was made."""

    sign: str
    edge: date

    def test(self, version: Version) -> bool | None:
        """None where the device does not tell its build."""
        if version.build is None:
            return None
        return _SIGNS[self.sign]((version.build > self.edge) - (version.build < self.edge), 0)


Term = ByVersion | ByBuild


@dataclass(frozen=True, slots=True)
class Server:
    """``server GoAhead < 3.6.5``: by the web server that the device names; without an edge, any."""

    product: str
    by: ByVersion | None

    def test(self, servers: Iterable[str]) -> bool | None:
        """False where no such server is named, None where it is named without a version."""
        found: list[bool | None] = []
        for said in servers:
            named = re.search(re.escape(self.product) + r"[\w-]*[/ ]?([\d.]*)", said[:128], re.IGNORECASE)
            if named:
                found.append(self.by.test(read_version(named[1])) if self.by else True)
        return True if True in found else None if None in found else False


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a rule. ``models``: only for models in which this is found.

    ``terms`` all hold. Without terms and server: ``always`` says any version, or not known which.
    """

    models: re.Pattern[str] | None
    maybe: bool
    terms: tuple[Term, ...] = ()
    server: Server | None = None
    always: bool | None = None

    def test(self, version: Version, *, later_is_fixed: bool) -> bool | None:
        """Three-valued AND. ``later_is_fixed``: what comes after an exact version is known to be without."""
        if not self.terms:
            return self.always
        answers = [self._one(term, version, later_is_fixed) for term in self.terms]
        if False in answers:
            return False
        return None if None in answers else True

    @staticmethod
    def _one(term: Term, version: Version, later_is_fixed: bool) -> bool | None:
        if later_is_fixed and isinstance(term, ByVersion) and term.sign == "==" and term.after(version):
            return False
        return term.test(version)


Rule = tuple[Clause, ...]


def clause_for(rule: Rule, models: Sequence[str]) -> Clause | None:
    """The clause that speaks about one of these models; None when none does."""
    for clause in rule:
        if clause.models is None or any(clause.models.search(model) for model in models):
            return clause
    return None


def read_rule(text: str) -> Rule:
    """Read a rule. Raises ``ValueError`` with a sentence that says what is wrong."""
    return tuple(_clause(part.strip()) for part in text.split(";"))


def _clause(text: str) -> Clause:
    head, arrow, rest = text.rpartition("=>")
    try:
        models = re.compile(head.strip(), re.IGNORECASE) if arrow else None
    except re.error as error:
        raise ValueError(f"{head.strip()!r} is no pattern ({error})") from None
    rest = rest.strip()
    maybe, rest = rest.startswith("maybe "), rest.removeprefix("maybe ").strip()
    if rest in ("any", "unknown"):
        return Clause(models, maybe, always=True if rest == "any" else None)
    server = _SERVER.fullmatch(rest)
    if server:
        by = ByVersion(server[2], read_version(server[3]), server[3]) if server[2] else None
        return Clause(models, maybe, server=Server(server[1], by))
    return Clause(models, maybe, terms=tuple(_term(part.strip()) for part in rest.split(" and ")))


def _term(text: str) -> Term:
    found = _TERM.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no rule; write: version < 1.2, build <= 2017-09-14, any or unknown")
    what, sign, edge = found[1], found[2], found[3]
    if what == "version":
        version = read_version(edge)
        if not version.parts:
            raise ValueError(f"{edge!r} holds no number")
        return ByVersion(sign, version, edge)
    day = read_day(edge)
    if day is None:
        raise ValueError(f"{edge!r} is no day; write 2017-09-14")
    return ByBuild(sign, day)
