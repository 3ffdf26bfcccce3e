"""Known flaws: worked out from the maker, the model and the version, with the list in ``tables/flaws.csv``.

The first four stand at a place of each flaw, such as ``flaw/CVE-2017-7921``; the others speak of the whole
device, and the checks judge those.
"""

from __future__ import annotations

from doorguard.facts.kind import FactKind
from doorguard.model import Level

FLAWS: tuple[FactKind, ...] = (
    FactKind("flaw.state", "text", "Whether it has this flaw: affected, possibly, not; none-known when none fits."),
    FactKind("flaw.exploited", "yes-no", "This flaw is known to be used to break in."),
    FactKind("flaw.means", "text", "What this flaw lets somebody do."),
    FactKind("flaw.fixed_in", "text", "The version that is without this flaw."),
    FactKind("flaw.in_use", "yes-no", "A known flaw that is used to break in fits its version."),
    FactKind("flaw.in_use_says", "text", "What the list says of that, and its day.", spoken=True),
    FactKind("flaw.fix_missing", "yes-no", "A newer version exists that closes a known flaw of its own."),
    FactKind("flaw.fix_missing_says", "text", "What the list says of that, and its day.", spoken=True),
    FactKind("flaw.unfixed", "yes-no", "A known flaw fits its version, and the list knows no fix."),
    FactKind("flaw.unfixed_says", "text", "What the list says of that, and its day.", spoken=True),
    FactKind("update.ended_says", "text", "What the list says of that, and its day.", Level.TALK, spoken=True),
)
