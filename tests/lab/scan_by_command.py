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
        for words in json.loads(sys.argv[1]):
            done = subprocess.run([sys.executable, "-m", "doorguard", *words], capture_output=True, text=True)
            results.append({"code": done.returncode, "out": done.stdout, "err": done.stderr})
    finally:
        pretend.stop()
        home.close()
    print(json.dumps(results))


if __name__ == "__main__":
    main()
