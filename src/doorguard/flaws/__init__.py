"""Known flaws: what a device says of its software, held against the list that comes with the program.

Pure: from facts to facts. Nothing is sent and no flaw is ever tried. It belongs to no level: it is
worked out anew whenever a fact about the device changes, whichever channel, probe or login gave it.
"""

from doorguard.flaws.compare import CHANGES_WITH, SUPPLIES, Compared, compare

__all__ = ["CHANGES_WITH", "SUPPLIES", "Compared", "compare"]
