"""Every fact doorguard can know: its name, its type, its meaning, and what it takes to learn it.

A check or a vendor page may name only what stands here. YAML scalars are read as text and
typed by :func:`typed`, because plain YAML turns ``1.10`` into ``1.1`` and ``NO`` into false.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from doorguard.model import Level, Scalar

Type = Literal["text", "number", "yes-no", "version"]


@dataclass(frozen=True, slots=True)
class FactKind:
    """What one fact name means.

    ``level`` is the lowest level at which anything can supply it. ``asked`` marks facts only the
    person can give. ``personal`` facts are redacted in every output that leaves the screen.
    """

    name: str
    type: Type
    meaning: str
    level: Level = Level.LISTEN
    asked: bool = False
    personal: bool = False


class UnknownFact(KeyError):
    """A name that no fact has."""


_LISTEN, _LOOK = Level.LISTEN, Level.LOOK

_KINDS: tuple[FactKind, ...] = (
    # The device itself, normalised from whatever channel said it.
    FactKind("device.maker", "text", "The maker's name, as the device gives it."),
    FactKind("device.model", "text", "The model, as the device gives it."),
    FactKind("device.firmware", "version", "The version of the software inside the device."),
    FactKind("device.serial", "text", "The serial number.", personal=True),
    FactKind("device.says_address", "text", "The address the device says it has.", personal=True),
    FactKind("device.hidden_characters", "yes-no", "A name of this device held hidden characters."),
    # The host on the network.
    FactKind("host.name", "text", "The name the device has on the network.", personal=True),
    FactKind("host.alive", "yes-no", "The device answered this computer itself.", _LOOK),
    FactKind("host.global_address", "yes-no", "It has an address that also exists on the internet."),
    FactKind("mac.maker", "text", "The maker of its network chip, from the hardware address."),
    FactKind("mac.randomised", "yes-no", "The hardware address is made up, as phones do."),
    FactKind("is.gateway", "yes-no", "It is the router this computer uses."),
    # mDNS: the device announces itself by name.
    FactKind("mdns.type", "text", "A service it announces, such as _hap._tcp."),
    FactKind("mdns.name", "text", "The name it announces that service under.", personal=True),
    FactKind("mdns.txt.*", "text", "One line of detail in such an announcement."),
    # HomeKit and Matter, as announced.
    FactKind("homekit.paired", "yes-no", "An Apple Home already controls it."),
    FactKind("homekit.category", "number", "The kind of HomeKit accessory it says it is."),
    FactKind("homekit.certified", "yes-no", "It says it is a certified HomeKit accessory."),
    FactKind("matter.window", "text", "Whether it is letting a new Matter home in: closed, open, temporary."),
    FactKind("matter.fabrics", "number", "How many Matter homes control it."),
    FactKind("matter.device_type", "number", "The Matter device type it says it is."),
    # ONVIF: the cameras' common language.
    FactKind("onvif.type", "text", "What it says it is over WS-Discovery."),
    FactKind("onvif.scope", "text", "One label it gives itself over WS-Discovery."),
    FactKind("onvif.port", "number", "The port of its ONVIF service, as it announces it."),
    FactKind("onvif.path", "text", "The path of its ONVIF service, as it announces it."),
    FactKind("onvif.answers", "yes-no", "It speaks ONVIF here.", _LOOK),
    FactKind("onvif.open", "yes-no", "It told something it must keep behind a login.", _LOOK),
    FactKind("onvif.open_to", "text", "The most telling question it answered without a login.", _LOOK),
    FactKind("onvif.users_told", "number", "How many accounts it named without a login.", _LOOK),
    # SSDP / UPnP description.
    FactKind("ssdp.server", "text", "The software its SSDP answer names."),
    FactKind("ssdp.device_type", "text", "The UPnP device type in its description.", _LOOK),
    FactKind("ssdp.friendly_name", "text", "The name in its UPnP description.", _LOOK, personal=True),
    FactKind("ssdp.manufacturer", "text", "The maker in its UPnP description.", _LOOK),
    FactKind("ssdp.model_name", "text", "The model in its UPnP description.", _LOOK),
    FactKind("ssdp.model_description", "text", "The model line in its UPnP description.", _LOOK),
    FactKind("ssdp.target", "text", "A target (ST or NT) it says it is."),
    # Makers' own discovery: <protocol>.<field, as the maker calls it, in lower case>.
    FactKind("sadp.*", "text", "A field of its Hikvision SADP answer."),
    FactKind("dhip.*", "text", "A field of its Dahua DHIP answer."),
    FactKind("dvrip5050.*", "text", "A field of its older Dahua answer."),
    FactKind("xm34569.*", "text", "A field of its Xiongmai answer."),
    FactKind("tplink20002.*", "text", "A field of its TP-Link answer."),
    FactKind("kasa9999.*", "text", "A field of its TP-Link Kasa answer."),
    FactKind("reolink2000.*", "text", "A field of its Reolink answer."),
    FactKind("bcudp.*", "text", "A field of its Reolink P2P answer."),
    FactKind("tuya.*", "text", "A field of its Tuya beacon."),
    FactKind("ubnt10001.*", "text", "A field of its UniFi answer."),
    FactKind("pppp32108.*", "text", "A field of its PPPP search answer."),
    FactKind("dh8600.*", "text", "A field of its VStarcam answer."),
    FactKind("foscam10000.*", "text", "A field of its Foscam answer."),
    FactKind("vivotek10000.*", "text", "A field of its Vivotek answer."),
    FactKind("hanwha7701.*", "text", "A field of its Hanwha answer."),
    FactKind("bosch1757.*", "text", "A field of its Bosch answer."),
    FactKind("sony2380.*", "text", "A field of its Sony answer."),
    FactKind("panasonic10670.*", "text", "A field of its Panasonic answer."),
    FactKind("miio54321.*", "text", "A field of its Xiaomi answer."),
    FactKind("v360.*", "text", "A field of its 360 Vision answer."),
    FactKind("nice2007.*", "text", "A field of its NICE answer."),
    # What the doors say when we knock.
    FactKind("port.open", "text", "This port answered: its own place, such as tcp/554.", _LOOK),
    FactKind("service.name", "text", "What answers there, from its own greeting.", _LOOK),
    FactKind("banner", "text", "The first line it says there.", _LOOK),
    FactKind("http.title", "text", "The title of its web page.", _LOOK),
    FactKind("http.server", "text", "The web server it names.", _LOOK),
    FactKind("http.realm", "text", "The name its web login asks under.", _LOOK),
    FactKind("http.path", "text", "A page address of a known maker that exists on it.", _LOOK),
    FactKind("http.catch_all", "yes-no", "It gives the same page at every address.", _LOOK),
    FactKind("rtsp.server", "text", "The video server it names.", _LOOK),
    FactKind("rtsp.realm", "text", "The name its video login asks under.", _LOOK),
    FactKind("tls.subject", "text", "The owner named in its certificate.", _LOOK),
    # What the checks judge.
    FactKind("video.open", "yes-no", "Video or a picture can be asked for without a login.", _LOOK),
    FactKind("video.way", "text", "How: rtsp, mjpeg or snapshot.", _LOOK),
    FactKind("video.any_address", "yes-no", "It is open whatever the address asked for.", _LOOK),
    FactKind("audio.in_stream", "yes-no", "The open stream also describes sound.", _LOOK),
    FactKind("shell.open", "yes-no", "A remote command door answers here.", _LOOK),
    FactKind("shell.kind", "text", "Which command door: telnet or ssh.", _LOOK),
    FactKind("setup.done", "yes-no", "Somebody has set it up; no stranger can claim it."),
    FactKind("login.readable", "yes-no", "A password typed here crosses the network readable.", _LOOK),
    FactKind("location.told", "yes-no", "It tells everyone on the network where it is."),
    FactKind("service.unneeded", "yes-no", "A door is open here that a home camera does not need.", _LOOK),
    FactKind("mapping.open", "yes-no", "The router lets the internet in to this device.", _LOOK),
    FactKind("mapping.inside_port", "number", "The port on the device it leads to.", _LOOK),
    FactKind("mapping.description", "text", "The note kept with that router rule.", _LOOK, personal=True),
    FactKind("mapping.lease", "number", "Seconds until the router forgets the rule; 0 means never.", _LOOK),
    FactKind("igd.port", "number", "The port of the router's own control service.", _LOOK),
    FactKind("igd.control", "text", "The path of the router's mapping service.", _LOOK),
    FactKind("igd.service", "text", "The type of the router's mapping service.", _LOOK),
    FactKind("igd.v6_control", "text", "The path of the router's IPv6 protection service.", _LOOK),
    FactKind("igd.listed", "yes-no", "The router's list of rules was read to its end.", _LOOK),
    FactKind("router.public_address", "yes-no", "The router itself has an internet address.", _LOOK),
    FactKind("router.igd", "yes-no", "The router lets devices open doors by themselves.", _LOOK),
    FactKind("router.ipv6_firewall", "yes-no", "The router's IPv6 protection is switched on.", _LOOK),
    # What only the person can say.
    FactKind(
        "owner.claimed", "yes-no", "The person says this device is known to them.", Level.TALK, asked=True
    ),
)

FACTS: dict[str, FactKind] = {kind.name: kind for kind in _KINDS}
"""All fact kinds by name; a name that ends in ``.*`` stands for a family."""

_FAMILIES = tuple(name[:-1] for name in FACTS if name.endswith(".*"))


def kind_of(name: str) -> FactKind:
    """The kind of a fact by its name. Raises :class:`UnknownFact`."""
    if name in FACTS:
        return FACTS[name]
    for prefix in _FAMILIES:
        if name.startswith(prefix) and len(name) > len(prefix):
            return FACTS[prefix + "*"]
    raise UnknownFact(name)


_YES = {"yes", "true", "on"}
_NO = {"no", "false", "off"}


def typed(name: str, text: str) -> Scalar:
    """Read one scalar as the type its fact has.

    Raises :class:`UnknownFact` for a name that is not declared and ``ValueError`` (with a sentence
    an advocate can read) for text that does not fit the type.
    """
    kind = kind_of(name)
    word = text.strip()
    if kind.type == "yes-no":
        if word.lower() in _YES:
            return True
        if word.lower() in _NO:
            return False
        raise ValueError(f"{name} is answered yes or no, not {word!r}")
    if kind.type == "number":
        try:
            return int(word)
        except ValueError:
            raise ValueError(f"{name} is a whole number, not {word!r}") from None
    return word
