"""One run: follows the threads, holds the household, yields events.

Only the thread that reads :meth:`Session.run` touches the household, so nothing above or below
needs a lock.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from doorguard import flaws
from doorguard.catalog import Catalog, Check
from doorguard.discover import CHANNELS
from doorguard.discover.channel import Channel
from doorguard.identify import Household, Recogniser
from doorguard.judge import judge
from doorguard.model import (
    AskedCloser,
    Blind,
    ChannelEnded,
    ChannelStarted,
    CheckedAgain,
    Device,
    DeviceSeen,
    DevicesMerged,
    EndReason,
    Event,
    Fact,
    FactAbout,
    Failure,
    Finding,
    Gap,
    Judged,
    Level,
    LookedWhoIsLeft,
    ProbeEnded,
    RunEnded,
    RunStarted,
    Scalar,
    Sent,
    Sighting,
    Told,
)
from doorguard.network.door import Door
from doorguard.network.login import NOT_THE_SAME
from doorguard.network.refusal import ChangedHands, DoorError, LoginRefused, NotAllowed, Readable, Stopped
from doorguard.network.secret import Secret
from doorguard.probes import PROBES, igd
from doorguard.probes.probe import Probe
from doorguard.probes.services import waits_for_its_maker
from doorguard.session import closer
from doorguard.session.blind_spots import blind_spots, remembered
from doorguard.session.closer import CloserLooks
from doorguard.session.home_wide import (
    CHANGED_HANDS,
    SPEAKING_CHANNELS,
    boxes_of,
    changed_hands,
    compare_certificates,
    router_of,
    say_hard_to_find,
    say_ipv6,
    say_no_mapping,
    say_shared_network,
)
from doorguard.session.messages import Asked, ChannelDone, Channelled, Probed, ProbesDone
from doorguard.session.past import Past
from doorguard.session.statements import Statements
from doorguard.session.who_is_left import who_is_left
from doorguard.session.work import SharedGround, Work
from doorguard.wording import N_, _

LOOK_SECONDS = 6.0
LISTEN_SECONDS = 30.0
ASKED_AT_ONCE = 12
AGAIN_SECONDS = 3.0
LISTEN_AGAIN_SECONDS = 10.0
SETTLE_SECONDS = 1.2
"""How long an unknown host may still turn out to be a printer or a phone before it is asked more."""
DESCRIBED_BY = 3.0
"""How long a router may take to say where its list is: answers come up to 2 s late (MX of our question)."""
MAKER_HEARD_BY = 1.8
"""Seconds into a look by which a maker's search was asked twice and heard. What stands behind a maker's own door is
told by that search, so its answer is waited for, and what is said never hangs on who was quicker."""
ONE_QUESTION = N_("One question to this device did not work. The others went on.")
LIST_SECONDS = 3.0
"""How much of the router's time is kept for its list."""


class Session:
    """One run over one network at one level.

    ``told`` is what the person already said, by address (from an answers file); ``labels`` what they said
    about accounts and recipients, by address: (labelled fact, its name) -> owner; ``hardware`` the one
    hardware address that both are about. ``past`` is what a record tells of earlier days: what was said then, and
    when a first password was tried. ``only_check`` limits judging to one check. Use :meth:`run` once,
    then :meth:`check_again`, :meth:`sign_in` and :meth:`try_first_password` as often as wanted, then :meth:`close`.
    """

    def __init__(
        self,
        door: Door,
        catalog: Catalog,
        *,
        seconds: float | None = None,
        only_check: str | None = None,
        told: Mapping[str, Mapping[str, Scalar]] | None = None,
        labels: Mapping[str, Mapping[tuple[str, str], str]] | None = None,
        hardware: Mapping[str, str] | None = None,
        past: Past | None = None,
        channels: Sequence[Channel] = CHANNELS,
        probes: Sequence[Probe] = PROBES,
    ) -> None:
        self.door = door
        self.catalog = catalog
        self._seconds = seconds if seconds is not None else _seconds_for(door.level)
        self._checks = [c for c in catalog.checks if only_check in (None, c.id)]
        self._statements = Statements(past or Past(), told or {}, labels or {}, hardware or {})
        self._closer_looks = CloserLooks()
        self._levels: dict[str, Level] = {}
        self._channels = tuple(channels)
        self._probes = tuple(probes)
        self._house = Household(catalog)
        self._recogniser = Recogniser(catalog)
        self._shown: dict[str, Device] = {}
        self._judged: dict[str, tuple[Finding, ...]] = {}
        self._addresses: dict[str, str] = {}
        self._asked: dict[str, Asked] = {}
        self._began = time.monotonic()
        self._doors: list[Door] = [door]
        self._somebody_spoke = False
        self._broke = False

    # --- from outside ------------------------------------------------------------------------

    def goes_on_from(self, before: Session) -> None:
        """What the person said in this sitting holds in this look too, and so do a first password that was tried and
        logins that were not accepted: looking again is no new sitting for a lock that counts."""
        self._statements.goes_on_from(before._statements, before._shown.values())
        self._closer_looks.goes_on_from(before._closer_looks, before._shown.values(), before._doors)

    def remember(self, past: Past) -> None:
        """From now on, this is what a record tells of earlier days."""
        self._statements.past = past

    def stop(self) -> None:
        """Stop everything now. From any thread; run() then ends by itself."""
        for door in list(self._doors):
            door.stop()

    def close(self) -> None:
        """Give the doors back. Call after run() has ended."""
        for door in self._doors:
            door.close()

    def run(self) -> Iterator[Event]:
        """The whole run, as events. Ends with :class:`RunEnded`, whatever happens."""
        scope = self.door.scope
        yield RunStarted(
            at=self._now(),
            level=self.door.level,
            network=str(scope.network),
            interface=scope.interface,
            gateway=scope.gateway,
            pretend=self.door.pretend,
            started_at=_clock(),
            left_out=scope.left_out,
        )
        if self.door.level >= Level.LISTEN:
            yield from self._unbroken(self._looked())
        yield RunEnded(at=self._now(), ended=self._ended(), ended_at=_clock(), sent=self._sent())

    def _looked(self) -> Iterator[Event]:
        lately = remembered(self.door)
        work = Work(self.door, self._channels, self._ground(self._seconds))
        for part in (self._found(work), self._judge_all(), self._blind(work, lately)):
            yield from self._unbroken(part)

    def _found(self, work: Work) -> Iterator[Event]:
        """Follow the threads to their end, and show all that was found."""
        try:
            yield from self._follow(work)
        finally:
            work.end()
        self._say_of_the_home(work)
        yield from self._show(list(self._house.devices()))

    def _blind(self, work: Work, lately: frozenset[str]) -> Iterator[Event]:
        shown = self._shown.values()
        for says in blind_spots(self._house, shown, self.door, work.answers, self.catalog, lately):
            yield Blind(at=self._now(), says=says)

    def _unbroken(self, part: Iterator[Event], device_id: str | None = None) -> Iterator[Event]:
        """A part of the work. What breaks it is told as a failure, and all that comes after it still comes."""
        try:
            yield from part
        except Exception as error:  # noqa: BLE001 - no exception crosses a stage (design rule 4)
            self._broke = True
            says = _("A part of this look stopped by itself. Something in this program did not work.")
            yield self._failed("session", says, error, device_id)

    def _failed(self, stage: str, says: str, error: Exception, device_id: str | None = None) -> Failure:
        reason = error.reason if isinstance(error, DoorError) else "our-bug"
        detail = f"{type(error).__name__}: {error}"
        return Failure(at=self._now(), stage=stage, reason=reason, says=says, device=device_id, detail=detail)

    def check_again(self, device_id: str, check_id: str | None = None) -> Iterator[Event]:
        """The same channels, probes and judge once more, for one device."""
        yield from self._unbroken(self._checked_again(device_id, check_id), device_id)

    def _checked_again(self, device_id: str, check_id: str | None) -> Iterator[Event]:
        device = self._shown.get(device_id)
        checks = [c for c in self.catalog.checks if check_id in (None, c.id)]
        if device is None or not checks or self.door.level < Level.LISTEN:
            return
        boxes = boxes_of(self._house, device, self.door)
        if changed_hands(boxes, self.door):
            yield Failure(at=self._now(), stage="session", reason="no-answer", says=_(CHANGED_HANDS), device=device_id)
            return
        names = {fact for check in checks for fact in check.facts}
        if names & set(flaws.SUPPLIES):
            names |= set(flaws.CHANGES_WITH)  # known flaws are worked out from what is read anew
        witnesses = {f.probe for f in device.facts if f.name in names}
        witnesses |= {g.probe for g in self._house.gaps_of(device) if names & set(g.names)}
        channels = [c for c in self._channels if c.name in witnesses or c.name == "ports"]
        louder = {name for p in self._probes if p.level > Level.LOOK for name in p.supplies}
        self._house.forget(device.addresses, (names - louder) | {"port.open", "service.name"})
        router = router_of(self._house) if names & {"mapping.open", "ipv6.open"} else None
        asked_too = list(router.addresses) if router else []
        # An old list must not close anything if the router does not show it again.
        self._house.forget(asked_too, {"igd.listed", "mapping.open", "router.ipv6_firewall", "router.ipv6_pinholes"})
        for address in [*device.addresses, *asked_too]:
            self._asked.pop(address, None)
        door = self.door.again()
        self._doors.append(door)
        only = {*device.addresses, *asked_too}
        seconds = AGAIN_SECONDS if door.level >= Level.LOOK else LISTEN_AGAIN_SECONDS
        work = Work(door, channels, self._ground(seconds), only)

        def again() -> Iterator[Event]:
            try:
                yield from self._follow(work)
            finally:
                work.end()
            if changed_hands(boxes, door):
                # What answered is not what was asked about: nothing is closed by it.
                self._house.forget([*device.addresses, *asked_too], names | {"igd.listed"})
                gap = Gap(names=tuple(sorted(names)), reason="no-answer", probe="session", says=_(CHANGED_HANDS))
                self._house.add(Sighting(channel="session", address=device.addresses[0], gaps=(gap,)))
            self._say_of_the_home(work)
            yield from self._show(list(self._house.devices()))
            if names & louder and self._closer_looks.secret(device_id) is not None:
                yield from self._closer(device_id, Level.SIGN_IN)
            current = self._shown.get(device_id)
            if current is not None:
                yield self._judged_event(current, checks, check_id)

        yield from self._unbroken(again(), device_id)
        yield CheckedAgain(at=self._now(), device=device_id, sent=self._sent())

    def sign_in(self, device_id: str, secret: Secret) -> Iterator[Event]:
        """Read the settings of one device with what the person typed. Kept in memory for checking again,
        until :meth:`close`, and dropped when the device does not accept it."""
        self._closer_looks.type(device_id, secret)
        yield from self._closer(device_id, Level.SIGN_IN)

    def try_first_password(self, device_id: str) -> Iterator[Event]:
        """Try the maker's first password on one device (level Test), once."""
        yield from self._closer(device_id, Level.TEST)

    def who_is_left(self) -> Iterator[Event]:
        """Touch the listed devices once more, to see which one is gone (one was unplugged)."""
        yield from self._unbroken(self._who_is_left())

    def _who_is_left(self) -> Iterator[Event]:
        if self.door.level < Level.LOOK:
            return
        gateway = self._house.device_of(self.door.scope.gateway) if self.door.scope.gateway else None
        if gateway is not None and changed_hands(boxes_of(self._house, gateway, self.door), self.door):
            yield Failure(at=self._now(), stage="session", reason="no-answer", says=_(CHANGED_HANDS))
            # What an earlier look saw no longer holds.
            yield LookedWhoIsLeft(at=self._now(), left={}, sent=self._sent())
            return
        door = self.door.again()
        self._doors.append(door)
        left = who_is_left(door, [device for device in self._shown.values() if device.listed])
        yield LookedWhoIsLeft(at=self._now(), left=left, sent=self._sent())

    def _closer(self, device_id: str, level: Level) -> Iterator[Event]:
        """The probes of one louder level, for one device, through a door of its own."""
        device, remembered = self._shown.get(device_id), self._closer_looks
        if device is None or not device.addresses or self.door.level < Level.LOOK:
            remembered.drop(device_id)
            return
        address = device.addresses[0]
        refused = self._not_now(device, level)
        if refused:
            remembered.drop(device_id)
            yield AskedCloser(at=self._now(), device=device_id, level=level, refused=refused, sent=self._sent())
            return
        remembered.refused.pop(device_id, None)
        probes = [probe for probe in self._probes if probe.level == level]
        self._house.forget_witness(address, {probe.name for probe in probes})
        secret = remembered.secret(device_id) if level == Level.SIGN_IN else None
        before = remembered.services(device_id, secret)
        door = self.door.closer(level, address, secret, box=device.mac, before=before)
        self._doors.append(door)
        self._asked[address] = Asked(ready_at=self._now(), most=closer.SECONDS)
        work = Work(door, (), self._ground(0.0), {address})

        def inside_of() -> Iterator[Event]:
            try:
                yield from self._follow(work)
            finally:
                work.end()
                remembered.ended(device_id, secret, {**before, **door.let_in(address)})
                self._levels[device_id] = max(level, self._levels.get(device_id, level))
            now = self._shown.get(device_id)
            if now is not None:
                yield self._judged_event(now, self._checks, None)

        yield from self._unbroken(inside_of(), device_id)
        current = self._shown.get(device_id)
        said_no = remembered.refused.get(device_id)
        witnesses = {probe.name for probe in probes}
        # Facts of before are forgotten: what such a probe says now, it was let in for.
        inside = level == Level.SIGN_IN and current is not None and any(f.probe in witnesses for f in current.facts)
        read = level != Level.SIGN_IN or inside or said_no is not None
        if not read:
            says = _(closer.NO_WAY_IN)
            yield Failure(at=self._now(), stage="sign-in", reason="no-answer", says=says, device=device_id)
        yield AskedCloser(
            at=self._now(),
            device=device_id,
            level=level,
            read=read,
            refused=None if inside else said_no,
            partly=said_no if inside else None,
            sent=self._sent(),
        )

    def _not_now(self, device: Device, level: Level) -> str | None:
        """Why nothing is sent to this device now: it may not be the one that was looked at, or it could lock."""
        if changed_hands(boxes_of(self._house, device, self.door), self.door):
            return _(NOT_THE_SAME)
        why_not = self._closer_looks.why_not(device, level, self._doors, self._statements.past, _clock())
        if why_not is None and level == Level.TEST:
            self._closer_looks.tries(device.id)
        return why_not

    def tell(self, device_id: str, name: str, value: Scalar) -> Iterator[Event]:
        """The person said something about a device."""
        device = self._shown.get(device_id)
        self._statements.say(device_id, device, name, value)
        yield Told(at=self._now(), device=device_id, name=name, value=value)
        if device is not None:
            told = self._statements.with_told(device)
            self._shown[device_id] = told
            yield DeviceSeen(at=self._now(), device=told, new=False)
            yield from self._unbroken(self._answered(told), device_id)

    def _answered(self, told: Device) -> Iterator[Event]:
        yield replace(self._judged_event(told, self._checks, None), looked=False)

    def _say_of_the_home(self, work: Work) -> None:
        """What only all devices together can say, after a pass."""
        only, now = self.door.scope.only, self._now()
        say_no_mapping(self._house, now, only=only)
        say_ipv6(self._house, now, only=only)
        compare_certificates(self._house, now, only=only)
        searches = [c.name for c in work.channels if c.name in SPEAKING_CHANNELS]
        self._somebody_spoke |= any(work.answers.get(name) for name in searches)
        asked = work.door.level >= Level.LOOK and not work.door.stopped
        if searches and asked and self._somebody_spoke and work.complete.issuperset(searches):
            say_hard_to_find(self._house, searches, now)
        say_shared_network(self._house, work.door.level, now)

    # --- following the work ------------------------------------------------------------------

    def _follow(self, work: Work) -> Iterator[Event]:
        for broken in self.catalog.broken if work.door is self.door else ():
            yield Failure(
                at=self._now(),
                stage="catalog",
                reason="unreadable",
                says=_("One page of this program could not be read, so it was left out."),
                detail=str(broken),
            )
        for channel in work.channels:
            yield ChannelStarted(at=self._now(), channel=channel.name, title=_(channel.title))
        work.start()
        yield from self._schedule(work)
        changed: set[str] = set()
        shown_at = 0.0
        while not work.finished():
            try:
                message = work.inbox.get(timeout=0.05)
            except queue.Empty:
                message = None
            while message is not None:
                yield from self._take(work, message, changed)
                try:
                    message = work.inbox.get_nowait()
                except queue.Empty:
                    message = None
            if changed and time.monotonic() - shown_at > 0.1:
                yield from self._update(work, changed)
                changed.clear()
                shown_at = time.monotonic()
            yield from self._schedule(work)
        yield from self._update(work, changed)

    def _take(self, work: Work, message: object, changed: set[str]) -> Iterator[Event]:
        match message:
            case Channelled(channel, sighting):
                self._take_sighting(work, channel, sighting, changed)
            case ChannelDone(name, failure):
                yield from self._channel_done(work, name, failure)
            case Probed(address, probe, item):
                self._take_learned(address, probe, item, changed)
            case ProbesDone():
                yield from self._probes_done(work, message)
                changed.add(message.address)

    def _take_sighting(self, work: Work, channel: str, sighting: Sighting, changed: set[str]) -> None:
        work.answers[channel] = work.answers.get(channel, 0) + 1
        address = sighting.address
        if work.only is not None and address not in work.only:
            return
        if sighting.mac is None:
            mac = work.mac_of(address)
            if mac:
                sighting = replace(sighting, mac=mac)
        if self._house.add(sighting):
            changed.add(address)
        here = self._house.knows(address) and not sighting.misaddressed and work.door.scope.allows(address)
        if here and self._speaks_for_device(address):
            work.ground.add_host(address)
        if sighting.finished:
            asked = self._asked.setdefault(address, Asked())
            asked.ready_at = self._now()

    def _speaks_for_device(self, address: str) -> bool:
        """A device with an IPv4 address is asked there alone: budgets are for a device, not an address."""
        if ":" not in address:
            return True
        device = self._house.device_of(address)
        return device is None or ":" in device.addresses[0]

    def _take_learned(self, address: str, probe: str, item: Fact | FactAbout | Gap, changed: set[str]) -> None:
        where = address
        facts: tuple[Fact, ...] = ()
        gaps: tuple[Gap, ...] = ()
        match item:
            case FactAbout():
                where, facts = item.address, (replace(item.fact, seen_at=self._now()),)
            case Fact():
                facts = (replace(item, seen_at=self._now()),)
            case Gap():
                gaps = (item,)
        sighting = Sighting(channel=probe, address=where, facts=facts, gaps=gaps, seen_at=self._now())
        if self._house.add(sighting):
            changed.add(where)

    def _channel_done(self, work: Work, name: str, failure: Exception | None) -> Iterator[Event]:
        work.running.discard(name)
        if not any(n in work.running for n in work.host_finders):
            work.ground.no_more_hosts()
        yield ChannelEnded(at=self._now(), channel=name, answers=work.answers.get(name, 0))
        if failure is None:
            work.complete.add(name)
        if failure is None or isinstance(failure, Stopped | NotAllowed):
            return
        says = _("One way of finding devices did not work. The others went on.")
        yield self._failed(f"discover/{name}", says, failure)

    def _probes_done(self, work: Work, done: ProbesDone) -> Iterator[Event]:
        work.probing -= 1
        asked = self._asked[done.address]
        asked.busy = False
        asked.seconds += done.seconds
        device = self._house.device_of(done.address)
        device_id = device.id if device else None
        for probe, gaps in done.ran:
            asked.ran.add(probe.name)
            if device_id:
                yield ProbeEnded(at=self._now(), device=device_id, probe=probe.name, gaps=gaps)
        for probe, failure in done.failures:
            if isinstance(failure, LoginRefused | Readable | ChangedHands):
                if device_id:
                    self._closer_looks.refused.setdefault(device_id, str(failure))
            elif not isinstance(failure, Stopped):
                yield self._failed(f"probes/{probe.name}", _(ONE_QUESTION), failure, device_id)

    def _update(self, work: Work, changed: set[str]) -> Iterator[Event]:
        """Show and judge the devices behind these addresses."""
        devices: dict[str, Device] = {}
        for address in changed:
            mac = work.mac_of(address) if not self._house.has_mac(address) else None
            if mac:
                self._house.add(Sighting(channel="neighbours", address=address, mac=mac))
            device = self._house.device_of(address)
            if device is not None:
                devices[device.id] = device
                work.ground.known_as(device)
        yield from self._show(list(devices.values()))
        if work.only is not None:
            return  # a check again is judged once, when it is known who answered
        for device in devices.values():
            current = self._shown.get(device.id)
            if current is None or not current.listed:
                continue
            if any(self._asked.get(a, Asked()).ran for a in current.addresses):
                event = self._judge(current)
                if event is not None:
                    yield event

    def _show(self, devices: list[Device]) -> Iterator[Event]:
        for device in devices:
            for address in device.addresses:
                old = self._addresses.get(address)
                if old is not None and old != device.id and old in self._shown:
                    del self._shown[old]
                    self._merge(device.id, old)
                    yield DevicesMerged(at=self._now(), kept=device.id, gone=old)
                self._addresses[address] = device.id
                self._statements.take_file(device, address)
            told = self._statements.with_told(device)
            before = self._shown.get(device.id)
            if before != told:
                self._shown[device.id] = told
                yield DeviceSeen(at=self._now(), device=told, new=before is None)

    def _merge(self, kept: str, gone: str) -> None:
        """Two devices turned out to be one: what is kept of either is of the one that stays."""
        self._statements.merge(kept, gone)
        self._closer_looks.merge(kept, gone)
        if gone in self._levels:
            self._levels[kept] = max(self._levels.pop(gone), self._levels.get(kept, Level.TALK))

    # --- probes ------------------------------------------------------------------------------

    def _fits(self, probe: Probe, level: Level) -> bool:
        """A look asks what needs no login; a closer look at one device asks what its own level adds."""
        return probe.level <= Level.LOOK if level <= Level.LOOK else probe.level == level

    def _schedule(self, work: Work) -> Iterator[Event]:
        """Start the probes that a device is ready for, and that have not run on it yet. One that cannot tell whether
        it applies is left out."""
        if work.door.level < Level.LOOK or work.door.stopped:
            return
        for address, asked in self._asked.items():
            if work.probing >= ASKED_AT_ONCE:
                return
            if work.only is not None and address not in work.only:
                continue
            if asked.ready_at is None or asked.busy or asked.seconds >= asked.most:
                continue
            device = self._house.device_of(address)
            if device is None or not device.listed or not self._speaks_for_device(address):
                continue
            settling = work.only is None and self._now() - work.began < SETTLE_SECONDS
            if device.kind == "unknown" and settling:
                continue
            if device is asked.nothing_for or self._may_still_describe_itself(device, work):
                continue
            if work.only is None and self._now() - work.began < MAKER_HEARD_BY and waits_for_its_maker(device):
                continue
            fitting = [p for p in self._probes if self._fits(p, work.door.level)]
            todo: list[Probe] = []
            for probe in fitting:
                try:
                    if probe.name not in asked.ran and probe.applies(device):
                        todo.append(probe)
                except Exception as error:  # noqa: BLE001 - no exception crosses a stage (design rule 4)
                    asked.ran.add(probe.name)
                    gap = Gap(names=probe.supplies, reason="unreadable", probe=probe.name)
                    self._take_learned(address, probe.name, gap, set())
                    yield self._failed(f"probes/{probe.name}", _(ONE_QUESTION), error, device.id)
            asked.nothing_for = None if todo else device
            if todo:
                asked.busy = True
                asked.kept_back = self._kept_for_the_list(device, [*asked.ran, *(p.name for p in todo)])
                work.probing += 1
                work.probe(address, device, todo, fitting, asked)

    def _may_still_describe_itself(self, device: Device, work: Work) -> bool:
        """The router's list is asked for first of all, so that nothing else takes its time; but where it is,
        only the router's own description says."""
        names = {fact.name for fact in device.facts}
        if work.only is not None or "is.gateway" not in names or names & {"igd.control", "igd.v6_control"}:
            return False
        return "ssdp" in work.running and self._now() - work.began < DESCRIBED_BY

    @staticmethod
    def _kept_for_the_list(device: Device, asked: Sequence[str]) -> float:
        """Seconds of a router's time that other questions may not take, while its list was not asked for."""
        gateway = any(fact.name == "is.gateway" for fact in device.facts)
        return LIST_SECONDS if gateway and igd.NAME not in asked else 0.0

    def _judge_all(self) -> Iterator[Event]:
        for device in list(self._shown.values()):
            if device.listed:
                event = self._judge(device)
                if event is not None:
                    yield event

    def _judge(self, device: Device) -> Judged | None:
        """Judge a device; None when nothing changed since it was last judged."""
        event = self._judged_event(device, self._checks, None)
        if self._judged.get(device.id) == event.findings:
            return None
        self._judged[device.id] = event.findings
        return event

    def _judged_event(self, device: Device, checks: Sequence[Check], only: str | None) -> Judged:
        findings = judge(
            device,
            checks,
            level=self._levels.get(device.id, self.door.level),
            gaps=self._house.gaps_of(device),
            stopped=self.door.stopped,
        )
        return Judged(at=self._now(), device=device.id, only=only, findings=findings, checked_at=_clock())

    def _ended(self) -> EndReason:
        if self.door.stopped or self._broke:
            return "stopped"
        if self.door.level >= Level.LISTEN and not self._shown:
            return "nothing-answered"
        return "complete"

    def _sent(self) -> dict[str, Sent]:
        """Everything, over the run and all its check-agains."""
        total: dict[str, Sent] = {}
        for door in self._doors:
            for address, more in door.sent().items():
                total[address] = total.get(address, Sent()) + more
        return total

    def _ground(self, seconds: float) -> SharedGround:
        return SharedGround(self._began, seconds, self._recogniser.wants_name)

    def _now(self) -> float:
        return round(time.monotonic() - self._began, 3)


def _seconds_for(level: Level) -> float:
    return LISTEN_SECONDS if level == Level.LISTEN else LOOK_SECONDS


def _clock() -> datetime:
    return datetime.now(UTC)
