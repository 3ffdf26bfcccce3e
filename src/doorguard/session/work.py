"""The threads of one pass: a thread per channel, a thread per device being asked.

Each generator is run and closed by one thread; everything it yields goes into one queue.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from doorguard.discover.channel import Channel
from doorguard.identify import MOST_IN_ALL
from doorguard.model import Device, Fact, Gap
from doorguard.network.door import Door
from doorguard.network.refusal import DoorError, LoginRefused
from doorguard.network.waiting import Deadline
from doorguard.probes.probe import Probe
from doorguard.session.messages import Asked, ChannelDone, Channelled, Probed, ProbesDone
from doorguard.wording import _

NEED_LIKELY, NEED_UNKNOWN, NEED_LITTLE = range(3)


class SharedGround:
    """What channels may know of the run. Written by the session, read by channel threads."""

    def __init__(self, began: float, seconds: float, wanted: Callable[[str], bool]) -> None:
        self._began = began
        self._listening = Deadline(seconds)
        self._hosts: list[str] = []
        self._more = True
        self._wanted = wanted
        self._needs: dict[str, int] = {}

    @property
    def listening(self) -> Deadline:
        """How long channels listen in this run."""
        return self._listening

    def now(self) -> float:
        """Seconds since the run started."""
        return time.monotonic() - self._began

    def hosts(self) -> list[str]:
        """Addresses known to be alive so far."""
        return list(self._hosts)

    def hosts_by_need(self) -> list[str]:
        """The same addresses, those about which a name would tell most first."""
        return sorted(self._hosts, key=lambda address: (self._needs.get(address, NEED_UNKNOWN), address))

    def known_as(self, device: Device) -> None:
        """What a device looks like so far. A likely camera that says nothing needs a name most."""
        need = NEED_LIKELY if device.sure == "looks-like" else NEED_UNKNOWN
        if device.kind == "other" or device.sure == "yes":
            need = NEED_LITTLE
        for address in device.addresses:
            self._needs[address] = need

    def more_hosts_may_come(self) -> bool:
        """False once who-is-there has ended."""
        return self._more

    def wanted_name(self, name: str) -> bool:
        """True when a rule for something listed matches this host name."""
        return self._wanted(name)

    def add_host(self, address: str) -> None:
        """An address is alive."""
        if address not in self._hosts:
            self._hosts.append(address)

    def no_more_hosts(self) -> None:
        """Who-is-there has ended."""
        self._more = False


class Work:
    """The threads of one pass: a thread per channel, a thread per device being asked."""

    host_finders = ("neighbours", "mdns", "ws-discovery", "ssdp", "names")

    def __init__(
        self,
        door: Door,
        channels: Sequence[Channel],
        ground: SharedGround,
        only: set[str] | None = None,
    ) -> None:
        self.door = door
        self.began = ground.now()
        self.channels = [c for c in channels if c.level <= door.level]
        self.inbox: queue.Queue[object] = queue.Queue(maxsize=4096)
        self.ground = ground
        self.answers: dict[str, int] = {}
        self.complete: set[str] = set()
        """Channels that came to their own end."""
        self.running = {c.name for c in self.channels}
        self.probing = 0
        self.only = only
        self._threads: list[threading.Thread] = []
        self._macs: dict[str, str] = {}
        self._macs_read = 0.0
        self._mac_asked: set[str] = set()
        self._ending = False

    def start(self) -> None:
        """Start every channel."""
        for address in sorted(self.only or ()):
            self.ground.add_host(address)
        if not any(name in self.running for name in self.host_finders):
            self.ground.no_more_hosts()
        for channel in self.channels:
            self._thread(self._run_channel, channel)

    def _thread(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _put(self, message: object) -> None:
        while not self._ending:
            with contextlib.suppress(queue.Full):
                self.inbox.put(message, timeout=0.1)
                return

    def _run_channel(self, channel: Channel) -> None:
        failure: Exception | None = None
        generator = channel.run(self.door, self.ground)
        try:
            for sighting in generator:
                self._put(Channelled(channel.name, sighting))
        except Exception as error:  # noqa: BLE001 - no exception crosses a stage; it becomes an event
            failure = error
        finally:
            generator.close()  # type: ignore[attr-defined]  # channels are generators by contract
        self._put(ChannelDone(channel.name, failure))

    def probe(
        self,
        address: str,
        device: Device,
        todo: Sequence[Probe],
        order: Sequence[Probe],
        asked: Asked,
    ) -> None:
        """Ask one device, probe after probe, in a thread of its own."""
        self._thread(self._run_probes, address, device, list(todo), list(order), asked)

    def _run_probes(self, address: str, device: Device, todo: list[Probe], order: list[Probe], asked: Asked) -> None:
        began = time.monotonic()
        ran: list[tuple[Probe, tuple[Gap, ...]]] = []
        failures: list[tuple[Probe, Exception]] = []
        done_before = set(asked.ran)
        refused = False
        try:
            with self.door.visit(address, max(0.1, asked.most - asked.kept_back - asked.seconds)) as visit:
                for probe in order:
                    if probe.name in done_before or not probe.applies(device):
                        continue
                    visit.allow(connections=probe.connections, requests=probe.requests)
                    gaps: list[Gap] = []
                    try:
                        if refused:  # the first refusal ends the run for this device: nothing more is sent to it
                            raise LoginRefused(_("the device said no once, so nothing more is tried"))  # noqa: TRY301
                        for item in probe.run(device, visit):
                            if isinstance(item, Fact):
                                device = replace(device, facts=(*device.facts, item))
                            elif isinstance(item, Gap):
                                gaps.append(item)
                            self._put(Probed(address, probe.name, item))
                    except Exception as error:  # noqa: BLE001 - becomes an event and a gap
                        failures.append((probe, error))
                        refused = refused or isinstance(error, LoginRefused)
                        reason = error.reason if isinstance(error, DoorError) else "unreadable"
                        gap = Gap(names=probe.supplies, reason=reason, probe=probe.name)
                        gaps.append(gap)
                        self._put(Probed(address, probe.name, gap))
                    ran.append((probe, tuple(gaps)))
        except DoorError:
            pass  # the visit itself was refused: nothing was sent, so there is nothing to say
        self._put(ProbesDone(address, tuple(ran), max(0.01, time.monotonic() - began), tuple(failures)))

    def mac_of(self, address: str) -> str | None:
        """The hardware address the neighbour table gives.

        Read at once for an address that is new, then at most ten times a second.
        """
        new = address not in self._mac_asked and len(self._mac_asked) < MOST_IN_ALL
        if address not in self._macs and (new or time.monotonic() - self._macs_read > 0.1):
            self._mac_asked.add(address)
            self._macs_read = time.monotonic()
            try:
                self._macs = {n.address: n.mac for n in self.door.neighbours()}
            except OSError:
                return None
        return self._macs.get(address)

    def finished(self) -> bool:
        """True when nothing runs any more and nothing waits to be taken."""
        return not self.running and self.probing == 0 and self.inbox.empty()

    def end(self) -> None:
        """Make sure that every thread has ended."""
        if self.running or self.probing:
            self.door.stop()
        self._ending = True
        for thread in self._threads:
            thread.join(timeout=2)
