"""What is left out of a summary, and the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from doorguard.model import Device
from doorguard.report.naming import CALLED, kind_words
from doorguard.report.redact import LEFT_OUT, SHORTEST, without_secrets
from doorguard.wording import N_, _, in_a_row

_WORD = re.compile(r"[^\W_]+")
"""An underscore parts words too: devices put their serial number and address into names with it."""
_HARDWARE = re.compile(
    r"(?<![0-9a-z])(?:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|(?=[\d.]*[a-f])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4})(?![0-9a-z])",
    re.IGNORECASE,
)
"""With colons or dashes, or in three groups with dots as switches write them."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_PRIVATE = re.compile(
    r"(?<![^\W_])(?<!\.)(?:10(?:\.\d{1,3}){3}|127(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}"
    r"|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])(?:\.\d{1,3}){2})(?:/\d{1,2})?(?![\w.]*\d)"
)
_SIX = re.compile(r"(?<![\w:])(?:fe80|f[cd][0-9a-f]{2}|[23][0-9a-f]{3})(?::[0-9a-f]{0,4}){2,7}(?:%\w+)?", re.IGNORECASE)

_SHAPES = (
    ("mail", _MAIL, ("@",)),
    ("hardware", _HARDWARE, (":", "-", ".")),
    ("address", _PRIVATE, ("10.", "127.", "192.168.", "169.254.", "172.", "100.")),
    ("address", _SIX, (":",)),
)
"""What is found by its shape, and signs of which at least one stands in each: most texts need no closer look."""
SHORTEST_NAME = 3
"""Letters of a name below which it is too common a word to look for."""
OF_A_MAKER = frozenset(
    ("admin", "administrator", "anonymous", "default", "guest", "nobody", "none", "onvif", "operator", "owner",
     "public", "root", "service", "support", "system", "unknown", "user", "users", "viewer")
)  # fmt: skip
"""Names of accounts that tell of nobody, and words that stand in many sentences."""

_ELSEWHERE = {
    "recipient.address": "name",
    "ddns.name": "name",
    "uplink.to": "name",
    "account.name": "name",
    "viewer.name": "name",
    "access.name": "name",
    "viewer.address": "address",
    "access.address": "address",
    "device.says_address": "address",
}
"""Facts that tell of somebody or some place outside of the home, and what they are."""

WORDS: dict[str, str] = {
    "serial": N_("serial numbers"),
    "hardware": N_("hardware addresses"),
    "address": N_("addresses on the network"),
    "mail": N_("e-mail addresses"),
    "name": N_("names"),
    "place": N_("places"),
    "file": N_("names of files"),
}
"""What can be left out, in the order in which it is said."""


class Hider:
    """Calls devices by their kind, and takes out what would tell who and where. Remembers what it took out.

    ``show_all``: nothing is taken out but passwords. ``written``: what the person gave as a name, a place or a file, as
    (a key of :data:`WORDS`, its text): it is looked for in their other words too.
    """

    def __init__(self, devices: Iterable[Device], written: Iterable[tuple[str, str]] = (), *, show_all: bool) -> None:
        self.show_all = show_all
        self._took: set[str] = set()
        self._called: dict[str, str] = {}
        known: dict[str, str] = {}
        devices = list(devices)
        makes = {word.casefold() for device in devices for word in (device.model, device.vendor) if word}
        for number, device in enumerate(devices, 1):
            what = kind_words(device)
            what = what[:1].lower() + what[1:]
            self._called[device.id] = _("Device {number}, {what}").format(number=number, what=what)
            known.update(dict.fromkeys((a for a in device.addresses if a), "address"))
            if device.mac:
                known[device.mac] = known[re.sub("[:.-]", "", device.mac)] = "hardware"
            known.update(
                (str(fact.value), "serial")
                for fact in device.facts
                if fact.name == "device.serial" and len(str(fact.value)) >= SHORTEST and fact.value != LEFT_OUT
            )
            known.update(
                (str(fact.value), _ELSEWHERE[fact.name])
                for fact in device.facts
                if fact.name in _ELSEWHERE and _tells(str(fact.value), fact.name)
            )
            known.update(
                (name, "name")
                for name in (*device.names, str(device.told.get(CALLED, "")))
                if len(name) >= SHORTEST_NAME and not _is_kind(name, device) and name.casefold() not in makes
            )
        written = list(written)
        self._written = bool(written)
        known.update((text, kind) for kind, text in written if _is_a_name(text, kind))
        self._known: dict[str, list[tuple[int, str, str]]] = {}
        for text in sorted(known, key=len, reverse=True):
            word = _WORD.search(text)
            if word is not None and not _generic(text):
                self._known.setdefault(word[0].casefold(), []).append((word.start(), text, known[text]))

    def called(self, device: Device) -> str:
        """A device by number and kind; with its own name where nothing is left out."""
        plain = self._called.get(device.id) or kind_words(device)
        name = str(device.told.get(CALLED) or (device.names[0] if device.names else ""))
        if _is_kind(name, device):
            name = ""
        if self.show_all:  # without a name, its address tells it from others of its kind
            name = name or next(iter(device.addresses), "")
            return _("{device}, {name}").format(device=plain, name=name) if name else plain
        if name:
            self._took.add("name")
        return plain

    def given(self, kind: str, text: str) -> str:
        """A value of this kind (a key of :data:`WORDS`), or that it was left out."""
        if not text or self.show_all:
            return without_secrets(text)
        self._took.add(kind)
        return _("left out")

    def text(self, text: str) -> str:
        """A text that a device or a person wrote, without what is left out."""
        text = without_secrets(text)
        if self.show_all:
            return text
        text = self._without_known(text)
        for kind, shape, signs in _SHAPES:
            if any(sign in text for sign in signs):
                text = shape.sub(partial(self._taken, kind), text)
        return text

    def _without_known(self, text: str) -> str:
        """One way through the words, however many devices there are. Most texts have none of the words looked for; in
        one without letters beyond ASCII, that is seen at once."""
        if text.isascii() and self._known.keys().isdisjoint(_WORD.findall(text.lower())):
            return text
        parts: list[str] = []
        done = 0
        for word in _WORD.finditer(text):
            if word.start() < done:
                continue
            for before, known, kind in self._known.get(word[0].casefold(), ()):
                start = word.start() - before
                end = start + len(known)
                if start >= done and text[start:end].casefold() == known.casefold() and _bounded(text, start, end):
                    parts += [text[done:start], self._one(kind)]
                    done = end
                    break
        return "".join(parts) + text[done:] if parts else text

    def _taken(self, kind: str, _found: re.Match[str]) -> str:
        return self._one(kind)

    def _one(self, kind: str) -> str:
        self._took.add(kind)
        return _("(left out)")

    @property
    def kinds(self) -> tuple[str, ...]:
        """What was taken out so far, as keys of :data:`WORDS`."""
        return tuple(kind for kind in WORDS if kind in self._took)

    def says(self) -> str:
        """The sentence for the end."""
        if self.show_all:
            return _("Nothing was left out, but passwords and pictures of devices never stand in here.")
        if not self.kinds:
            says = _("Left out: nothing that was found. Passwords and pictures of devices never stand in here.")
        else:
            says = _("Left out: {what}. Passwords and pictures of devices never stand in here.").format(
                what=in_a_row([_(WORDS[kind]) for kind in self.kinds])
            )
        return f"{says} {_(OWN_WORDS)}" if self._written else says


OWN_WORDS = N_("A name or a place in a sentence that a person wrote may still stand there.")


def _is_a_name(text: str, kind: str) -> bool:
    """It names somebody or some place, so that it may be looked for: "Mary", "12 Hill Lane"; not "at the door"."""
    if len(text) < SHORTEST_NAME or text.casefold() in OF_A_MAKER:
        return False
    begins = text[1:] if kind == "place" else text
    return kind == "file" or any(letter.isdigit() or letter.isupper() for letter in begins)


def _tells(value: str, name: str) -> bool:
    """Of somebody, or of some place outside; an account has a short name more often than a place."""
    shortest = SHORTEST_NAME if name.endswith(".name") else SHORTEST
    return len(value) >= shortest and value != LEFT_OUT and value.casefold() not in OF_A_MAKER


def _generic(text: str) -> bool:
    """It is found by its shape."""
    return any(shape.fullmatch(text) for shape in (_HARDWARE, _PRIVATE, _SIX, _MAIL))


def _bounded(text: str, start: int, end: int) -> bool:
    """It stands alone, and is no part of a longer word."""
    return not (start and _WORD.match(text[start - 1]) and _WORD.match(text[start])) and not (
        end < len(text) and _WORD.match(text[end]) and _WORD.match(text[end - 1])
    )


def _is_kind(name: str, device: Device) -> bool:
    """A name that is no more than what it is: "Camera", "Reolink", its model."""
    plain = (device.kind, device.vendor or "", device.model or "", kind_words(device))
    return name.casefold() in {word.casefold() for word in plain}
