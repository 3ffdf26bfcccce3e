"""Inside namespaces: a real router program, with rules that it was asked for, read by our probe."""

from __future__ import annotations

import json
import urllib.request

from doorguard.catalog import load
from doorguard.catalog.tool import tool
from doorguard.cli.runner import Where, real_door
from doorguard.model import Level
from doorguard.report.picture import Picture
from doorguard.report.scan_json import document
from doorguard.session import Session
from tests.lab.netns import NamespaceHome, ip
from tests.lab.others import others, wait_for

ROUTER = "192.168.77.1"
WAN = "urn:schemas-upnp-org:service:WANIPConnection:1"
RULES = 40
"""More than conversations are allowed: this program ends each after one answer."""


def open_door(number: int) -> None:
    """What a camera does to be seen from outside: AddPortMapping."""
    arguments = (
        f"<NewRemoteHost></NewRemoteHost><NewExternalPort>{8000 + number}</NewExternalPort><NewProtocol>TCP</NewProtocol>"
        f"<NewInternalPort>{1554 + number}</NewInternalPort><NewInternalClient>192.168.77.20</NewInternalClient>"
        f"<NewEnabled>1</NewEnabled><NewPortMappingDescription>cam {number}</NewPortMappingDescription>"
        "<NewLeaseDuration>600</NewLeaseDuration>"
    )
    body = (
        '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
        's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>'
        f'<u:AddPortMapping xmlns:u="{WAN}">{arguments}</u:AddPortMapping></s:Body></s:Envelope>'
    )
    headers = {"SOAPAction": f'"{WAN}#AddPortMapping"', "Content-Type": "text/xml"}
    asked = urllib.request.Request(f"http://{ROUTER}:5000/ctl/IPConn", body.encode(), headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=5) as said:
        assert said.status == 200


def main() -> None:
    home = NamespaceHome()
    router = home.add(ROUTER, "2c:30:33:00:01:01")
    home.add("192.168.77.20", "44:19:b6:00:01:20")
    home.ready()
    ip("link", "add", "wan0", "type", "veth", "peer", "name", "wan1", pid=router)
    ip("addr", "add", "11.0.0.1/24", "dev", "wan0", pid=router)
    ip("link", "set", "wan0", "up", pid=router)
    with others() as servers:
        servers.router(router, ROUTER, outside="wan0")
        wait_for(2.0)
        for number in range(RULES):
            open_door(number)
        session = Session(real_door(Level.LOOK, Where()), load(), seconds=4.0)
        picture = Picture().take_all(session.run())
        session.close()
    home.close()
    print(json.dumps(document(picture, tool=tool(session.catalog))))


if __name__ == "__main__":
    main()
