"""Inside namespaces: the pretend home at its true addresses, looked at by the real program.

Prints one JSON object: the document, every packet captured on our interface, and the devices' own counters.
"""

from __future__ import annotations

import json
import sys
import time

from doorguard.catalog import load
from doorguard.catalog.tool import tool
from doorguard.cli.runner import Where, real_door
from doorguard.model import Level
from doorguard.pretend_home.home import PretendHome
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from doorguard.session import Session
from tests.lab.capture import Capture
from tests.lab.netns import NamespaceAir, NamespaceHome


def main() -> None:
    ipv6 = "ipv6" in sys.argv
    home = NamespaceHome(ipv6=ipv6)
    pretend = PretendHome(NamespaceAir(home))
    for device in pretend.devices:
        home.add(device.address, device.mac)
    home.ready()
    pretend.start()
    if ipv6:
        time.sleep(2.5)  # until the kernel trusts its new addresses (RFC 4862 section 5.4)
    capture = Capture(home.interface)
    try:
        session = Session(real_door(Level.from_word(sys.argv[1]), Where()), load(), seconds=float(sys.argv[2]))
        picture = Picture().take_all(session.run())
        session.close()
        counts = capture.close()
    finally:
        pretend.stop()
        home.close()
    print(
        json.dumps(
            {
                "document": document(picture, tool=tool(session.catalog)),
                "named": capture.named,
                "captured": [[address, kind, count] for (address, kind), count in sorted(counts.items())],
                "logins": {d.address: d.received()["logins"] for d in pretend.devices},
                "faults": [f"{d.address}: {fault!r}" for d in pretend.devices for fault in d.faults],
            }
        )
    )


if __name__ == "__main__":
    main()
