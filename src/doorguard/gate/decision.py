"""What the answers allow: one pure function for the screens and for ``--answers FILE``."""

from __future__ import annotations

from dataclasses import dataclass

from doorguard.gate.answers import Answers
from doorguard.gate.branches import ALWAYS, OFFERED, THINGS, Branch, Thing, branches_for, closed, in_order
from doorguard.gate.questions import Path, missing_questions, path_of
from doorguard.gate.strangers import somebody_unknown
from doorguard.model import Level
from doorguard.wording import N_, _

_MISSING = N_("Some questions have no answer yet. So nothing is sent.")


@dataclass(frozen=True, slots=True)
class Decision:
    """How far this run may go.

    ``level_allowed`` is the loudest level the answers allow; signing in and testing a password need
    their own consent later. ``may_start``: anything at all is offered now. ``changes_open``: steps that
    change something are shown. ``says`` are plain sentences, the weightiest first. ``help_first``: people
    who can help are shown before anything else. ``branches`` are those of the full path that apply.
    """

    level_allowed: Level
    may_start: bool
    changes_open: bool
    path: Path
    says: tuple[str, ...]
    help_first: bool
    branches: tuple[Branch, ...] = ()

    @property
    def not_now(self) -> tuple[Thing, ...]:
        """What is closed for now, in the order in which it is listed."""
        return in_order(thing for thing in THINGS if thing in closed(self.branches) or self._shut(thing))

    @property
    def open_now(self) -> tuple[Thing, ...]:
        """What is open now, in the order in which it is listed."""
        shut = self.not_now
        return tuple(thing for thing in OFFERED if thing not in shut)

    def _shut(self, thing: Thing) -> bool:
        if thing == "look":
            return self.level_allowed < Level.LOOK
        return thing == "change" and not self.changes_open


def decide(answers: Answers, *, full: bool = False) -> Decision:
    """Judge the answers. A question without an answer counts as "I'd rather not say", and closes both looks and
    changes until it is answered.

    ``full``: the run was moved to the full path (design rule 1).
    """
    path: Path = "full" if full else path_of(answers.given)
    return _full(answers) if path == "full" else _light(answers)


def _full(answers: Answers) -> Decision:
    branches = branches_for(answers.given)
    shut = closed(branches)
    missing = bool(missing_questions(answers.given, full=True))
    return Decision(
        level_allowed=Level.TALK if missing or "look" in shut else Level.LOOK,
        may_start=set(ALWAYS).isdisjoint(shut),
        changes_open=not missing and "change" not in shut,
        path="full",
        says=(*(_(branch.says) for branch in branches), *([_(_MISSING)] if missing else []), *_seen(answers)),
        help_first=any(branch.help_first for branch in branches),
        branches=branches,
    )


def _light(answers: Answers) -> Decision:
    says: list[str] = []
    missing = bool(missing_questions(answers.given))
    unknown = any(somebody_unknown(fact, value) for told in answers.told.values() for fact, value in told.items())
    if missing:
        says.append(_(_MISSING))
    if unknown:
        says.append(
            _("There is a device or a person you do not know. More questions come before any change.")
        )
    return Decision(
        level_allowed=Level.TALK if missing else Level.LOOK,
        may_start=True,
        changes_open=not missing and not unknown,
        path="light",
        says=(*says, *_seen(answers)),
        help_first=False,
    )


def _seen(answers: Answers) -> tuple[str, ...]:
    if answers.given.get("seen_or_heard") == "no":
        return ()
    return (_("Something may see or hear you. Turn the screen and read in silence."),)
