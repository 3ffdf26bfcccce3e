"""From a passphrase to the key of the file.

Argon2id (RFC 9106) with 64 MiB and 3 passes: one guess costs that much memory, where SQLCipher's own PBKDF2 costs
none. The 16 bytes of salt are the first 16 bytes of the file, where SQLCipher keeps them anyway.
"""

from __future__ import annotations

import unicodedata

from doorguard.record.faults import TellsItself, TooLong, TooShort

SALT_BYTES, KEY_BYTES = 16, 32
MEMORY_KIB, PASSES, LANES = 65_536, 3, 1
SHORTEST = 10
"""Letters of a new passphrase at least. No letter classes: they make people write it down beside the file."""


LONGEST = 1024
"""Bytes of a passphrase at most, wherever it is typed."""


def refuse_weak(passphrase: str, name: str) -> None:
    """Raises ``TooShort``, ``TooLong``, or ``TellsItself`` where the words stand in ``name``, the name of the file:
    typed there by mistake, anyone who sees the folder reads them."""
    if len(passphrase) < SHORTEST:
        raise TooShort(SHORTEST)
    if len(passphrase.encode("utf-8", "replace")) > LONGEST:
        raise TooLong(LONGEST)
    letters = _letters(passphrase)
    if letters and letters in _letters(name):
        raise TellsItself


def _letters(words: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", words).casefold() if letter.isalnum())


def key_of(passphrase: str, salt: bytes) -> bytes:
    """32 bytes. The same words in another Unicode form (NFKC) give the same key."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    words = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace")
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return kdf.derive(words)
