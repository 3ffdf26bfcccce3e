"""Gives the answers of one file of this folder, whatever is asked: it knows nothing of who asks."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doorguard.pretend_home.device import Conversation

HERE = Path(__file__).parent
NOT_THERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
_WHOLE = b"\r\n\r\n"


@dataclass
class Replay:
    """One port: (how a question begins, the answer)."""

    port: int
    rows: list[tuple[bytes, bytes]] = field(default_factory=list)
    requests: int = 0

    def accepted(self, talk: Conversation) -> None:
        """The devices of this folder wait for the client."""

    def heard(self, talk: Conversation) -> None:
        """One question, one answer."""
        while _WHOLE in talk.heard:
            asked, _, rest = talk.heard.partition(_WHOLE)
            length = re.search(rb"(?i)content-length: (\d+)", asked)
            body = int(length[1]) if length else 0
            if len(rest) < body:
                return
            talk.heard = rest[body:]
            self.requests += 1
            answer = next((answer for begins, answer in self.rows if asked.startswith(begins)), NOT_THERE)
            number = re.search(rb"CSeq: (\d+)", asked)
            talk.send(answer.replace(b"{cseq}", number[1] if number else b"0"))


def load(name: str) -> dict[str, Any]:
    """One file."""
    return tomllib.loads((HERE / name).read_text("utf-8"))


def ports(device: dict[str, Any]) -> list[Replay]:
    """The ports of a device that was asked over TCP."""
    found: dict[int, Replay] = {}
    for row in device.get("tcp", []):
        found.setdefault(row["port"], Replay(row["port"])).rows.append((row["asked"].encode(), _answer(row)))
    return list(found.values())


def datagram(search: dict[str, str]) -> bytes:
    """The answer to a maker's search."""
    return bytes.fromhex(search.get("hex", "")) + search.get("text", "").lstrip("\n").encode()


def _answer(row: dict[str, Any]) -> bytes:
    """Head lines end as the protocols say (CR LF), and the length is told; bytes stand as they are."""
    if "hex" in row:
        return bytes.fromhex(row["hex"])
    head, _, body = row["answer"].strip("\n").partition("\n\n")
    lines = [*head.split("\n"), f"Content-Length: {len(body.encode())}"]
    return "\r\n".join(lines).encode() + _WHOLE + body.encode()
