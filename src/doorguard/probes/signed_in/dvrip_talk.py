"""One DVRIP conversation (TCP 34567): frames of 20 bytes and a JSON text, one question at a time.

Head, little endian: 0xFF, version, two spare bytes, session (4), number (4), two bytes for parts, message (2),
length (4); the text ends with LF and NUL (Xiongmai's "DVR interface protocol" V1.0; OpenIPC/python-dvr dvrip.py).
An answer carries the number of its question plus one.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from doorguard.network.door import Visit
from doorguard.network.login import Login
from doorguard.network.refusal import DoorError, NoAnswer, Unreadable
from doorguard.network.stream import Stream
from doorguard.probes.signed_in.pages import MOST_SILENT, PAGE_SECONDS, NotHere

HEAD = struct.Struct("<BB2xII2xHI")
MAGIC = 0xFF
MOST_BYTES = 128 * 1024
"""Of one answer; the longest real ones are a few thousand."""
MOST_STRAY = 8
"""Frames between a question and its answer: alarms, and answers that came too late."""
LOGIN, LOGOUT = 1000, 1002
SYSTEM_INFO, CONFIG_GET, LOG_QUERY, TIME_QUERY, USERS, GROUPS = 1020, 1042, 1442, 1452, 1472, 1474
READS = frozenset({SYSTEM_INFO, CONFIG_GET, LOG_QUERY, TIME_QUERY, USERS, GROUPS})
"""All that is ever asked. Even numbers beside these write: 1040 sets, 1450 restarts, 1484 to 1488 change accounts."""
GOOD = frozenset({100, 515})
WRONG = frozenset({106, 203, 204})
"""Name or password is wrong; password is wrong; no such user."""
SHUT = frozenset({205, 206, 207})
"""This address or this account is locked, or on the black list (lockout.md section 3)."""
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
Answer = Mapping[str, Any]


def sofia_hash(password: str) -> str:
    """What is sent instead of the password: MD5, two bytes each folded to one letter. It holds no number of the
    device's, so who reads it on the way can sign in with it."""
    digest = hashlib.md5(password.encode(), usedforsecurity=False).digest()
    return "".join(_LETTERS[(one + two) % 62] for one, two in zip(digest[::2], digest[1::2], strict=True))


class Talk:
    """A conversation that is signed in."""

    def __init__(self, visit: Visit, stream: Stream) -> None:
        self._visit, self._stream = visit, stream
        self._session = self._number = self._silent = 0

    def config(self, name: str) -> Any:
        """One setting by its name. Raises NotHere, DoorError."""
        return self.read(CONFIG_GET, name)

    def read(self, message: int, name: str, *, more: Any = None) -> Any:
        """What the device keeps under ``name``. Raises NotHere when it tells nothing of that; DoorError when it
        tells nothing any more."""
        assert message in READS
        body = {"Name": name, "SessionID": f"0x{self._session:08X}", **({name: more} if more is not None else {})}
        try:
            answer = self._ask(message, body, name)
        except NoAnswer:
            self._silent += 1
            if self._silent >= MOST_SILENT:
                raise
            raise NotHere("no-answer") from None
        self._silent = 0
        if _says(answer) not in GOOD:
            raise NotHere("not-supported")
        if name not in answer:
            raise NotHere("unreadable")
        return answer[name]

    def sign_in(self, login: Login) -> None:
        """Once. Raises LoginRefused, Locked; Unreadable when the answer is neither yes nor no."""
        secret = login.secret()
        body = {
            "EncryptType": "MD5", "LoginType": "DVRIP-Web",
            "PassWord": sofia_hash(secret.password), "UserName": secret.user,
        }  # fmt: skip
        answer = self._ask(LOGIN, body)
        says = _says(answer)
        if says in SHUT:
            login.locked()
        if says in WRONG:
            login.refused()
        if says not in GOOD:
            raise Unreadable("it answered the login with neither yes nor no")
        with suppress(ValueError):
            self._session = int(str(answer.get("SessionID", ""))[:10], 16) & 0xFFFFFFFF
        login.accepted()

    def sign_out(self) -> None:
        """End our own session, and wait a moment for the device to say so."""
        with suppress(DoorError):
            self._ask(LOGOUT, {"Name": "", "SessionID": f"0x{self._session:08X}"}, seconds=1.0)

    def _ask(
        self, message: int, body: Answer, name: str | None = None, *, seconds: float | None = None
    ) -> Answer:
        self._visit.renew(self._stream, seconds=seconds or PAGE_SECONDS, cap=2 * MOST_BYTES)
        self._visit.count_request()
        text = json.dumps(body).encode() + b"\n\x00"
        self._stream.sendall(HEAD.pack(MAGIC, 0, self._session, self._number, message, len(text)) + text)
        self._number += 1
        for _ in range(MOST_STRAY + 1):
            came, answer = self._frame()
            if came == message + 1 and (name is None or answer.get("Name", "") in ("", name)):
                return answer
        raise Unreadable("it says other things than it was asked")

    def _frame(self) -> tuple[int, Answer]:
        magic, _, session, _, message, length = HEAD.unpack(self._exactly(HEAD.size))
        if magic != MAGIC or length > MOST_BYTES:
            raise Unreadable("it is not the language of this door")
        answer = read(self._exactly(length))
        if message == LOGIN + 1:
            self._session = session
        return message, answer

    def _exactly(self, count: int) -> bytes:
        heard = bytearray()
        while len(heard) < count:
            part = self._stream.recv(count - len(heard))
            if not part:
                raise NoAnswer("it hung up")
            heard += part
        return bytes(heard)


def _says(answer: Answer) -> int | None:
    """``Ret``: how the device took the question."""
    says = answer.get("Ret")
    return says if isinstance(says, int) else None


def read(text: bytes) -> Answer:
    """The JSON object in a frame. Raises Unreadable."""
    try:
        value = json.loads(text.decode("utf-8", "replace").strip("\0\n\r "))
    except (ValueError, RecursionError):
        raise Unreadable("it does not answer in JSON") from None
    if not isinstance(value, dict):
        raise Unreadable("it does not answer in JSON")
    return value


@contextmanager
def signed_in(visit: Visit, login: Login, port: int) -> Iterator[Talk]:
    """A conversation from the login to the logout. Raises LoginRefused, DoorError."""
    with visit.stream(port, seconds=PAGE_SECONDS, cap=2 * MOST_BYTES) as stream:
        talk = Talk(visit, stream)
        talk.sign_in(login)
        try:
            yield talk
        finally:
            talk.sign_out()
