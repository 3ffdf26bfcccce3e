"""Every fact doorguard can know: its name, its type, its meaning, and what it takes to learn it.

A check or a vendor page may name only what stands here. YAML scalars are read as text and
typed by :func:`typed`, because plain YAML turns ``1.10`` into ``1.1`` and ``NO`` into false.
"""

from __future__ import annotations

from doorguard.facts.flaws import FLAWS
from doorguard.facts.kind import FactKind, Type
from doorguard.facts.seen import SEEN
from doorguard.facts.signed_in import SIGNED_IN
from doorguard.facts.told import A_STRANGER, NOT_KNOWN, NOT_SAID, OPEN, OWNERSHIP, TOLD, told_anew, with_what_follows
from doorguard.model import Scalar

__all__ = [
    "A_STRANGER",
    "FACTS",
    "NOT_KNOWN",
    "NOT_SAID",
    "OPEN",
    "OWNERSHIP",
    "FactKind",
    "Type",
    "UnknownFact",
    "kind_of",
    "no_such_fact",
    "told_anew",
    "typed",
    "with_what_follows",
]


class UnknownFact(KeyError):
    """A name that no fact has."""


FACTS: dict[str, FactKind] = {kind.name: kind for kind in (*SEEN, *FLAWS, *SIGNED_IN, *TOLD)}
"""All fact kinds by name; a name that ends in ``.*`` stands for a family."""

_FAMILIES = tuple(name[:-1] for name in FACTS if name.endswith(".*"))


def kind_of(name: str) -> FactKind:
    """The kind of a fact by its name. Raises :class:`UnknownFact`."""
    if name in FACTS:
        return FACTS[name]
    for prefix in _FAMILIES:
        if name.startswith(prefix) and len(name) > len(prefix):
            return FACTS[prefix + "*"]
    raise UnknownFact(name)


def no_such_fact(name: str) -> str:
    """What to tell somebody who wrote a name that no fact has: the nearest one, when one is near."""
    import difflib

    near = difflib.get_close_matches(name, FACTS, 1)
    return f"there is no fact called {name!r}" + (f"; did you mean {near[0]}?" if near else "")


_YES = {"yes", "true", "on"}
_NO = {"no", "false", "off"}


def typed(name: str, text: str) -> Scalar:
    """Read one scalar as the type its fact has.

    Raises :class:`UnknownFact` for a name that is not declared and ``ValueError`` (with a sentence
    an advocate can read) for text that does not fit the type.
    """
    kind = kind_of(name)
    word = text.strip()
    if kind.type == "yes-no":
        if word.lower() in _YES:
            return True
        if word.lower() in _NO:
            return False
        raise ValueError(f"{name} is answered yes or no, not {word!r}")
    if kind.type == "number":
        try:
            return int(word)
        except ValueError:
            raise ValueError(f"{name} is a whole number, not {word!r}") from None
    return word
