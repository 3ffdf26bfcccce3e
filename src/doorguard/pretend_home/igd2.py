"""The second version of a router's services: WANIPConnection:2 (UPnP IGD:2) and WANIPv6FirewallControl:1."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from doorguard.pretend_home.upnp import Igd, Mapping
from doorguard.pretend_home.web import Answer, Request

WAN2 = "urn:schemas-upnp-org:service:WANIPConnection:2"
FIREWALL = "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1"
FIREWALL_SERVICE = (
    f"<service><serviceType>{FIREWALL}</serviceType><serviceId>urn:upnp-org:serviceId:WANIPv6Firewall1</serviceId>"
    "<controlURL>/ctl/IP6FCtl</controlURL><eventSubURL>/evt/IP6FCtl</eventSubURL><SCPDURL>/WANIP6FC.xml</SCPDURL></service>"
)


@dataclass
class Ipv6Firewall:
    """WANIPv6FirewallControl:1. ``pinholes``: devices may open doors in it."""

    enabled: bool = True
    pinholes: bool = False

    def control(self, request: Request) -> Answer | None:
        """Its SOAP control address."""
        if request.path != "/ctl/IP6FCtl":
            return None
        if not request.headers.get("soapaction", "").strip('"').endswith("#GetFirewallStatus"):
            return Igd.error(401, "Invalid Action")
        fields = {"FirewallEnabled": str(int(self.enabled)), "InboundPinholeAllowed": str(int(self.pinholes))}
        return Igd.ok("GetFirewallStatus", fields, FIREWALL)


@dataclass
class Igd2(Igd):
    """WANIPConnection:2. Without ``trusting``, who has not signed in may list only rules of its own (section 2.3.7)."""

    service: str = WAN2
    trusting: bool = True

    def answer(self, action: str, arguments: dict[str, str]) -> Answer:
        """As the first version, and the whole list at once."""
        if action != "GetListOfPortMappings":
            return super().answer(action, arguments)
        if arguments.get("NewManage") != "0" and not self.trusting:
            return self.error(606, "Action not authorized")
        try:
            first, last = int(arguments["NewStartPort"]), int(arguments["NewEndPort"])
            most = int(arguments["NewNumberOfPorts"])
        except (KeyError, ValueError):
            return self.error(402, "Invalid Args")
        if first > last:
            return self.error(733, "InconsistentParameter")
        chosen = [m for m in self.mappings if m.protocol == arguments.get("NewProtocol") and first <= m.outside <= last]
        if not chosen:
            return self.error(730, "PortMappingNotFound")
        return self.ok(action, {"NewPortListing": self._listing(chosen[: most or None])}, self.service)

    @staticmethod
    def _listing(rows: list[Mapping]) -> str:
        entries = "".join(
            f"<p:PortMappingEntry><p:NewRemoteHost></p:NewRemoteHost><p:NewExternalPort>{row.outside}</p:NewExternalPort>"
            f"<p:NewProtocol>{row.protocol}</p:NewProtocol><p:NewInternalPort>{row.inside}</p:NewInternalPort>"
            f"<p:NewInternalClient>{row.client}</p:NewInternalClient><p:NewEnabled>1</p:NewEnabled>"
            f"<p:NewDescription>{escape(row.description)}</p:NewDescription><p:NewLeaseTime>{row.lease}</p:NewLeaseTime>"
            "</p:PortMappingEntry>"
            for row in rows
        )
        return f'<p:PortMappingList xmlns:p="urn:schemas-upnp-org:gw:WANIPConnection">{entries}</p:PortMappingList>'
