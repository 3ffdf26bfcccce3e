"""What a run comes to: its exit code."""

from __future__ import annotations

from doorguard.report.picture import Picture

NO_PROBLEM, PROBLEM, USAGE, COULD_NOT_LOOK = 0, 1, 2, 3


def exit_code(picture: Picture, *, person: bool = False) -> int:
    """Design section 4. ``person``: somebody sat at the keys and left; that is never an error."""
    if person:
        return NO_PROBLEM
    if picture.problems():
        return PROBLEM
    answered = bool(picture.listed()) and picture.ended == "complete"
    return NO_PROBLEM if answered else COULD_NOT_LOOK
