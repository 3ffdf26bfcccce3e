"""Carries out what a flow wants, for the screens and for plain text alike: sessions over a home."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from doorguard.model import Event, Failure, Level, RunEnded, RunStarted, Scalar
from doorguard.network.scope import NoNetwork
from doorguard.pages.answered import network_called
from doorguard.pages.want import KEEPS

if TYPE_CHECKING:
    from doorguard.catalog import Catalog
    from doorguard.network.door import Door
    from doorguard.network.scope import Scope
    from doorguard.pages.want import Want
    from doorguard.pretend_home.home import PretendHome
    from doorguard.session import Session
    from doorguard.session.keeping import Keeping
    from doorguard.session.past import Past


SHOWN_AFTER = 3.0
"""Seconds that a page about the record waits at most for what is on its way, so that its code stays as it is."""


@dataclass(frozen=True, kw_only=True)
class Where:
    """Which network or address was named on the command line; all None: the default gateway's."""

    network: str | None = None
    interface: str | None = None
    address: str | None = None


@dataclass
class Runner:
    """One sitting: at most one pretend home, and one session over each home: what was said of one, and what it was
    asked, holds when the person comes back to it. Close it at the end."""

    catalog: Catalog
    where: Where = field(default_factory=Where)
    seconds: float | None = None
    only_check: str | None = None
    told: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)
    hardware: Mapping[str, str] = field(default_factory=dict)
    keeping: Keeping | None = None
    _home: PretendHome | None = None
    _sessions: dict[bool, Session] = field(default_factory=dict)
    """By pretend or not."""
    _asking: Session | None = None
    """The one that was asked last: what a stop is for."""

    def carry_out(self, want: Want) -> Iterator[Event]:
        """Do one thing; what happens, as events. ``stop`` and ``leave`` are not carried out here."""
        session = self._asking = self._sessions.get(want.pretend)
        if want.kind == "run" and want.level is not None:
            yield from self.run(want.level, pretend=want.pretend)
        elif want.kind == "save-file":
            yield from save(want)
        elif want.kind in KEEPS:
            self._keep(want)
        elif session is None:
            return
        elif want.kind == "who-is-left":
            self._change(want)
            yield from session.who_is_left()
        elif want.device is None:
            return
        elif want.kind == "check-again":
            yield from session.check_again(want.device, want.check)
        elif want.kind == "sign-in" and want.secret is not None:
            yield from session.sign_in(want.device, want.secret)
        elif want.kind == "first-password":
            yield from session.try_first_password(want.device)
        elif want.kind == "tell" and want.fact is not None and want.value is not None:
            yield from session.tell(want.device, want.fact, want.value)
        elif want.kind == "pretend-change" and self._change(want):
            yield from session.check_again(want.device, want.check)

    def _change(self, want: Want) -> bool:
        """Do what is wanted in the pretend home; False where nothing is."""
        if self._home is None or want.address is None or want.change is None:
            return False
        self._home.change(want.address, want.change)
        return True

    def _keep(self, want: Want) -> None:
        """What is about the record; ``keeping.refused`` says what stood against it."""
        if self.keeping is None or want.path is None:
            return
        keeping, path = self.keeping, Path(want.path)
        body, words = want.body or {}, want.secret.password if want.secret is not None else ""
        match want.kind:
            case "keep-new":
                keeping.attempt(lambda: keeping.new(path, words, body))
            case "keep-open":
                keeping.attempt(lambda: keeping.open(path, words))
            case "keep-file":
                keeping.attempt(lambda: keeping.keep_file(path, body))
            case "keep-copy":
                from doorguard.cli.record.copy_on import summaries

                keeping.attempt(lambda: keeping.copy_to(path, summaries))
        if not keeping.refused:
            keeping.settle(SHOWN_AFTER)
            for pretend, session in self._sessions.items():
                session.remember(self._past(pretend=pretend))

    def _past(self, *, pretend: bool) -> Past:
        """What the open record tells of this home, this sitting included; nothing where it is of the other one."""
        from doorguard.session.past import Past

        keeping = self.keeping
        return keeping.so_far if keeping is not None and keeping.is_open and keeping.pretend == pretend else Past()

    def run(self, level: Level, *, pretend: bool) -> Iterator[Event]:
        """A whole run."""
        from doorguard.session import Session

        before = self._sessions.pop(pretend, None)
        if before is not None:
            _end(before)
        try:
            door = self._door(level, pretend=pretend)
        except NoNetwork as error:
            yield from no_network(level, str(error))
            return
        session = Session(
            door,
            self.catalog,
            seconds=self.seconds,
            only_check=self.only_check,
            told=self.told,
            labels=self.labels,
            hardware=self.hardware,
            past=self._past(pretend=pretend),
        )
        if before is not None:
            session.goes_on_from(before)
        self._sessions[pretend] = self._asking = session
        yield from session.run()

    def network(self) -> str | None:
        """The network that a look would be about now, and its gateway; None without one. Sends nothing."""
        try:
            scope = home_scope(self.where)
        except NoNetwork:
            return None
        return network_called(scope.network, scope.gateway)

    def _door(self, level: Level, *, pretend: bool) -> Door:
        """Onto the home that this look is about. Raises :class:`NoNetwork`."""
        return self._pretend_door(level) if pretend else real_door(level, self.where)

    def _pretend_door(self, level: Level) -> Door:
        from doorguard.network.door import Door
        from doorguard.pretend_home.home import PretendHome

        if self._home is None:
            self._home = PretendHome()
            self._home.start()
        return Door.onto_book(self._home.book, level)

    def changes(self, address: str) -> Sequence[tuple[str, str, Sequence[str]]]:
        """What can be changed at an address of the pretend home: (id, title, the checks that it closes)."""
        if self._home is None:
            return ()
        return [(change.id, change.title, change.checks) for change in self._home.changes(address)]

    def pretend_login(self, address: str) -> tuple[str, str] | None:
        """The name and password that were chosen at an address of the pretend home."""
        return self._home.login(address) if self._home else None

    def stop(self) -> None:
        """Stop what is running, now. From any thread."""
        session = self._asking
        if session is not None:
            session.stop()

    def close(self) -> None:
        """End everything."""
        while self._sessions:
            _end(self._sessions.popitem()[1])
        if self._home is not None:
            self._home.stop()
            self._home = None


def _end(session: Session) -> None:
    session.stop()
    session.close()


def real_door(level: Level, where: Where) -> Door:
    """A door onto the home network. Raises :class:`NoNetwork`. Sends nothing."""
    from doorguard.network.door import Door

    return Door(home_scope(where), level)


def home_scope(where: Where) -> Scope:
    """The one network that a run is about. Raises :class:`NoNetwork`. Sends nothing."""
    from doorguard.network.neighbours import default_route, interfaces
    from doorguard.network.scope import choose

    route = None
    with contextlib.suppress(OSError):
        route = default_route()
    return choose(interfaces(), route, network=where.network, interface=where.interface, address=where.address)


def no_network(level: Level, says: str) -> Iterator[Event]:
    """What a run without a usable network comes to."""
    now = datetime.now(UTC)
    yield RunStarted(level=level, network=None, interface=None, gateway=None, pretend=False, started_at=now)
    yield Failure(stage="network", reason="no-network", says=says)
    yield RunEnded(ended="no-network", ended_at=now)


def save(want: Want) -> Iterator[Event]:
    """Write one file for the person; what stands against it is said, and nothing else happens."""
    from doorguard.record.faults import RecordFault
    from doorguard.record.own_file import write_own

    if want.path is None or want.content is None:
        return
    try:
        write_own(Path(want.path), want.content)
    except RecordFault as error:
        yield Failure(stage="save", reason="disk", says=str(error))
