"""The bodies of ONVIF answers, element by element in the order of onvif.xsd and the service WSDLs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

_DEVICE = "http://www.onvif.org/ver10/device/wsdl"
_MEDIA = "http://www.onvif.org/ver10/media/wsdl"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"'
    f' xmlns:tds="{_DEVICE}" xmlns:trt="{_MEDIA}" xmlns:tt="http://www.onvif.org/ver10/schema"'
    ' xmlns:ter="http://www.onvif.org/ver10/error"><env:Body>'
)


def envelope(body: str) -> bytes:
    """A whole SOAP 1.2 message."""
    return f"{_HEAD}{body}</env:Body></env:Envelope>".encode()


def fault(code: str, subcode: str, reason: str) -> bytes:
    """A SOAP 1.2 fault with an ONVIF subcode (ONVIF Core section 5.11)."""
    return envelope(
        f"<env:Fault><env:Code><env:Value>env:{code}</env:Value><env:Subcode><env:Value>ter:{subcode}</env:Value>"
        f'</env:Subcode></env:Code><env:Reason><env:Text xml:lang="en">{reason}</env:Text></env:Reason></env:Fault>'
    )


def date_and_time(now: datetime) -> str:
    """GetSystemDateAndTime. ``now`` is in UTC."""
    return (
        "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>"
        "<tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime>"
        f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute><tt:Second>{now.second}</tt:Second></tt:Time>"
        f"<tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date>"
        "</tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
    )


def services(host: str) -> str:
    """GetServices."""
    rows = "".join(
        f"<tds:Service><tds:Namespace>{namespace}</tds:Namespace><tds:XAddr>http://{host}/onvif/{path}</tds:XAddr>"
        "<tds:Version><tt:Major>2</tt:Major><tt:Minor>40</tt:Minor></tds:Version></tds:Service>"
        for namespace, path in ((_DEVICE, "device_service"), (_MEDIA, "media_service"))
    )
    return f"<tds:GetServicesResponse>{rows}</tds:GetServicesResponse>"


def capabilities(host: str) -> str:
    """GetCapabilities."""
    return (
        "<tds:GetCapabilitiesResponse><tds:Capabilities>"
        f"<tt:Device><tt:XAddr>http://{host}/onvif/device_service</tt:XAddr></tt:Device>"
        f"<tt:Media><tt:XAddr>http://{host}/onvif/media_service</tt:XAddr>"
        "<tt:StreamingCapabilities><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media>"
        "</tds:Capabilities></tds:GetCapabilitiesResponse>"
    )


def service_capabilities() -> str:
    """GetServiceCapabilities of the device service."""
    return (
        '<tds:GetServiceCapabilitiesResponse><tds:Capabilities><tds:Network/><tds:Security HttpDigest="false"'
        ' UsernameToken="true"/><tds:System/></tds:Capabilities></tds:GetServiceCapabilitiesResponse>'
    )


def hostname(name: str) -> str:
    """GetHostname."""
    return (
        "<tds:GetHostnameResponse><tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP>"
        f"<tt:Name>{escape(name)}</tt:Name></tds:HostnameInformation></tds:GetHostnameResponse>"
    )


def device_information(maker: str, model: str, firmware: str, serial: str) -> str:
    """GetDeviceInformation."""
    return (
        f"<tds:GetDeviceInformationResponse><tds:Manufacturer>{escape(maker)}</tds:Manufacturer>"
        f"<tds:Model>{escape(model)}</tds:Model><tds:FirmwareVersion>{escape(firmware)}</tds:FirmwareVersion>"
        f"<tds:SerialNumber>{escape(serial)}</tds:SerialNumber><tds:HardwareId>1.0</tds:HardwareId>"
        "</tds:GetDeviceInformationResponse>"
    )


def scopes(items: Sequence[str]) -> str:
    """GetScopes."""
    rows = "".join(
        f"<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>{escape(item)}</tt:ScopeItem></tds:Scopes>" for item in items
    )
    return f"<tds:GetScopesResponse>{rows}</tds:GetScopesResponse>"


def network_interfaces(mac: str) -> str:
    """GetNetworkInterfaces."""
    return (
        '<tds:GetNetworkInterfacesResponse><tds:NetworkInterfaces token="eth0"><tt:Enabled>true</tt:Enabled>'
        f"<tt:Info><tt:Name>eth0</tt:Name><tt:HwAddress>{mac}</tt:HwAddress><tt:MTU>1500</tt:MTU></tt:Info>"
        "</tds:NetworkInterfaces></tds:GetNetworkInterfacesResponse>"
    )


def network_protocols() -> str:
    """GetNetworkProtocols."""
    rows = "".join(
        f"<tds:NetworkProtocols><tt:Name>{name}</tt:Name><tt:Enabled>true</tt:Enabled><tt:Port>{port}</tt:Port></tds:NetworkProtocols>"
        for name, port in (("HTTP", 80), ("RTSP", 554))
    )
    return f"<tds:GetNetworkProtocolsResponse>{rows}</tds:GetNetworkProtocolsResponse>"


def users(accounts: Sequence[tuple[str, str]]) -> str:
    """GetUsers. Passwords are never in it (ONVIF Core section 8.4)."""
    rows = "".join(
        f"<tds:User><tt:Username>{escape(name)}</tt:Username><tt:UserLevel>{level}</tt:UserLevel></tds:User>"
        for name, level in accounts
    )
    return f"<tds:GetUsersResponse>{rows}</tds:GetUsersResponse>"


_NO_MULTICAST = (
    "<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address>"
    "<tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast><tt:SessionTimeout>PT60S</tt:SessionTimeout>"
)


PROFILE = "main"
"""The token of its one profile."""


def profiles(*, audio: bool) -> str:
    """GetProfiles: one profile; sound is on when it holds an audio encoder."""
    sound = (
        '<tt:AudioEncoderConfiguration token="a1"><tt:Name>sound</tt:Name><tt:UseCount>1</tt:UseCount>'
        f"<tt:Encoding>G711</tt:Encoding><tt:Bitrate>64</tt:Bitrate><tt:SampleRate>8</tt:SampleRate>{_NO_MULTICAST}"
        "</tt:AudioEncoderConfiguration>"
    )
    return (
        f'<trt:GetProfilesResponse><trt:Profiles token="{PROFILE}" fixed="true"><tt:Name>main</tt:Name>'
        '<tt:VideoEncoderConfiguration token="v1"><tt:Name>video</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding>'
        "<tt:Resolution><tt:Width>1920</tt:Width><tt:Height>1080</tt:Height></tt:Resolution><tt:Quality>5</tt:Quality>"
        f"{_NO_MULTICAST}</tt:VideoEncoderConfiguration>{sound if audio else ''}</trt:Profiles></trt:GetProfilesResponse>"
    )


def media_uri(operation: str, uri: str) -> str:
    """GetStreamUri and GetSnapshotUri."""
    return (
        f"<trt:{operation}Response><trt:MediaUri><tt:Uri>{escape(uri)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect>"
        f"<tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:{operation}Response>"
    )
