"""The bodies of ONVIF answers, element by element in the order of onvif.xsd and the service WSDLs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

_DEVICE = "http://www.onvif.org/ver10/device/wsdl"
_MEDIA = "http://www.onvif.org/ver10/media/wsdl"
_EVENTS = "http://www.onvif.org/ver10/events/wsdl"
_RECORDING = "http://www.onvif.org/ver10/recording/wsdl"
_UPLINK = "http://www.onvif.org/ver10/uplink/wsdl"
_MEDIA2 = "http://www.onvif.org/ver20/media/wsdl"
SERVICES = {
    "device": (_DEVICE, "device_service"),
    "media": (_MEDIA, "media_service"),
    "events": (_EVENTS, "event_service"),
    "recording": (_RECORDING, "recording_service"),
    "uplink": (_UPLINK, "uplink_service"),
    "media2": (_MEDIA2, "media2_service"),
}
"""Service -> its namespace and where it is under /onvif/."""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"'
    f' xmlns:tds="{_DEVICE}" xmlns:trt="{_MEDIA}" xmlns:tev="{_EVENTS}" xmlns:trc="{_RECORDING}" xmlns:tup="{_UPLINK}"'
    f' xmlns:tr2="{_MEDIA2}" xmlns:tt="http://www.onvif.org/ver10/schema"'
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


def services(host: str, offers: Sequence[str] = ("device", "media")) -> str:
    """GetServices."""
    rows = "".join(
        f"<tds:Service><tds:Namespace>{namespace}</tds:Namespace><tds:XAddr>http://{host}/onvif/{path}</tds:XAddr>"
        "<tds:Version><tt:Major>2</tt:Major><tt:Minor>40</tt:Minor></tds:Version></tds:Service>"
        for namespace, path in (SERVICES[name] for name in offers)
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


def remote_user(name: str) -> str:
    """GetRemoteUser; nobody where there is none."""
    user = f"<tds:RemoteUser><tt:Username>{escape(name)}</tt:Username><tt:UseDerivedPassword>true</tt:UseDerivedPassword></tds:RemoteUser>"
    return f"<tds:GetRemoteUserResponse>{user if name else ''}</tds:GetRemoteUserResponse>"


def dynamic_dns(name: str) -> str:
    """GetDynamicDNS: the device keeps a name up to date, or has none."""
    kind = "ClientUpdates" if name else "NoUpdate"
    told = f"<tt:Name>{escape(name)}</tt:Name><tt:TTL>PT1H</tt:TTL>" if name else ""
    return (
        f"<tds:GetDynamicDNSResponse><tds:DynamicDNSInformation><tt:Type>{kind}</tt:Type>{told}"
        "</tds:DynamicDNSInformation></tds:GetDynamicDNSResponse>"
    )


def discovery_mode(*, on: bool) -> str:
    """GetDiscoveryMode."""
    mode = "Discoverable" if on else "NonDiscoverable"
    return f"<tds:GetDiscoveryModeResponse><tds:DiscoveryMode>{mode}</tds:DiscoveryMode></tds:GetDiscoveryModeResponse>"


def auth_failure_warning(*, on: bool) -> str:
    """GetAuthFailureWarningConfiguration."""
    return (
        f"<tds:GetAuthFailureWarningConfigurationResponse><tds:Enabled>{str(on).lower()}</tds:Enabled>"
        "<tds:MonitorPeriod>60</tds:MonitorPeriod><tds:MaxAuthFailures>5</tds:MaxAuthFailures>"
        "</tds:GetAuthFailureWarningConfigurationResponse>"
    )


def storage(targets: Sequence[str]) -> str:
    """GetStorageConfigurations: its own card first, then where recordings are sent."""
    rows = "".join(
        f'<tds:StorageConfigurations token="s{number}"><tds:Data type="ObjectStorageS3"><tds:StorageUri>{escape(uri)}</tds:StorageUri>'
        "<tds:User><tds:UserName>camera</tds:UserName></tds:User></tds:Data></tds:StorageConfigurations>"
        for number, uri in enumerate(targets, 1)
    )
    card = (
        '<tds:StorageConfigurations token="s0"><tds:Data type="LocalStorage"><tds:LocalPath>/mnt/sd</tds:LocalPath>'
        "</tds:Data></tds:StorageConfigurations>"
    )
    return f"<tds:GetStorageConfigurationsResponse>{card}{rows}</tds:GetStorageConfigurationsResponse>"


def event_brokers(addresses: Sequence[str]) -> str:
    """GetEventBrokers. Passwords are never in it."""
    rows = "".join(
        f"<tev:EventBroker><tev:Address>{escape(address)}</tev:Address><tev:TopicPrefix>home</tev:TopicPrefix>"
        "<tev:UserName>camera</tev:UserName><tev:QoS>0</tev:QoS><tev:Status>Connected</tev:Status></tev:EventBroker>"
        for address in addresses
    )
    return f"<tev:GetEventBrokersResponse>{rows}</tev:GetEventBrokersResponse>"


def uplinks(addresses: Sequence[str]) -> str:
    """GetUplinks."""
    rows = "".join(
        f"<tup:Configuration><tup:RemoteAddress>{escape(address)}</tup:RemoteAddress><tup:CertificateID>c1</tup:CertificateID>"
        "<tup:UserLevel>Administrator</tup:UserLevel><tup:Status>Connected</tup:Status></tup:Configuration>"
        for address in addresses
    )
    return f"<tup:GetUplinksResponse>{rows}</tup:GetUplinksResponse>"


def webrtc(servers: Sequence[tuple[str, bool]]) -> str:
    """GetWebRTCConfigurations: (signalling server, switched on)."""
    rows = "".join(
        f"<tr2:WebRTCConfiguration><tr2:SignalingServer>{escape(server)}</tr2:SignalingServer><tr2:AuthorizationServer>a1"
        f"</tr2:AuthorizationServer><tr2:DefaultProfile>{PROFILE}</tr2:DefaultProfile><tr2:Enabled>{str(on).lower()}</tr2:Enabled>"
        "</tr2:WebRTCConfiguration>"
        for server, on in servers
    )
    return f"<tr2:GetWebRTCConfigurationsResponse>{rows}</tr2:GetWebRTCConfigurationsResponse>"


def recording_jobs(*, on: bool) -> str:
    """GetRecordingJobs: one job, Active or Idle."""
    return (
        "<trc:GetRecordingJobsResponse><trc:JobItem><tt:JobToken>j1</tt:JobToken><tt:JobConfiguration>"
        f"<tt:RecordingToken>r1</tt:RecordingToken><tt:Mode>{'Active' if on else 'Idle'}</tt:Mode><tt:Priority>1</tt:Priority>"
        "</tt:JobConfiguration></trc:JobItem></trc:GetRecordingJobsResponse>"
    )
