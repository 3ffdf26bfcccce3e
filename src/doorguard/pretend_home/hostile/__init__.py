"""Devices that bite, for the tests: one for each behaviour that every reader must survive.

``DEVICES[name](address)`` is a :class:`~doorguard.pretend_home.device.PretendDevice`: start it on an air
like any other. ``services`` makes the parts for whoever composes devices of their own.
"""

from __future__ import annotations

from doorguard.pretend_home.hostile.devices import DEVICES, Maker

__all__ = ["DEVICES", "Maker"]
