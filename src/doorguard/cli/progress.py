"""Progress as plain lines: what was found, as it is found."""

from __future__ import annotations

from typing import TextIO

from doorguard.model import DeviceSeen, Event, ProbeEnded, RunEnded, RunStarted
from doorguard.report.naming import kind_words
from doorguard.report.picture import Picture

_LAST_WORD = {
    "complete": "Finished.",
    "stopped": "Stopped.",
    "nothing-answered": "Finished. Nobody answered.",
    "not-allowed": "Nothing was looked at.",
    "no-network": "Nothing was looked at.",
}


def tell(event: Event, out: TextIO, before: Picture) -> None:
    """Print one line for an event that a person wants to hear of. ``before`` is the picture without it."""
    if isinstance(event, RunStarted):
        print("Looking. You can stop at any time with Ctrl+C.", file=out, flush=True)
    elif isinstance(event, DeviceSeen) and event.new and event.device.listed:
        where = event.device.addresses[0]
        print(f"Found: {kind_words(event.device)} at {where}.", file=out, flush=True)
    elif isinstance(event, ProbeEnded) and event.device in before.devices and event.device not in before.asked:
        device = before.devices[event.device]
        print(f"Asked: {kind_words(device)} at {device.addresses[0]}.", file=out, flush=True)
    elif isinstance(event, RunEnded):
        print(_LAST_WORD[event.ended], file=out, flush=True)
