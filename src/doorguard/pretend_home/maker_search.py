"""Makers' own searches, device side: Hikvision SADP, Dahua DHIP, TP-Link 20002, Xiongmai 34569."""

from __future__ import annotations

import ipaddress
import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice

EVERYBODY = "255.255.255.255"


def _broadcast(port: int) -> tuple[Group, ...]:
    return ((EVERYBODY, port), ("192.168.77.255", port))


@dataclass
class Sadp:
    """Answers ``inquiry`` on the group with the fields of a real ProbeMatch. It knows no other verb.

    ``says_address`` is for a camera whose own address belongs to another network, ``to_group`` for one
    that answers the group: the only way for a camera that has no route back to the asker.
    """

    model: str
    serial: str
    firmware: str = "V5.5.0build 170914"
    activated: bool = True
    channels: int = 0
    says_address: str | None = None
    to_group: bool = False
    port: int = 37020
    groups: tuple[Group, ...] = (("239.255.255.250", 37020), *_broadcast(37020))
    other_verbs: int = 0

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes | Cast]:
        """A ProbeMatch for an inquiry; anything else is only counted."""
        text = data.decode("utf-8", "replace")
        verb = re.search(r"<Types>([^<]*)</Types>", text)
        if "<Probe" not in text or verb is None:
            return ()
        if verb[1] not in ("inquiry", "inquiry_v32"):
            self.other_verbs += 1
            return ()
        asked = re.search(r"<Uuid>([^<]*)</Uuid>", text)
        reply = self._reply(asked[1] if asked else "", device)
        return ((reply, "239.255.255.250", 37020) if self.to_group else reply,)

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """It waits to be asked."""
        return ()

    def _reply(self, asked: str, device: PretendDevice) -> bytes:
        mac = device.mac.replace(":", "-")
        address = self.says_address or device.address
        rows = {
            "Uuid": asked, "Types": "inquiry", "DeviceType": "56", "DeviceDescription": self.model,
            "DeviceSN": self.serial, "CommandPort": "8000", "HttpPort": "80", "MAC": mac,
            "IPv4Address": address, "IPv4SubnetMask": "255.255.255.0", "IPv4Gateway": "0.0.0.0", "DHCP": "true",
            "AnalogChannelNum": "0", "DigitalChannelNum": str(self.channels), "SoftwareVersion": self.firmware,
            "DSPVersion": "V7.3 build 170914", "BootTime": "2026-11-20 08:00:00", "ResetAbility": "true",
            "DiskNumber": "0", "Activated": "true" if self.activated else "false", "PasswordResetAbility": "true",
        }  # fmt: skip
        inner = "".join(f"<{name}>{value}</{name}>" for name, value in rows.items())
        return f'<?xml version="1.0" encoding="UTF-8" ?>\r\n<ProbeMatch>{inner}</ProbeMatch>'.encode()


@dataclass
class Dhip:
    """DHIP v2: a 32-byte head (length 32, DHIP, JSON length twice) and JSON.

    ``channels`` is how many cameras a recorder takes. The low two bits of ``Init`` are 2 once a
    password was set, 1 before.
    """

    model: str
    device_class: str
    serial: str
    vendor: str = "Dahua"
    firmware: str = "2.800.0000000.31.R"
    name: str = "VTO"
    channels: int = 0
    initialised: bool = True
    port: int = 37810
    groups: tuple[Group, ...] = (("239.255.255.251", 37810), *_broadcast(37810))
    other_verbs: int = 0

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes | Cast]:
        """client.notifyDevInfo for DHDiscover.search, to the asker or the group as ``uni`` says.

        Anything else is only counted.
        """
        asked = self._read(data)
        if asked is None:
            return ()
        if asked.get("method") != "DHDiscover.search":
            self.other_verbs += 1
            return ()
        params = asked.get("params")
        reply = self._reply(device)
        if isinstance(params, dict) and params.get("uni") == 1:
            return (reply,)
        return ((reply, "239.255.255.251", self.port),)

    @staticmethod
    def _read(data: bytes) -> dict[str, object] | None:
        if len(data) < 32 or data[:8] != b"\x20\0\0\0DHIP":
            return None
        try:
            found = json.loads(data[32 : 32 + struct.unpack_from("<I", data, 16)[0]])
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def _reply(self, device: PretendDevice) -> bytes:
        info = {
            "DeviceType": self.model, "DeviceClass": self.device_class, "SerialNo": self.serial,
            "Version": self.firmware, "Vendor": self.vendor, "MachineName": self.name, "HttpPort": 80, "Port": 37777,
            "IPv4Address": {"IPAddress": device.address, "SubnetMask": "255.255.255.0",
                            "DefaultGateway": "192.168.77.1", "DhcpEnable": True},
            "VideoInputChannels": 0 if self.channels else 1, "RemoteVideoInputChannels": self.channels,
            "AlarmInputChannels": 1, "Init": 166 if self.initialised else 165,
        }  # fmt: skip
        said = {"mac": device.mac, "method": "client.notifyDevInfo", "params": {"deviceInfo": info}}
        body = json.dumps(said).encode()
        length = struct.pack("<I", len(body))
        return struct.pack("<I", 32) + b"DHIP" + bytes(8) + length + bytes(4) + length + bytes(4) + body

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """It waits to be asked."""
        return ()


@dataclass
class TpLink:
    """UDP 20002: a 16-byte head (CRC32 with the CRC field preset to 5A6B7C8D) and JSON."""

    model: str
    device_type: str = "SMART.IPCAMERA"
    firmware: str = "1.3.9 Build 231019"
    factory_default: bool = False
    owner: str = "5A0E7C1D2B3F4A5968778695A4B3C2D1"
    port: int = 20002
    groups: tuple[Group, ...] = _broadcast(20002)

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """Answer the probe when its checksum is right."""
        if len(data) < 16 or data[:4] != b"\x02\0\0\x01":
            return ()
        blank = data[:12] + bytes.fromhex("5a6b7c8d") + data[16:]
        if data[12:16] != zlib.crc32(blank).to_bytes(4, "big"):
            return ()
        result = {
            "device_type": self.device_type, "device_model": self.model, "device_id": "d" * 40,
            "ip": device.address, "mac": device.mac.upper().replace(":", "-"), "firmware_version": self.firmware,
            "hardware_version": "1.0", "factory_default": self.factory_default, "isResetWiFi": False,
            "owner": "" if self.factory_default else self.owner,
            "mgt_encrypt_schm": {"is_support_https": True, "encrypt_type": "KLAP", "http_port": 443, "lv": 2},
        }  # fmt: skip
        body = json.dumps({"result": result, "error_code": 0}).encode()
        head = b"\x02\0\0\x02" + struct.pack(">HBB", len(body), 17, 0) + bytes(4) + bytes.fromhex("5a6b7c8d")
        crc = zlib.crc32(head + body).to_bytes(4, "big")
        return (head[:12] + crc + body,)

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """It waits to be asked."""
        return ()


@dataclass
class Xiongmai:
    """UDP 34569: a 20-byte head (0xFF, message id 1530 asked, 1531 answered) and JSON."""

    serial: str
    name: str = "LocalHost"
    port: int = 34569
    groups: tuple[Group, ...] = _broadcast(34569)

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[Cast]:
        """Answer message 1530, to everybody on its own port as these cameras do."""
        if len(data) < 20 or data[0] != 0xFF or struct.unpack_from("<H", data, 14)[0] != 1530:
            return ()

        def backwards(address: str) -> str:
            return "0x" + ipaddress.IPv4Address(address).packed[::-1].hex().upper()

        common = {
            "BuildDate": "2019-11-11 10:39:28", "ChannelNum": 1, "DeviceType": 0, "GateWay": backwards("192.168.77.1"),
            "HostIP": backwards(device.address), "HostName": self.name, "HttpPort": 80, "MAC": device.mac,
            "SN": self.serial, "SSLPort": 8443, "Submask": backwards("255.255.255.0"), "TCPPort": 34567,
            "UDPPort": 34568, "Version": "V4.02.R12.C5380218.12012.147502.00000",
        }  # fmt: skip
        body = json.dumps({"NetWork.NetCommon": common, "Ret": 100, "SessionID": "0x00"}).encode() + b"\n\0"
        reply = struct.pack("<BBHIIHHI", 0xFF, 1, 0, 0, 0, 0, 1531, len(body)) + body
        return ((reply, EVERYBODY, self.port),)

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """It waits to be asked."""
        return ()
