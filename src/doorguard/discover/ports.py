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
from doorguard.wording import N_

NAME = "ports"
CLOSED_MEANS_NO = ("shell.open", "service.unneeded")
"""Facts that a closed door answers. A closed video door says nothing about where the video is."""


def run(door: Door, ground: Ground) -> Iterator[Sighting]:
    """Try each host's ports as it is found, until no more hosts may come."""
    listed = [port for port in load_ports() if port.scan and port.transport == "tcp"]
    tries = door.port_tries(tuple(port.port for port in listed))
    judged = {port.port: port.judged for port in listed}
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


def _closed(
    states: Mapping[int, State], judged: Mapping[int, tuple[str, ...]], now: float
) -> tuple[tuple[Fact, ...], tuple[Gap, ...]]:
    """What the tries already answer: closed means no; silent or out of reach means not known.

    What is behind an open door is not known before it is asked; if the run is stopped first, that stands.
    """
    facts: list[Fact] = []
    gaps: list[Gap] = []
    for port, state in sorted(states.items()):
        place = f"tcp/{port}"
        for name in judged.get(port, ()):
            if state == "closed" and name in CLOSED_MEANS_NO:
                facts.append(Fact(name=name, value=False, place=place, probe=NAME, seen_at=now))
            elif state == "open":
                gaps.append(Gap(names=(name,), reason="stopped", place=place, probe=NAME))
            elif state != "closed" and name in CLOSED_MEANS_NO:
                gaps.append(Gap(names=(name,), reason="no-answer", place=place, probe=NAME))
    return tuple(facts), tuple(gaps)


CHANNEL = Channel(
    name=NAME,
    title=N_("Which doors are open"),
    level=Level.LOOK,
    side_effect="A device may note that somebody knocked. A weak one may be slow for a moment.",
    run=run,
)
