"""Progress as plain lines: what was found, as it is found."""

from __future__ import annotations

from typing import TextIO

from doorguard.model import DeviceSeen, Event, ProbeEnded, RunEnded, RunStarted
from doorguard.report.naming import kind_words
from doorguard.report.picture import Picture
from doorguard.wording import N_, _

_LAST_WORD = {
    "complete": N_("Finished."),
    "stopped": N_("Stopped."),
    "nothing-answered": N_("Finished. Nobody answered."),
    "not-allowed": N_("Nothing was looked at."),
    "no-network": N_("Nothing was looked at."),
}


def tell(event: Event, out: TextIO, before: Picture) -> None:
    """Print one line for an event that a person wants to hear of. ``before`` is the picture without it."""
    if isinstance(event, RunStarted):
        print(_("Looking. You can stop at any time with Ctrl+C."), file=out, flush=True)
    elif isinstance(event, DeviceSeen) and event.new and event.device.listed:
        where = event.device.addresses[0]
        print(
            _("Found: {kind} at {address}.").format(kind=kind_words(event.device), address=where),
            file=out,
            flush=True,
        )
    elif isinstance(event, ProbeEnded) and event.device in before.devices and event.device not in before.asked:
        device = before.devices[event.device]
        print(
            _("Asked: {kind} at {address}.").format(kind=kind_words(device), address=device.addresses[0]),
            file=out,
            flush=True,
        )
    elif isinstance(event, RunEnded):
        print(_(_LAST_WORD[event.ended]), file=out, flush=True)
