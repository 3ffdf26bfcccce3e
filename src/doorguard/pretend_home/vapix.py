"""Axis's VAPIX behind a Digest login: accounts by group, parameters as lines, JSON pages, the action service.

Parameters as a published listing of an M1065-LW has them, secrets included: where a real device shows stars
or a password, the fake answers with a word that must never be seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

from doorguard.pretend_home.web import Answer, Request

NEVER_SHOWN = "Never-To-Be-Shown"
_ACTION = "http://www.axis.com/vapix/ws/action1"


@dataclass
class Vapix:
    """The settings of one camera. ``users`` are (name, group); ``recipients`` (token, parameter, value);
    ``remote`` is no, oneclick or yes; ``missing`` are paths that this firmware does not have."""

    model: str = "M1065-LW"
    firmware: str = "9.10.1"
    users: list[tuple[str, str]] = field(default_factory=lambda: [("root", "admin")])
    recipients: list[tuple[str, str, str]] = field(default_factory=list)
    actions: list[tuple[str, str, str]] = field(default_factory=list)
    mqtt_to: str = ""
    remote: str = "no"
    nat_traversal: bool = False
    ddns: str = ""
    ssh: bool = False
    throttle: bool = True
    audio: bool = False
    by_ntp: bool = True
    clock_off: timedelta = timedelta()
    missing: set[str] = field(default_factory=set)

    def handle(self, request: Request) -> Answer | None:
        """Answer what is there."""
        path, _, query = request.path.partition("?")
        if path in self.missing:
            return Answer(404, b"<html><body>404 Not Found</body></html>")
        if path == "/axis-cgi/pwdgrp.cgi" and query == "action=get":
            return Answer(body=self._groups().encode(), kind="text/plain")
        if path == "/axis-cgi/param.cgi" and query.startswith("action=list&group="):
            return Answer(body=self._parameters(query.partition("group=")[2].split(",")).encode(), kind="text/plain")
        if path == "/vapix/services" and request.method == "POST":
            return self._service(request.body.decode("utf-8", "replace"))
        return self._json_page(path, request.body) if request.method == "POST" else None

    def _groups(self) -> str:
        above = {"admin": ("admin", "operator", "viewer"), "operator": ("operator", "viewer"), "viewer": ("viewer",)}
        in_group = {group: [n for n, g in self.users if group in above.get(g, ())] for group in ("admin", "operator", "viewer")}
        rows = {**in_group, "ptz": in_group["operator"], "digusers": [n for n, _ in self.users]}
        return "".join(f'{group}="{",".join(names)}"\r\n' for group, names in rows.items())

    def _all(self) -> dict[str, str]:
        return {
            "Brand.Brand": "AXIS", "Brand.ProdNbr": self.model,
            "Properties.Firmware.Version": self.firmware, "Properties.Firmware.BuildNumber": "26",
            "Network.HostName": "axis-accc8e000027", "Network.AxisNS.Enabled": "no",
            "Network.DNSUpdate.DNSName": self.ddns, "Network.DNSUpdate.Enabled": _word(bool(self.ddns)),
            "Network.SSH.Enabled": _word(self.ssh), "Network.UPnP.Enabled": "yes",
            "Network.UPnP.NATTraversal.Enabled": _word(self.nat_traversal),
            "Network.Wireless.W0.Key": NEVER_SHOWN, "Network.Wireless.W0.Passphrase": NEVER_SHOWN,
            "RemoteService.Enabled": self.remote, "RemoteService.ProxyPassword": NEVER_SHOWN, "RemoteService.ProxyLogin": NEVER_SHOWN,
            "System.PreventDoSAttack.ActivatePasswordThrottling": "On" if self.throttle else "Off",
            "System.PreventDoSAttack.DoSBlockingPeriod": "10", "System.PreventDoSAttack.DoSPageCount": "20",
            "Audio.DuplexMode": "half", "Audio.A0.Enabled": _word(self.audio), "Audio.A1.Enabled": "no",
            "Time.POSIXTimeZone": "CET-1CEST,M3.5.0,M10.5.0/3", "Time.SyncSource": "NTP" if self.by_ntp else "None",
        }  # fmt: skip

    def _parameters(self, groups: list[str]) -> str:
        lines = []
        for group in groups:
            rows = [f"root.{k}={v}" for k, v in self._all().items() if k == group or k.startswith(f"{group}.")]
            lines += rows or [f"# Error: Error -1 getting param in group '{group}'"]
        return "\r\n".join(lines) + "\r\n"

    def _json_page(self, path: str, body: bytes) -> Answer | None:
        try:
            method = json.loads(body).get("method")
        except (ValueError, AttributeError):
            return None
        if (path, method) == ("/axis-cgi/time.cgi", "getDateTimeInfo"):
            now = datetime.now(UTC) + self.clock_off
            return _json({"dateTime": f"{now:%Y-%m-%dT%H:%M:%SZ}", "timeZone": "Europe/Stockholm", "dstEnabled": True})
        if (path, method) == ("/axis-cgi/mqtt/client.cgi", "getClientStatus"):
            server = {"protocol": "tcp", "host": self.mqtt_to or "", "port": 1883}
            config = {"server": server, "username": "cam", "password": NEVER_SHOWN, "clientId": "axis"}
            return _json({"status": {"state": "active" if self.mqtt_to else "inactive"}, "config": config})
        return None

    def _service(self, soap: str) -> Answer:
        if "GetRecipientConfigurations" in soap:
            return _soap("Recipient", self.recipients)
        if "GetActionConfigurations" in soap:
            return _soap("Action", self.actions)
        fault = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault/></e:Body></e:Envelope>'
        return Answer(400, fault.encode(), "application/soap+xml")


def _json(data: object) -> Answer:
    return Answer(body=json.dumps({"apiVersion": "1.5", "data": data}).encode(), kind="application/json")


def _soap(what: str, rows: list[tuple[str, str, str]]) -> Answer:
    inside = "".join(
        f"<aa:{what}Configuration><aa:ConfigurationID>{n}</aa:ConfigurationID><aa:TemplateToken>{token}</aa:TemplateToken><aa:Name>r{n}</aa:Name>"
        f'<aa:Parameters><aa:Parameter Name="email_from" Value="cam@example.net"/><aa:Parameter Name="{name}" Value="{escape(value)}"/>'
        f'<aa:Parameter Name="password" Value="{NEVER_SHOWN}"/></aa:Parameters></aa:{what}Configuration>'
        for n, (token, name, value) in enumerate(rows, 1)
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:aa="{_ACTION}"><e:Body>'
        f"<aa:Get{what}ConfigurationsResponse><aa:{what}Configurations>{inside}</aa:{what}Configurations></aa:Get{what}ConfigurationsResponse></e:Body></e:Envelope>"
    )
    return Answer(body=body.encode(), kind="application/soap+xml")


def _word(yes: bool) -> str:
    return "yes" if yes else "no"
