"""Reolink: UDP 2000 hears four constant bytes, and the answer comes to UDP 3000.

The record's layout is not published, so only printable runs are read: an IPv4 address, a 16-character
id (kept as a short digest: it is a key to the maker's cloud) and a name. The P2P search on 2015/2018
needs bytes made fresh for each request, so it is left out.
"""

from __future__ import annotations

import hashlib
import re

from doorguard.discover.makers.search import NotThisProtocol, Reply, Search, channel
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

SEARCH_2000 = bytes.fromhex("aaaa0000")
_RUN = re.compile(rb"[\x20-\x7e]{4,64}")
_UID = re.compile(r"^[0-9A-Z]{16}$")
_IPV4 = re.compile(r"^(\d{1,3}\.){3}\d{1,3}$")
_SMALLEST, _LARGEST = 32, 2048


def read(data: bytes) -> Reply:
    """A record. Raises NotThisProtocol unless it holds an id of the right shape."""
    if not _SMALLEST <= len(data) <= _LARGEST:
        raise NotThisProtocol("not the size of a record")
    runs = [run.decode("ascii").strip() for run in _RUN.findall(data)[:32]]
    uid = next((run for run in runs if _UID.match(run)), "")
    if not uid:
        raise NotThisProtocol("no id")
    address = next((run for run in runs if _IPV4.match(run)), "")
    name = next((run for run in runs if run not in (uid, address)), "")
    return Reply(
        fields={},
        maker="Reolink",
        name=clean(name, NAME_CAP),
        address=address,
        ids=(("serial", hashlib.sha256(uid.encode()).hexdigest()[:16]),),
    )


SEARCH = Search(
    protocol="reolink2000",
    title=N_("Reolink cameras and doorbells"),
    requests=lambda: (SEARCH_2000,),
    port=2000,
    parse=read,
    hear_port=3000,
)
CHANNEL = channel(SEARCH)
