"""The record: what was found and what the person wrote down, in one encrypted file of their own.

Nothing is on the disk before :meth:`Record.new`. An entry that was acknowledged (``append`` returned) is on the
disk; one that could not be written is kept in memory and tried again with the next one. There is no way back
without the passphrase.
"""

from doorguard.record.chain import Entry, Wrong, code_of, first_wrong
from doorguard.record.faults import CannotWrite, InUse, NotARecord, NotThere, RecordFault, WrongPassphrase
from doorguard.record.store import Record

__all__ = [
    "CannotWrite",
    "Entry",
    "InUse",
    "NotARecord",
    "NotThere",
    "Record",
    "RecordFault",
    "Wrong",
    "WrongPassphrase",
    "code_of",
    "first_wrong",
]
