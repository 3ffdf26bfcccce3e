"""What argparse says of a command line, as a sentence of ours."""

from __future__ import annotations

import re

from doorguard.wording import N_, _

_SENTENCES = (
    (
        r"argument (?P<name>.+?): invalid int value: '(?P<said>.*)'",
        N_("After {name} comes a whole number, not {said!r}."),
    ),
    (
        r"argument (?P<name>.+?): invalid choice: '(?P<said>.*)' \(choose from (?P<all>.*)\)",
        N_("For {name} we do not know {said!r}. Choose one of: {all}."),
    ),
    (r"argument (?P<name>.+?): expected .*", N_("Something is missing after {name}.")),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)", N_("Give {other} or {name}, not both.")),
    (r"the following arguments are required: (?P<name>.+)", N_("Something is missing: {name}.")),
    (r"unrecognized arguments: (?P<said>.*)", N_("We do not know what {said!r} means here.")),
    (r"argument (?P<name>.+?): ignored explicit argument '(?P<said>.*)'", N_("Nothing can be given to {name}.")),
    (r"argument (?P<name>--.+?): (?P<said>.*)", N_("{name}: {said}.")),
)


def sentence(message: str) -> str:
    """One plain sentence; argparse has no codes for what went wrong, only its English."""
    for pattern, says in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            named = found.groupdict()
            if "all" in named:
                named["all"] = named["all"].replace("'", "")
            return _(says).format(**named)
    return _("We do not understand this command.")
