"""Answers in small words: lines of ``key=value``, JSON, or plain XML, each as one flat list of keys.

A key of JSON or XML is its path (``Email.addr1``, ``User.0.userName``). Whatever a secret stands in is dropped
here, before anybody can read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from doorguard.probes.signed_in.pages import NotHere

MOST_VALUES = 8000
MOST_VALUE = 1024
DEEPEST = 12
_KEY = re.compile(r"[A-Za-z][\w.\-]{0,200}")
_SECRET = re.compile(
    r"passw(?!ordthrottling)|passcode|passphrase|pwd|secret|token|(?<!mon)key|psk|credential|verif|community|salt"
    r"|session|proxylogin|(?:pass|pin|pincode|(?:^|\.)uid)(?=\.|$)",
    re.IGNORECASE,
)
"""Passwords and keys of all kinds, the codes of doors, and the id by which a maker's relay finds a camera."""
_WORDS = {
    "true": True, "1": True, "yes": True, "on": True, "enabled": True,
    "false": False, "0": False, "no": False, "off": False, "disabled": False,
}  # fmt: skip


class Flat:
    """One answer: keys in their order; every secret is gone."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def text(self, key: str) -> str:
        """The value of a key, or ""."""
        return self.values.get(key, "")

    def needed(self, key: str) -> str:
        """The value of a key. Raises NotHere: it is not there, so this is another page's answer."""
        if key not in self.values:
            raise NotHere("unreadable")
        return self.values[key]

    def yes_no(self, *keys: str) -> bool | None:
        """The truth of the first of these keys that is there; None when none is, or it says something else."""
        said = next((self.values[key] for key in keys if key in self.values), "")
        return _WORDS.get(said.strip().lower())

    def number(self, key: str) -> int | None:
        """A whole number, or None."""
        text = self.text(key).strip()
        return int(text) if re.fullmatch(r"-?[0-9]{1,12}", text) else None

    def matching(self, pattern: str) -> list[str]:
        """The values of every key that fits a regular expression as a whole."""
        wanted = re.compile(pattern)
        return [value for key, value in self.values.items() if wanted.fullmatch(key)]

    def any_on(self, pattern: str) -> bool | None:
        """True when one of these switches is on, False when all are off, None when one is unclear or none is there."""
        said = [_WORDS.get(value.strip().lower()) for value in self.matching(pattern)]
        if True in said:
            return True
        return False if said and None not in said else None

    def below(self, key: str) -> Flat:
        """What stands below a key, by the rest of its path."""
        begins = key + "."
        return Flat({name[len(begins) :]: value for name, value in self.values.items() if name.startswith(begins)})

    def rows(self) -> list[Flat]:
        """``0.name``, ``0.level``, ``1.name`` as one answer for each number, in order."""
        found: dict[int, dict[str, str]] = {}
        for key, value in self.values.items():
            number, _, rest = key.partition(".")
            if number.isascii() and number.isdigit() and len(number) < 6 and rest:
                found.setdefault(int(number), {})[rest] = value
        return [Flat(found[number]) for number in sorted(found)]


def from_lines(body: bytes, begins: str = "") -> Flat:
    """``key=value`` lines, quotes taken off and ``begins`` cut from the keys. Raises NotHere: no such line, as
    in an error or another page."""
    found: dict[str, str] = {}
    for line in body.decode("utf-8", "replace").splitlines()[:MOST_VALUES]:
        key, equals, value = line.strip().partition("=")
        if equals and _KEY.fullmatch(key):
            found.setdefault(key.removeprefix(begins), value.strip().strip("'\"")[:MOST_VALUE])
    if not found:
        raise NotHere("unreadable")
    return _without_secrets(found)


def from_json(body: bytes) -> Flat:
    """A JSON document. Raises NotHere: it is none, is none of objects and lists, or is far too large."""
    try:
        top = json.loads(body)
    except (ValueError, RecursionError):
        raise NotHere("unreadable") from None
    if not isinstance(top, dict | list):
        raise NotHere("unreadable")
    found: dict[str, str] = {}
    for path, value in _leaves(top, "", 0):
        if len(found) >= MOST_VALUES:
            raise NotHere("unreadable")
        found[path] = value
    return _without_secrets(found)


def from_xml(body: bytes, root: str) -> Flat:
    """The children of an XML document's root, by their names. Raises NotHere: it has another root, or is none."""
    import defusedxml.ElementTree as safe

    try:
        top = safe.fromstring(body, forbid_dtd=True)
    except Exception:  # noqa: BLE001 - any parser error on hostile input means the same
        raise NotHere("unreadable") from None
    if str(top.tag) != root:
        raise NotHere("unreadable")
    return _without_secrets({str(node.tag): (node.text or "").strip()[:MOST_VALUE] for node in top[:MOST_VALUES]})


def host_of(address: str) -> str:
    """Who is behind an address: the host alone, or user and host of a call (``sip:108@host``). The rest of such
    an address may hold a secret."""
    text = address.strip()
    if text.lower().startswith(("sip:", "sips:")):
        user, at, host = text.partition(":")[2].partition(";")[0].rpartition("@")
        return f"{user.partition(':')[0]}{at}{host}"
    try:
        found = urlsplit(text if "//" in text else f"//{text}").hostname
    except ValueError:
        return ""
    return found or ""


def _without_secrets(found: dict[str, str]) -> Flat:
    return Flat({key: value for key, value in found.items() if not _SECRET.search(key)})


def _leaves(value: object, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > DEEPEST:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name), depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{number}" if path else str(number), depth + 1)
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif isinstance(value, str | int | float):
        yield path, str(value)[:MOST_VALUE]
