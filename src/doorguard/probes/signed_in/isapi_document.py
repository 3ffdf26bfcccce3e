"""ISAPI documents: XML whose namespace and spelling vary, so only local names count, in lower case.

What a secret stands in is taken out before anybody can read it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from doorguard.probes.signed_in.pages import NotHere

MOST_ELEMENTS = 20_000
MOST_ROWS = 1000
DEEPEST = 24
"""Rows within rows without end would be gone through again for each of them."""
_SECRET = re.compile(r"password|passwd|pwd|secret|verificationcode|key|salt|token|psk|passphrase|credential")
"""Names of elements that hold one: the cloud's verificationCode, the password of the mail, FTP and
picture accounts, the key of a tunnel and of the device's own wifi, the salt of a login."""


class Document:
    """One document, ``root`` in lower case; every secret is gone."""

    def __init__(self, top: Element) -> None:
        self._top = top
        self.root = local(top)

    def text(self, *path: str) -> str:
        """The text of the first element along these names, each anywhere below the one before; or ""."""
        node: Element | None = self._top
        for name in path:
            if node is not None:
                node = next((n for n in node.iter() if n is not node and local(n) == name), None)
        return _text(node)

    def yes_no(self, *path: str) -> bool | None:
        """The truth of such an element; None when it is not there or says something else."""
        return yes_no(self.text(*path))

    def texts(self, name: str) -> list[str]:
        """The texts of every element of that name."""
        return [_text(node) for node in self._top.iter() if local(node) == name][:MOST_ROWS]

    def parts(self, name: str) -> list[Document]:
        """Every element of that name, each as a document of its own; the root too."""
        found = [node for node in self._top.iter() if local(node) == name]
        return [Document(node) for node in found[:MOST_ROWS]]

    def rows(self, name: str) -> list[Document]:
        """The entries of a list, which may be empty. Raises NotHere when it holds anything but such entries."""
        found = self.parts(name)
        if not found and len(self._top):
            raise NotHere("unreadable")
        return found

    def child(self, name: str) -> str:
        """The text of a direct child."""
        return _text(next((node for node in self._top if local(node) == name), None))


def read(body: bytes, *roots: str) -> Document:
    """A document whose root is one of ``roots`` (lower case). Raises NotHere: a refusal in place of the
    page, another page's document, or nothing that can be read."""
    import defusedxml.ElementTree as safe

    try:
        top: Element = safe.fromstring(body, forbid_dtd=True)
    except Exception:  # noqa: BLE001 - any parser error on hostile input means the same
        raise NotHere("unreadable") from None
    if local(top) == "responsestatus":
        raise NotHere("not-supported")
    if local(top) not in roots or sum(1 for _ in top.iter()) > MOST_ELEMENTS or _depth(top) > DEEPEST:
        raise NotHere("unreadable")
    _drop_secrets(top)
    return Document(top)


def yes_no(text: str) -> bool | None:
    """Yes or no, as these documents write it."""
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(text.strip().lower())


def local(node: Element) -> str:
    """An element's name without its namespace, in lower case."""
    return str(node.tag).rpartition("}")[2].lower()


def _depth(top: Element) -> int:
    level, depth = [top], 0
    while level and depth <= DEEPEST:
        level, depth = [child for node in level for child in node], depth + 1
    return depth


def _text(node: Element | None) -> str:
    return (node.text or "").strip() if node is not None else ""


def _drop_secrets(top: Element) -> None:
    for node in list(top.iter()):
        for child in [c for c in node if _SECRET.search(local(c)) and not local(c).startswith("is")]:
            node.remove(child)

