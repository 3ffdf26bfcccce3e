"""The door's one family of errors. Each carries the reason word that a finding may show."""

from __future__ import annotations

from doorguard.model import Reason


class DoorError(Exception):
    """Something at the door did not go through. ``reason`` is a word of the JSON schema."""

    reason: Reason = "no-answer"


class Stopped(DoorError):
    """The person stopped the run, or left."""

    reason: Reason = "stopped"


class NoAnswer(DoorError):
    """Nothing came in time, or the other side hung up."""


class HungUp(NoAnswer):
    """A line that was kept open from an earlier question was closed before one byte of an answer came."""


class Refused(NoAnswer):
    """The device said that nothing listens there (connection refused)."""


class Unreadable(DoorError):
    """Something came back that is not what this protocol says, or far too much of it."""

    reason: Reason = "unreadable"


class OverBudget(DoorError):
    """The probe wanted to send more than its level allows."""

    reason: Reason = "budget"


class NotAllowed(DoorError):
    """The level chosen, or the network chosen, does not allow this. Nothing was sent."""

    reason: Reason = "level"


class LoginRefused(DoorError):
    """The device did not accept the password, or it asked for no more tries. Nothing more is tried."""

    reason: Reason = "login-needed"


class Locked(LoginRefused):
    """The device counts tries, or is shut already: even the right password would be refused."""


class Readable(DoorError):
    """The password would cross the network readable, so it was not sent."""

    reason: Reason = "login-needed"


class ChangedHands(DoorError):
    """Another box answers at the address of the device that was looked at. It is sent no secret."""
