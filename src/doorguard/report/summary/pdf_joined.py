"""Several PDF files that typst made of the parts of one document, joined into one tagged file. Pure.

typst keeps a whole document in memory while it lays it out: half a gigabyte for a long record. In parts it needs a
small piece of that. pypdf joins files without their tags, so it is done here, for what typst writes and nothing else:
a table of cross references and no streams of objects (ISO 32000-1, 7.5.4 and 7.5.7). The pages (7.7.3), the tags (14.7)
and the bookmarks (12.3.3) of all parts come under one root each; the rest is copied with numbers of its own.

A part after the first begins with a page that is not kept. It repeats the headings under which the part stands:
PDF/UA wants each heading below the one above it, and the bookmarks go on under them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

_REFERENCE = re.compile(rb"(\d+) 0 R")
_MARK = re.compile(rb"\\.|[()]", re.DOTALL)
_KEY = re.compile(rb"/(StructParents?) (\d+)")
_HEAD = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"
"""The second line says that the file is no text (ISO 32000-1, 7.5.2)."""
PAGES, OUTLINES, TREE, DOCUMENT = range(1, 5)
"""The objects that all parts share."""

Numbered = Callable[[int], int]


class NotJoined(ValueError):
    """This is not how typst writes a PDF file."""


def joined(parts: Iterable[bytes]) -> bytes:
    """One file of ``parts``, in their order, with the title, the language and the metadata of the first.

    The parts are taken one by one, and none is kept whole. Raises :class:`NotJoined`.
    """
    whole = _Whole()
    for data in parts:
        try:
            whole.add(_Part.of(data))
        except (KeyError, IndexError) as error:
            raise NotJoined(f"no object {error}") from error
    return whole.written()


def pages_of(data: bytes) -> int:
    """How many pages a file of typst has."""
    return int(_found(rb"^\d+ 0 obj\n<</Type/Pages/Count (\d+)", data[len(_HEAD) :]))


@dataclass
class Bookmark:
    """``title`` as it is written in the file, the place it goes ``to``, and those ``under`` it."""

    title: bytes
    to: int
    under: list[Bookmark] = field(default_factory=list)


@dataclass
class _Part:
    """One file: its objects by number, each as what stands before its stream and the stream, if it has one."""

    objects: dict[int, tuple[bytes, bytes]]
    catalog: int
    info: int

    @classmethod
    def of(cls, data: bytes) -> _Part:
        table = int(_found(rb"startxref\n(\d+)\n%%EOF", data[-64:]))
        entries, _, trailer = data[table:].partition(b"trailer\n")
        places = [int(line[:10]) for line in entries.splitlines()[3:]]
        objects = {}
        for number, (start, end) in enumerate(zip(places, [*places[1:], table], strict=True), 1):
            opening, closing = b"%d 0 obj\n" % number, b"\nendobj"
            body = data[start:end].rstrip(b"\n")
            if not (body.startswith(opening) and body.endswith(closing)):
                raise NotJoined(f"object {number} does not stand where the table says")
            body = body[len(opening) : -len(closing)]
            cut = body.index(b"\nstream\n") if body.endswith(b"endstream") else len(body)
            objects[number] = body[:cut], body[cut:]
        return cls(objects, int(_found(rb"/Root (\d+) 0 R", trailer)), int(_found(rb"/Info (\d+) 0 R", trailer)))

    def head(self, number: int) -> bytes:
        return self.objects[number][0]

    def to(self, number: int, name: bytes) -> int:
        """The object to which ``name`` of the object ``number`` points."""
        return int(_found(rb"/%b (\d+) 0 R" % name, _without_strings(self.head(number))))

    def bookmarks(self, parent: int) -> Iterator[Bookmark]:
        number = self.to(parent, b"First")
        while True:
            head = self.head(number)
            title = head[head.index(b"/Title") + len(b"/Title") : head.rindex(b"/Dest ")]
            plain = _without_strings(head)
            under = list(self.bookmarks(number)) if b"/First " in plain else []
            yield Bookmark(title, self.to(number, b"Dest"), under)
            if b"/Next " not in plain:
                return
            number = self.to(number, b"Next")


class _Whole:
    """The file that is put together."""

    def __init__(self) -> None:
        self._objects: dict[int, bytes] = {}
        self._last = DOCUMENT
        self._parts = 0
        self._pages: list[int] = []
        self._kids: list[int] = []
        self._keys: list[tuple[int, int]] = []
        self._names: list[tuple[bytes, int]] = []
        self._roles: dict[bytes, bytes] = {}
        self._bookmarks: list[Bookmark] = []
        self._catalog = self._info = 0

    def add(self, part: _Part) -> None:
        """Take what is kept of ``part``, and whatever that points to."""
        self._parts += 1
        pages, tree = part.to(part.catalog, b"Pages"), part.to(part.catalog, b"StructTreeRoot")
        outlines = part.to(part.catalog, b"Outlines")
        (document,) = _listed(part.head(tree), b"K")
        moved = {pages: PAGES, outlines: OUTLINES, tree: TREE, document: DOCUMENT}
        waiting: list[int] = []

        def new(old: int) -> int:
            if old not in moved:
                moved[old] = self._free()
                waiting.append(old)
            return moved[old]

        first_key, kept = len(self._keys), _listed(part.head(pages), b"Kids")
        lead = b""
        if self._parts == 1:
            self._catalog, self._info = new(part.catalog), new(part.info)
        else:
            lead, first_key = b"%d 0 R" % kept.pop(0), first_key - 1
        kids = _listed(part.head(document), b"K")
        self._pages += map(new, kept)
        self._kids += [new(kid) for kid in kids if not (lead and part.head(kid).endswith(b"/Pg %b>>" % lead))]
        self._take_tree(part.head(tree), first_key, new, led=bool(lead))
        leading = {to for to, (head, _) in part.objects.items() if lead and head.startswith(b"[%b/XYZ " % lead)}
        _go_on(self._bookmarks, part.bookmarks(outlines), leading, new)
        while waiting:
            old = waiting.pop()
            head, stream = part.objects[old]
            self._objects[moved[old]] = self._changed(head, first_key, new) + stream

    def _free(self) -> int:
        self._last += 1
        return self._last

    def _take_tree(self, head: bytes, first_key: int, new: Numbered, *, led: bool) -> None:
        """The keys of pages, the names of headers and the roles of one part."""
        for key, array in re.findall(rb"(\d+) (\d+) 0 R", _found(rb"/ParentTree<</Nums\[([^]]*)\]", head)):
            if not (led and key == b"0"):
                self._keys.append((first_key + int(key), new(int(array))))
        for name, element in re.findall(rb"\((U\w+)\)(\d+) 0 R", head):
            self._names.append((self._named(name), new(int(element))))
        self._roles.update(re.findall(rb"/(\w+)/(\w+)", _found(rb"/RoleMap<<([^>]*)>>", head)))

    def _named(self, name: bytes) -> bytes:
        """The name of a table's header, different from the names of other parts."""
        return b"P%d%b" % (self._parts, name)

    def _changed(self, head: bytes, first_key: int, new: Numbered) -> bytes:
        """The same object with the numbers it has in the whole file; what a string says stays as it is."""

        def plain(text: bytes) -> bytes:
            text = _REFERENCE.sub(lambda found: b"%d 0 R" % new(int(found[1])), text)
            if b"/StructParent" not in text:
                return text
            return _KEY.sub(lambda found: b"/%b %d" % (found[1], first_key + int(found[2])), text)

        if b"(" not in head:
            return plain(head)
        changed, named = [], False
        for text, string in _pieces(head):
            named = text.endswith((b"/ID", b"/Headers[")) or (named and not text.strip())
            changed += [plain(text), b"(%b)" % self._named(string[1:-1]) if named and string else string]
        return b"".join(changed)

    def written(self) -> bytes:
        """The whole file; nothing is kept beside it."""
        self._objects[PAGES] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self._pages), _references(self._pages))
        self._objects[DOCUMENT] = b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (TREE, _references(self._kids))
        self._objects[TREE] = self._tree()
        self._objects[OUTLINES] = b"<</Type/Outlines%b>>" % self._outline(self._bookmarks, OUTLINES, opened=True)
        size, at = self._last + 1, len(_HEAD)
        body, places, seal = [_HEAD], [], hashlib.sha256()
        for number in range(1, size):
            body.append(b"%d 0 obj\n%b\nendobj\n\n" % (number, self._objects.pop(number)))
            places.append(b"%010d 00000 n\r\n" % at)
            seal.update(body[-1])
            at += len(body[-1])
        name = seal.hexdigest()[:32].encode()
        body += [b"xref\n0 %d\n0000000000 65535 f\r\n" % size, *places]
        body.append(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R" % (size, self._catalog, self._info))
        body.append(b"/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF" % (name, name, at))
        return b"".join(body)

    def _tree(self) -> bytes:
        roles = b"".join(b"/%b/%b" % role for role in self._roles.items())
        keys = b" ".join(b"%d %d 0 R" % pair for pair in sorted(self._keys))
        names = b"".join(b"(%b)%d 0 R" % pair for pair in sorted(self._names))
        return b"<</Type/StructTreeRoot/RoleMap<<%b>>/K[%d 0 R]%b/IDTree<</Names[%b]>>/ParentTreeNextKey %d>>" % (
            roles, DOCUMENT, b"/ParentTree<</Nums[%b]>>" % keys, names, len(self._keys),
        )  # fmt: skip

    def _outline(self, marks: list[Bookmark], parent: int, *, opened: bool = False) -> bytes:
        """Where the bookmarks below ``parent`` begin and end; they are written, each closed."""
        if not marks:
            return b""
        numbers = [self._free() for _ in marks]
        for place, (number, mark) in enumerate(zip(numbers, marks, strict=True)):
            beside = b"/Prev %d 0 R" % numbers[place - 1] if place else b""
            beside += b"/Next %d 0 R" % numbers[place + 1] if place + 1 < len(marks) else b""
            under = self._outline(mark.under, number)
            self._objects[number] = b"<</Parent %d 0 R%b%b/Title%b/Dest %d 0 R>>" % (
                parent, beside, under, mark.title, mark.to,
            )  # fmt: skip
        count = len(marks) if opened else -len(marks)
        return b"/First %d 0 R/Last %d 0 R/Count %d" % (numbers[0], numbers[-1], count)


def _go_on(so_far: list[Bookmark], more: Iterable[Bookmark], leading: set[int], new: Numbered) -> None:
    """Put ``more`` after ``so_far``; one of the ``leading`` places stands for the last one there."""
    for mark in more:
        if mark.to not in leading:
            so_far.append(Bookmark(mark.title, new(mark.to)))
        _go_on(so_far[-1].under, mark.under, leading, new)


def _found(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    if found is None:
        raise NotJoined(f"no {pattern!r}")
    return found[1]


def _listed(head: bytes, name: bytes) -> list[int]:
    """The objects that the list ``name`` points to."""
    held = _found(rb"/%b\[((?:\d+ 0 R ?)*)\]" % name, head)
    return [int(number) for number in _REFERENCE.findall(held)]


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _pieces(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands between strings, with the string after it (7.3.4.2): brackets in pairs, or after a backslash."""
    start = 0
    while (opening := head.find(b"(", start)) >= 0:
        depth = 0
        for mark in _MARK.finditer(head, opening):
            depth += {b"(": 1, b")": -1}.get(mark[0], 0)
            if not depth:
                break
        else:
            raise NotJoined("a string without an end")
        yield head[start:opening], head[opening : mark.end()]
        start = mark.end()
    yield head[start:], b""


def _without_strings(head: bytes) -> bytes:
    return b"".join(text for text, _ in _pieces(head))
