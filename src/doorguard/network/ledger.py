"""What we sent, to whom, and how much more we may (design rule 2).

Every packet that leaves is counted here before it leaves. The same numbers are shown to the
person, stand in the JSON as ``sent``, and stop a probe that would send more than it may.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

from doorguard.model import Level, Sent
from doorguard.network.refusal import LoginRefused, NotAllowed, OverBudget
from doorguard.wording import _


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that may go to one address in one run. ``tries_per_port`` counts connects."""

    datagrams: int
    ports: int
    tries_per_port: int
    connections: int
    requests: int
    at_once: int = 2


_COUNTED = tuple(field.name for field in fields(Sent))
NOTHING = Budget(datagrams=0, ports=0, tries_per_port=0, connections=0, requests=0)
LOOK = Budget(datagrams=24, ports=70, tries_per_port=2, connections=40, requests=120)
LOOK_ROUTER = replace(LOOK, requests=260)
TEST_LOGINS = 2
"""At Test: the maker's first pair, and one made-up password that must be refused. Never a second pair."""
GROUP = Budget(datagrams=24, ports=0, tries_per_port=0, connections=0, requests=0)
"""For one multicast group or broadcast address and port: every device hears it once."""


class Ledger:
    """Counts by address; refuses what would go over. Safe between threads."""

    def __init__(self, level: Level, gateway: str | None) -> None:
        self._level = level
        self._gateway = gateway
        self._sent: dict[str, dict[str, int]] = {}
        self._ports: dict[str, dict[int, int]] = {}
        self._group_ports: dict[tuple[str, int], int] = {}
        self._at_once: dict[str, int] = {}
        self._logins: dict[str, dict[str, bool]] = {}
        self._said_no: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def budget(self, address: str) -> Budget:
        """The budget of one host at this level."""
        if self._level < Level.LOOK:
            return NOTHING
        return LOOK_ROUTER if address == self._gateway else LOOK

    def need(self, level: Level) -> None:
        """Raise :class:`NotAllowed` if the run is quieter than ``level``."""
        if self._level < level:
            raise NotAllowed(f"needs the level {level.word}, this run is {self._level.word}")

    def datagram(self, address: str, port: int, *, group: bool) -> None:
        """Count one datagram about to leave. Raises NotAllowed or OverBudget."""
        self.need(Level.LOOK)
        with self._lock:
            sent = self._counts(address)
            if group:
                used = self._group_ports.get((address, port), 0)
                if used >= GROUP.datagrams:
                    raise OverBudget(f"{GROUP.datagrams} datagrams to {address} port {port}")
                self._group_ports[address, port] = used + 1
            elif sent["datagrams"] >= self.budget(address).datagrams:
                raise OverBudget(f"{sent['datagrams']} datagrams to {address}")
            sent["datagrams"] += 1

    def try_port(self, address: str, port: int) -> None:
        """Count one try of a port (a connect on which nothing is sent)."""
        self.need(Level.LOOK)
        budget = self.budget(address)
        with self._lock:
            ports = self._ports.setdefault(address, {})
            if port not in ports and len(ports) >= budget.ports:
                raise OverBudget(f"{budget.ports} ports tried at {address}")
            if ports.get(port, 0) >= budget.tries_per_port:
                raise OverBudget(f"port {port} at {address} tried often enough")
            ports[port] = ports.get(port, 0) + 1
            self._counts(address)["tries"] += 1

    def may_open(self, address: str) -> bool:
        """True when fewer than two conversations with this address are open now."""
        with self._lock:
            return self._at_once.get(address, 0) < self.budget(address).at_once

    def open_conversation(self, address: str) -> None:
        """Count one TCP conversation (a connection on which we send)."""
        self.need(Level.LOOK)
        budget = self.budget(address)
        with self._lock:
            sent = self._counts(address)
            if sent["connections"] >= budget.connections:
                raise OverBudget(f"{budget.connections} conversations with {address}")
            if self._at_once.get(address, 0) >= budget.at_once:
                raise OverBudget(f"{budget.at_once} conversations at once with {address}")
            self._at_once[address] = self._at_once.get(address, 0) + 1
            sent["connections"] += 1

    def close_conversation(self, address: str) -> None:
        """A conversation ended."""
        with self._lock:
            self._at_once[address] = max(0, self._at_once.get(address, 0) - 1)

    def request(self, address: str) -> None:
        """Count one request inside a conversation."""
        self.need(Level.LOOK)
        budget = self.budget(address)
        with self._lock:
            sent = self._counts(address)
            if sent["requests"] >= budget.requests:
                raise OverBudget(f"{budget.requests} requests to {address}")
            sent["requests"] += 1

    def login(self, address: str, service: str) -> None:
        """Count one request with a secret that ``service`` has not accepted yet, before it leaves.

        One service first; after it accepted, each further one once; the first refusal ends the run for
        that device (design rule 2). Raises NotAllowed, LoginRefused or OverBudget.
        """
        self.need(Level.SIGN_IN)
        with self._lock:
            sent, services = self._counts(address), self._logins.setdefault(address, {})
            if services.get(service) and self._level < Level.TEST:
                return  # it let this secret in before, in this sitting
            if (address, service) in self._said_no:
                raise LoginRefused(_("The device did not accept the password."))
            if sent["logins_refused"]:
                raise LoginRefused(_("the device said no once, so nothing more is tried"))
            if self._level >= Level.TEST:
                if sent["logins"] >= TEST_LOGINS:
                    raise OverBudget(f"{TEST_LOGINS} logins to {address}")
            elif service in services:
                raise OverBudget(f"{service} at {address} was tried once")
            elif not all(services.values()):
                raise OverBudget(f"another service of {address} has not accepted yet")
            services[service] = False
            sent["logins"] += 1

    def login_accepted(self, address: str, service: str) -> None:
        """The service opened: what follows with the same secret is no login."""
        with self._lock:
            self._logins.setdefault(address, {})[service] = True

    def login_refused(self, address: str, service: str, times: int = 1) -> None:
        """The device said no, so many times: :meth:`login` raises from now on. Where it had let this secret in
        before, those were logins after all."""
        with self._lock:
            sent, services = self._counts(address), self._logins.setdefault(address, {})
            sent["logins"] += times if services.get(service) else times - 1
            services[service] = False
            sent["logins_refused"] += times

    def known_before(self, address: str, said: Mapping[str, bool]) -> None:
        """What services said to the same secret before: yes counts no more, and the others do not get it again."""
        with self._lock:
            self._logins.setdefault(address, {}).update({name: True for name, yes in said.items() if yes})
            self._said_no |= {(address, name) for name, yes in said.items() if not yes}

    def let_in(self, address: str) -> Mapping[str, bool]:
        """The services that were given the secret, and whether they said yes."""
        with self._lock:
            return dict(self._logins.get(address, {}))

    def logins_not_accepted(self) -> Mapping[str, int]:
        """By address: secrets that left and were not said yes to, also those that got no clear answer. The device
        may have counted each as a wrong try."""
        with self._lock:
            return {
                address: max(sum(not yes for yes in services.values()), self._counts(address)["logins_refused"])
                for address, services in self._logins.items()
            }

    def sent(self) -> Mapping[str, Sent]:
        """A copy of everything sent so far, by address."""
        with self._lock:
            return MappingProxyType(
                {address: Sent(**counts) for address, counts in self._sent.items() if any(counts.values())}
            )

    def _counts(self, address: str) -> dict[str, int]:
        return self._sent.setdefault(address, dict.fromkeys(_COUNTED, 0))
