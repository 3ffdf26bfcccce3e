"""Inside namespaces: the pretend home at true addresses, looked at by the command line as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys

from doorguard.pretend_home.home import PretendHome
from tests.lab.netns import NamespaceAir, NamespaceHome


def main() -> None:
    home = NamespaceHome()
    pretend = PretendHome(NamespaceAir(home))
    for device in pretend.devices:
        home.add(device.address, device.mac)
    home.ready()
    pretend.start()
    results = []
    try:
        for command in json.loads(sys.argv[1]):
            # What is typed comes before the words, where something is.
            typed, words = (None, command) if command[0] == "scan" else (command[0], command[1:])
            done = subprocess.run(
                [sys.executable, "-m", "doorguard", *words], capture_output=True, text=True, input=typed
            )
            counted = {
                d.address: [sum(getattr(s, name, 0) for s in (*d.tcp, *d.udp)) for name in ("logins", "logins_refused")]
                for d in pretend.devices
            }
            results.append({"code": done.returncode, "out": done.stdout, "err": done.stderr, "counted": counted})
    finally:
        pretend.stop()
        home.close()
    print(json.dumps(results))


if __name__ == "__main__":
    main()
