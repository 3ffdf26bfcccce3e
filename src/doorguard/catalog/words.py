"""How a text of ours is read: its sentences, the words we do not use, how hard it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_WORDS = 20
"""No sentence has more, on any page."""
HARDEST = 6.0
"""Flesch-Kincaid grade, the average of a page or of a check: about reading age 11."""
HARDEST_STEP = 7.0
"""A maker's step alone, where the makers' own menu names (Administration, Configuration) weigh much."""

FORBIDDEN = re.compile(
    r"\b(safe|safer|safely|safety|secure|securely|secured|security|clean|hackers?|hacked|attackers?|attacks?|victims?"
    r"|stalkers?|abusers?|just|simply|invalid|illegal|forbidden|please|sorry|oops|should have"
    r"|he|she|his|hers|percent|score|grade"
    r"|nobody (?:will |would )?notices?|no ?one (?:will |would )?notices?|hard to notice)\b",
    re.IGNORECASE,
)
"""Words that promise, also that a thing goes unnoticed; that blame, frighten or talk down, or guess who somebody is."""
MENU_NAMES = (
    "Login security",
    "Account, Security",
    "Illegal Login Lockout",
    "safe word",
    "System, Safety or Security",
    "System, Security",
    "Password or Security",
    "Privacy & Security, Safety Check",
    "Sign-In & Security",
    "Account and Security",
    "Security camera",
    "security camera",
)
"""Names of makers' menus, and of a kind of device: not ours to change."""


def written(document: str) -> list[str]:
    """Paragraphs and list items of a text of ours, without Markdown marks."""
    plain = re.sub(r"^\s*(?:[-*]|\d+\.)\s+", "\n\n", document, flags=re.MULTILINE)
    plain = re.sub(r"[`*#]", "", plain)
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", plain) if part.strip()]


def sentences(text: str) -> list[str]:
    """Sentences of one line. A colon that opens a list ends one too."""
    return [part.strip() for part in re.split(r"(?<=[.?!])\s+|(?<=:)\s+", text) if re.search(r"[^\W\d_]", part)]


def wrong_word(text: str, names: Iterable[str] = ()) -> str | None:
    """The first word that we do not use, or None. ``names`` are not ours to change."""
    text = re.sub(r"https?://\S+", "", text)
    for name in names:
        text = text.replace(name, "")
    found = FORBIDDEN.search(text)
    return found[0] if found else None


def words(sentence: str) -> list[str]:
    """Words that are ours: no addresses, versions, model numbers."""
    return [word for word in re.findall(r"[A-Za-z][A-Za-z'-]*|\S*\d\S*", sentence) if not re.search(r"\d", word)]


def syllables(word: str) -> int:
    """A usual estimate: groups of vowels, without a silent e."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    if len(word) > 2 and word.endswith("e") and not word.endswith(("le", "ee", "ie")):
        groups -= 1
    if word.endswith(("ed",)) and not word.endswith(("ted", "ded", "eed", "ied")) and groups > 1:
        groups -= 1
    return max(1, groups)


def grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade level (Kincaid and others, 1975); 0 for a few words only."""
    found = [ours for text in texts for s in sentences(text) if (ours := words(s))]
    total = sum(len(ours) for ours in found)
    if total < 10:
        return 0.0
    beats = sum(syllables(word) for ours in found for word in ours)
    return 0.39 * total / len(found) + 11.8 * beats / total - 15.59
