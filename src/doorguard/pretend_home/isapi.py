"""Hikvision's ISAPI as its web pages use it: XML documents behind a Digest login (ISAPI guide)."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from doorguard.pretend_home.web import Answer, Request

NAMESPACE = "http://www.hikvision.com/ver20/XMLSchema"


@dataclass
class Isapi:
    """The settings of one camera. ``users`` are (name, level): Administrator, Operator or Viewer."""

    users: list[tuple[str, str]] = field(default_factory=lambda: [("admin", "Administrator")])

    def handle(self, request: Request) -> Answer | None:
        """Answer a GET of a document that is here."""
        if request.method != "GET":
            return None
        documents = {"/ISAPI/Security/users": self._users}
        make = documents.get(request.path)
        return Answer(body=make().encode(), kind="application/xml") if make else None

    def _users(self) -> str:
        rows = "".join(
            f"<User><id>{number}</id><userName>{escape(name)}</userName><userLevel>{level}</userLevel></User>"
            for number, (name, level) in enumerate(self.users, 1)
        )
        return document("UserList", rows)


def document(root: str, inside: str) -> str:
    """One ISAPI document."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} version="2.0" xmlns="{NAMESPACE}">{inside}</{root}>'
