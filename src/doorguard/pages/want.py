"""What a flow asks its face to carry out: a run, a second check, a word to the session, leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from doorguard.model import Level, Scalar
from doorguard.network.secret import Secret

WantKind = Literal[
    "run", "check-again", "who-is-left", "tell", "sign-in", "first-password", "pretend-change", "stop", "leave",
    "keep-new", "keep-open", "keep-file", "keep-copy", "save-file",
]  # fmt: skip
SENDS = ("run", "check-again", "who-is-left", "sign-in", "first-password")
"""Wants that send something, if only to listen."""
KEEPS = ("keep-new", "keep-open", "keep-file", "keep-copy", "save-file")
"""Wants that are about files; they send nothing."""


@dataclass(frozen=True, slots=True)
class Want:
    """One thing that only the face can do, because it takes threads or the network. ``pretend``: in the pretend home.

    * ``run``: look at ``level``
    * ``check-again``: ``device``, and ``check`` when only one check is wanted
    * ``who-is-left``: touch the devices once more, to see which is gone; in the pretend home after doing
      ``change`` (unplug it, plug it in) at ``address``
    * ``tell``: the person says that ``fact`` of ``device`` is ``value``
    * ``sign-in``: read the settings of ``device`` with ``secret``, which is shown and kept nowhere
    * ``first-password``: try the maker's first password on ``device``, once
    * ``pretend-change``: do ``change`` at ``address`` of the pretend home, then check ``device`` again
      for ``check``
    * ``keep-new``: make a record at ``path`` with the passphrase in ``secret`` and ``body`` as its head
    * ``keep-open``: open the record at ``path`` with the passphrase in ``secret``
    * ``keep-copy``: write the record as the folder ``path``, which anyone can read and check
    * ``keep-file``: keep a copy of the file at ``path`` in the record, with what ``body`` says about it
    * ``save-file``: write ``content`` into a new file at ``path``; what stands against it comes as a ``Failure`` of
      the stage ``save``
    * ``stop``: stop what is running, now
    * ``leave``: end the program
    """

    kind: WantKind
    level: Level | None = None
    pretend: bool = False
    device: str | None = None
    check: str | None = None
    fact: str | None = None
    value: Scalar | None = None
    address: str | None = None
    change: str | None = None
    secret: Secret | None = None
    path: str | None = None
    body: Mapping[str, str | bool] | None = None
    content: bytes | None = field(default=None, repr=False)
