"""Inside a namespace: who is there in a /22, without the help of ARP by privileges."""

from __future__ import annotations

import json

from doorguard.cli.runner import Where, real_door
from doorguard.discover import neighbours
from doorguard.model import Level
from tests.discover.small_home import FakeGround
from tests.lab.netns import NamespaceHome


def main() -> None:
    home = NamespaceHome("10.1.0.10/22", gateway=None)
    for last, address in enumerate(("10.1.0.20", "10.1.1.250", "10.1.2.77", "10.1.3.250"), 20):
        home.add(address, f"44:19:b6:00:00:{last}", prefix=22)
    door, ground = real_door(Level.LOOK, Where()), FakeGround(0.7)
    found = [(s.address, round(ground.now(), 2)) for s in neighbours.CHANNEL.run(door, ground)]
    door.close()
    home.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
