"""The password from a file descriptor: one line, never shown, never in a message."""

from __future__ import annotations

import os
import pty
import threading
import time

import pytest

from doorguard.cli.password import LONGEST, NoPassword, read_secret

WORD = "three-words-of-their-own"


def from_pipe(raw: bytes) -> str:
    there, here = os.pipe()
    os.write(here, raw)
    os.close(here)
    try:
        return read_secret("admin", there).password
    finally:
        os.close(there)


@pytest.mark.parametrize("raw", [b"word", b"word\n", b"word\r\n", b"word\nmore"])
def test_the_first_line_is_it(raw: bytes) -> None:
    assert from_pipe(raw) == "word"


@pytest.mark.parametrize("raw", [b"", b"\n", b"\xff\xfe", b"a\x1b[2Jb", b"x" * (LONGEST + 1)])
def test_what_cannot_be_one_is_said_without_it(raw: bytes) -> None:
    with pytest.raises(NoPassword) as wrong:
        from_pipe(raw)
    assert "x" * 20 not in str(wrong.value)
    assert "\x1b" not in str(wrong.value)


def test_nothing_shows_where_a_person_types() -> None:
    """A terminal keeps what it showed, and whoever scrolls back can read it."""
    screen, keys = pty.openpty()
    shown = bytearray()
    try:
        asked: list[str] = []
        person = threading.Thread(target=lambda: asked.append(read_secret("admin", keys).password))
        person.start()
        for _ in range(200):
            if _is_silent(keys):
                break
            time.sleep(0.05)
        os.write(screen, f"{WORD}\n".encode())
        person.join(10)
        os.set_blocking(screen, False)
        try:
            shown += os.read(screen, 4096)
        except BlockingIOError:
            pass
        assert asked == [WORD]
        assert WORD.encode() not in shown
        assert not _is_silent(keys)
    finally:
        os.close(screen)
        os.close(keys)


def _is_silent(descriptor: int) -> bool:
    import termios

    return not termios.tcgetattr(descriptor)[3] & termios.ECHO
