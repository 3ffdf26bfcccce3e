"""How hostile devices hold a line: floods, drips, silence, hanging up."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from doorguard.pretend_home.conversation import Flow
from doorguard.pretend_home.device import Conversation

ELSEWHERE = "192.168.77.250"
"""Where hostile answers send their reader; nobody may ever go there."""
BLOCK = b"x" * 16384
_PAUSE = 0.2
"""Seconds between two dripped bytes."""


@dataclass
class Badly:
    """Answers every request with one flow of bytes; ``at_once`` begins without a request."""

    port: int
    says: Callable[[], Flow]
    at_once: bool = False
    requests: int = 0

    def accepted(self, talk: Conversation) -> None:
        """Begin, or wait."""
        if self.at_once:
            talk.flow(self.says())

    def heard(self, talk: Conversation) -> None:
        """One flow for the first request; more requests change nothing."""
        if b"\n" in talk.heard and not self.at_once and not talk.state:
            talk.state["busy"] = True
            self.requests += 1
            talk.flow(self.says())
        elif b"\n" in talk.heard:
            talk.heard = b""


@dataclass
class HangsUp:
    """Accepts, and ends at once: with an end of data, or with a reset."""

    port: int
    reset: bool = False

    def accepted(self, talk: Conversation) -> None:
        """Gone."""
        if self.reset:
            talk.reset()
        else:
            talk.close()

    def heard(self, talk: Conversation) -> None:
        """Nobody is there."""


@dataclass
class Mute:
    """Accepts, and never says a word."""

    port: int

    def accepted(self, talk: Conversation) -> None:
        """Wait."""

    def heard(self, talk: Conversation) -> None:
        """Wait on."""
        talk.heard = b""


def for_ever(head: bytes, again: bytes) -> Flow:
    """``head``, then ``again`` without end, as fast as it is read."""
    yield head
    while True:
        yield again


def drip(head: bytes, again: bytes) -> Flow:
    """``head``, then one byte of ``again`` at a time, slower than any patience and faster than a time-out."""
    yield head
    for one in itertools.cycle(again):
        yield _PAUSE
        yield bytes([one])


def once(data: bytes) -> Flow:
    """These bytes; the line stays open."""
    yield data
