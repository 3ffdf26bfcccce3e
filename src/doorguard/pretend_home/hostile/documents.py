"""XML that bites: bombs, outside entities, depth, width and false encodings. Nothing here is ever parsed by us."""

from __future__ import annotations

from collections.abc import Callable

from doorguard.pretend_home.hostile.flows import ELSEWHERE

_LOCAL_FILE = "file:///etc/passwd"


def _bomb(root: str) -> str:
    """Ten entities, each ten times the one before: 3 GB from half a kilobyte."""
    rows = ['<!ENTITY a0 "lol">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<!DOCTYPE {root} [{''.join(rows)}]>"


def _quadratic(root: str) -> str:
    return f'<!DOCTYPE {root} [<!ENTITY a "{"x" * 50_000}">]>'


DOCTYPES: dict[str, tuple[Callable[[str], str], str]] = {
    "entity-bomb": (_bomb, "&a9;"),
    "quadratic-entity": (_quadratic, "&a;" * 50_000),
    "outside-entity": (lambda root: f'<!DOCTYPE {root} [<!ENTITY a SYSTEM "{_LOCAL_FILE}">]>', "&a;"),
    "outside-entity-by-http": (lambda root: f'<!DOCTYPE {root} [<!ENTITY a SYSTEM "http://{ELSEWHERE}/x">]>', "&a;"),
    "parameter-entity": (lambda root: f'<!DOCTYPE {root} [<!ENTITY % a SYSTEM "http://{ELSEWHERE}/x.dtd"> %a;]>', "x"),
    "outside-doctype": (lambda root: f'<!DOCTYPE {root} SYSTEM "http://{ELSEWHERE}/x.dtd">', "x"),
}
"""Name -> (the document type, what stands in the text)."""


def with_doctype(name: str, root: str, document: str, *, encoding: str = "utf-8") -> bytes:
    """``document`` (without an XML declaration) behind a biting document type; ``{}`` in it is filled."""
    doctype, inside = DOCTYPES[name]
    return (f'<?xml version="1.0" encoding="{encoding}"?>' + doctype(root) + document.replace("{}", inside)).encode(encoding)


def deep(levels: int = 100_000) -> bytes:
    """Deeper than any stack."""
    return b"<a>" * levels + b"</a>" * levels


def wide(attributes: int = 50_000) -> bytes:
    """One element with tens of thousands of attributes."""
    return b"<a " + b" ".join(b'b%d="1"' % n for n in range(attributes)) + b"/>"


def many(elements: int = 200_000) -> bytes:
    """One element with a great many children."""
    return b"<a>" + b"<b/>" * elements + b"</a>"


def long_name(characters: int = 200_000) -> bytes:
    """An element whose name is near any cap."""
    return b"<" + b"n" * characters + b"/>"


def false_encoding() -> bytes:
    """Says UTF-16 and is not."""
    return b'<?xml version="1.0" encoding="utf-16"?><a>plain</a>'


def include() -> bytes:
    """XInclude of a file, and a schema elsewhere."""
    return (
        f'<a xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="x http://{ELSEWHERE}/x.xsd"><xi:include href="{_LOCAL_FILE}" parse="text"/></a>'
    ).encode()


PLAIN: dict[str, Callable[[], bytes]] = {
    "deep": deep,
    "wide": wide,
    "many": many,
    "long-name": long_name,
    "false-encoding": false_encoding,
    "include": include,
    "not-closed": lambda: b"<a><b>",
    "binary": lambda: bytes(range(256)) * 64,
    "empty": lambda: b"",
}
"""Name -> a whole document."""
