"""Runs the stages and yields events: the only place with threads."""

from doorguard.session.run import Session

__all__ = ["Session"]
