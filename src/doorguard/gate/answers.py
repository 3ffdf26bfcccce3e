"""Answers to the gate, from the screens or from a file.

The file is TOML. ``examples/answers.toml`` explains every key; an error names, in plain words, all that
is missing or does not fit.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from doorguard.gate.named_devices import read_devices
from doorguard.gate.people import COUNTRIES
from doorguard.gate.questions import QUESTIONS, missing_questions
from doorguard.gate.told import short
from doorguard.model import Level, Scalar
from doorguard.wording import N_, _

AUTHORITY = N_("This is my home, or the person whose home it is asked me to look.")
"""Typed, not clicked, before the first packet (S6)."""

LEVELS = tuple(Level)
"""What a file may ask for; signing in and testing a password are about one named device."""

CONSENT = ("test_agreed", "tried_today")
"""The second consent, before a first password is tried: yes or no each (design rule 2)."""

_OTHER_KEYS = ("level", "authority", "country", "device", *CONSENT)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """``given`` maps question keys to answer ids. ``told`` is what was said about devices, by address;
    ``labels`` whose their accounts and recipients are, by address: (labelled fact, its name) -> owner.
    ``hardware`` is the hardware address that this is about, by address, where one is written.
    ``consent`` is the second consent, as far as it was given."""

    given: Mapping[str, str] = field(default_factory=dict)
    level: Level = Level.TALK
    country: str | None = None
    told: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)
    hardware: Mapping[str, str] = field(default_factory=dict)
    consent: Mapping[str, bool] = field(default_factory=dict)


class MissingAnswers(ValueError):
    """The file cannot be used. ``missing`` holds one plain sentence for each thing."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("\n".join(missing))
        self.missing = tuple(missing)


def is_authority(text: str) -> bool:
    """True for the sentence word for word, in the language in use or in English; capitals, spaces and points do
    not matter."""
    return _words(text) in (_words(AUTHORITY), _words(_(AUTHORITY)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def read_answers(text: str) -> Answers:
    """Read an answers file. Raises :class:`MissingAnswers` that names everything that is wrong."""
    try:
        raw = tomllib.loads(text.removeprefix("\ufeff"))  # some editors put this mark before the first line
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        raise MissingAnswers([_unreadable(error)]) from None
    wrong = _unknown_keys(raw)
    given = _given(raw, wrong)
    level = _level(raw, wrong)
    country = _country(raw, wrong)
    devices = read_devices(raw.get("device", {}), wrong)
    consent = _consent(raw, wrong)
    for question in missing_questions(given):
        if question.key not in raw:
            says = _('{key} is missing: "{question}"').format(key=question.key, question=_(question.words))
            wrong.append(f"{says} {_one_of(question.key)}")
    authority = raw.get("authority")
    if (level is None or level > Level.TALK) and not (isinstance(authority, str) and is_authority(authority)):
        says = _("authority is missing.") if authority is None else _("authority is not word for word.")
        write = _('If it is true, write: authority = "{sentence}"').format(sentence=_(AUTHORITY))
        wrong.append(f"{says} {write}")
    if wrong:
        raise MissingAnswers(wrong)
    assert level is not None
    return Answers(
        given=given,
        level=level,
        country=country,
        told=devices.told,
        labels=devices.labels,
        hardware=devices.hardware,
        consent=consent,
    )


def _consent(raw: Mapping[str, object], wrong: list[str]) -> dict[str, bool]:
    given: dict[str, bool] = {}
    for key in CONSENT:
        if key not in raw:
            continue
        if raw[key] in ("yes", "no"):
            given[key] = raw[key] == "yes"
        elif raw[key] != "not-sure":
            says = _("{key} cannot be {given}. Write one of: {words}.")
            wrong.append(says.format(key=key, given=short(raw[key]), words="yes, no, not-sure"))
    return given


def _unreadable(error: Exception) -> str:
    """Where it cannot be read, and how a line should look."""
    line = re.search(r"at line (\d+)", str(error))
    if line:
        says = _("Line {number} of the answers file cannot be read.").format(number=line[1])
    elif "end of document" in str(error):
        says = _("The last line of the answers file cannot be read.")
    else:
        says = _("The answers file cannot be read.")
    return says + " " + _('A line looks like this, with the quotes: computer = "mine"')


def _unknown_keys(raw: Mapping[str, object]) -> list[str]:
    known = [*QUESTIONS, *_OTHER_KEYS]
    return [
        _("There is no question {key}.").format(key=short(key)) + _did_you_mean(key, known)
        for key in raw
        if key not in known
    ]


def _did_you_mean(word: object, known: Collection[str]) -> str:
    """The nearest right word as a question, with a space before it; empty when none is near."""
    if not isinstance(word, str):
        return ""
    by_small_letters = {right.casefold(): right for right in known}
    near = difflib.get_close_matches(word.casefold().strip(), by_small_letters, 1)
    return " " + _("Did you mean {word}?").format(word=by_small_letters[near[0]]) if near else ""


def _given(raw: Mapping[str, object], wrong: list[str]) -> dict[str, str]:
    given = {}
    for key, question in QUESTIONS.items():
        if key not in raw:
            continue
        value = raw[key]
        if isinstance(value, str) and question.answer(value):
            given[key] = value
        else:
            hint = _did_you_mean(value, [answer.id for answer in question.answers])
            says = _("{key} cannot be {given}.").format(key=key, given=short(value))
            wrong.append(f"{says}{hint} {_one_of(key)}")
    return given


def _one_of(key: str) -> str:
    return _("Write one of: {words}.").format(words=", ".join(answer.id for answer in QUESTIONS[key].answers))


def _level(raw: Mapping[str, object], wrong: list[str]) -> Level | None:
    words = [level.word for level in LEVELS]
    value = raw.get("level")
    if isinstance(value, str) and value in words:
        return Level.from_word(value)
    if value is None:
        says = _('level is missing: "How far may this go?"')
    else:
        says = _('level cannot be {given}: "How far may this go?"').format(given=short(value))
    wrong.append(says + " " + _("Write one of: {words}.").format(words=", ".join(words)))
    return None


def _country(raw: Mapping[str, object], wrong: list[str]) -> str | None:
    value = raw.get("country")
    if value is None:
        return None
    if isinstance(value, str) and value in COUNTRIES:
        return value
    hint = _did_you_mean(value, COUNTRIES)
    says = _("country cannot be {given}.").format(given=short(value))
    one_of = _("Write one of: {words}; or leave it out.").format(words=", ".join(COUNTRIES))
    wrong.append(f"{says}{hint} {one_of}")
    return None
