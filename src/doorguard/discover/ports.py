"""Which doors answer: tries of the listed TCP ports on hosts that are alive. A try sends no byte.

What an open port is gets named later, from its own greeting (``probes/services.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from doorguard.discover.channel import Channel, Ground
from doorguard.model import Fact, Gap, Level, Sighting
from doorguard.network.door import Door
from doorguard.network.tries import HostTried, PortTried, State
from doorguard.tables import load_ports

NAME = "ports"


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Try each host's ports as it is found, until no more hosts may come."""
    listed = [port for port in load_ports() if port.scan and port.transport == "tcp"]
    tries = door.port_tries(tuple(port.port for port in listed))
    judged = {port.port: _facts_of(port.shell, port.unneeded) for port in listed}
    fed = 0

    def feed() -> None:
        nonlocal fed
        hosts = ground.hosts()
        for address in hosts[fed:]:
            tries.add(address)
        fed = len(hosts)
        if not ground.more_hosts_may_come() and len(ground.hosts()) == fed:
            tries.close()

    tries.feed = feed
    for result in tries.results():
        now = ground.now()
        if isinstance(result, PortTried):
            fact = Fact(
                name="port.open",
                value=f"tcp/{result.port}",
                place=f"tcp/{result.port}",
                probe=NAME,
                seen_at=now,
            )
            yield Sighting(channel=NAME, address=result.address, facts=(fact,), seen_at=now)
        elif isinstance(result, HostTried):
            facts, gaps = _closed(result.states, judged, now)
            yield Sighting(
                channel=NAME, address=result.address, facts=facts, gaps=gaps, finished=True, seen_at=now
            )


def _facts_of(shell: bool, unneeded: bool) -> tuple[str, ...]:
    return (("shell.open",) if shell else ()) + (("service.unneeded",) if unneeded else ())


def _closed(
    states: Mapping[int, State], judged: Mapping[int, tuple[str, ...]], now: float
) -> tuple[tuple[Fact, ...], tuple[Gap, ...]]:
    """What closed and silent ports already answer: closed means no, silence means not known."""
    facts: list[Fact] = []
    gaps: list[Gap] = []
    for port, state in sorted(states.items()):
        place = f"tcp/{port}"
        for name in judged.get(port, ()):
            if state in ("closed", "gone"):
                facts.append(Fact(name=name, value=False, place=place, probe=NAME, seen_at=now))
            elif state == "silent":
                gaps.append(Gap(names=(name,), reason="no-answer", place=place, probe=NAME))
    return tuple(facts), tuple(gaps)


CHANNEL = Channel(
    name=NAME,
    title="Which doors are open",
    level=Level.LOOK,
    side_effect="A device may note that somebody knocked. A weak one may be slow for a moment.",
    run=run,
)
