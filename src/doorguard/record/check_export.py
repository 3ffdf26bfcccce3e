#!/usr/bin/env python3
r"""Checks an exported record. Needs Python and nothing else; sends nothing anywhere and changes nothing.

    python3 -I check.py                     the folder that this file lies in
    python3 -I check.py FOLDER              another folder
    python3 -I check.py FOLDER "12345 ..."  and whether a code that was written down fits

-I: Python takes no module from this folder, where somebody could have put one.

It looks at every file against MANIFEST.sha256, then at the chain: the SHA-256 of each line of entries.jsonl is its
digest, and link = SHA-256("doorguard-record-1\n" + link before + digest), beginning with 32 zero bytes. The code is
the last 40 decimal digits of a link. At last it looks at each attached file against the entry that tells of it. It ends
with 0 when all fits, else with 1 and the first thing that does not.
"""

import hashlib
import json
import os
import sys
import textwrap

MARK = b"doorguard-record-1\n"
MANIFEST = "MANIFEST.sha256"


class DoesNotFit(Exception):
    """The first thing that does not fit, in words."""


def sha256_of(path):
    found = hashlib.sha256()
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            found.update(part)
    return found.hexdigest()


def code_of(link):
    digits = str(int.from_bytes(link, "big") % 10**40).zfill(40)
    return " ".join(digits[i : i + 5] for i in range(0, 40, 5))


def only_digits(text):
    return "".join(letter for letter in text if letter in "0123456789")


def shown(name):
    """A name of anyone's choosing, for any terminal."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in name)[:80]


def safe(name):
    """It stays inside of the folder, on every system."""
    return not set(name) & set("\\:\0") and not {"", ".", ".."} & set(name.split("/"))


def is_file(path):
    """A file, and no link to one: a link may lead anywhere."""
    return os.path.isfile(path) and not os.path.islink(path)


def check_files(folder):
    """Every file is as it was, none is missing, none was added. Returns how many there are."""
    listed = {}
    if not is_file(os.path.join(folder, MANIFEST)):
        raise DoesNotFit(MANIFEST + " is missing")
    try:
        with open(os.path.join(folder, MANIFEST), "rb") as file:
            lines = file.read().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        raise DoesNotFit(MANIFEST + " is missing or cannot be read") from None
    for number, line in enumerate(lines[:-1], 1):
        digest, mark, name = line[:64], line[64:66], line[66:]
        if set(digest) - set("0123456789abcdef") or mark != "  " or not name or not safe(name) or name in listed:
            raise DoesNotFit("line %d of %s is not as it was written" % (number, MANIFEST))
        listed[name] = digest
    if lines[-1] != "" or not listed:
        raise DoesNotFit(MANIFEST + " was cut")
    for name, digest in listed.items():
        path = os.path.join(folder, *name.split("/"))
        if not is_file(path):
            raise DoesNotFit("the file %s is missing, or %s was changed" % (shown(name), MANIFEST))
        if sha256_of(path) != digest:
            raise DoesNotFit(first_in(folder, name) or "the file %s was changed, or %s" % (shown(name), MANIFEST))
    nothing_added(folder, listed)
    return len(listed)


def nothing_added(folder, listed):
    """No file, no link and no folder that is not in the list."""
    known = {MANIFEST}.union(listed)
    for name in listed:
        known.update(name[:at] for at, letter in enumerate(name) if letter == "/")
    for place, folders, files in os.walk(folder):
        for one in sorted(files + folders):
            path = os.path.join(place, one)
            name = os.path.relpath(path, folder).replace(os.sep, "/")
            if name not in known or (one in folders and os.path.islink(path)):
                raise DoesNotFit("the file %s was added" % shown(name))


def first_in(folder, name):
    """For the entries and the chain: which entry it is."""
    if name not in ("entries.jsonl", "chain.txt"):
        return None
    try:
        check_chain(folder)
    except DoesNotFit as wrong:
        return str(wrong)
    return None


def check_attachments(folder):
    """Each file that an entry tells of is there, with the bytes that it had. Call it when the chain fits."""
    told = {}
    for number, line in enumerate(read_lines(folder, "entries.jsonl"), 1):
        entry = {} if line == b"removed" else json.loads(line.decode("utf-8"))
        if entry.get("kind") == "attachment":
            told[number] = body_of(entry).get("sha256")
    place = os.path.join(folder, "attachments")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        number = int(only_digits(os.path.splitext(name)[0]) or 0)
        if number not in told or os.path.splitext(name)[0] != "entry-%04d" % number:
            raise DoesNotFit("the file attachments/%s belongs to no entry" % shown(name))
        if sha256_of(os.path.join(place, name)) != told.pop(number):
            raise DoesNotFit("entry %d does not fit: its file attachments/%s was changed" % (number, shown(name)))
    if told:
        raise DoesNotFit("entry %d does not fit: its file in attachments is missing" % min(told))


def read_lines(folder, name):
    if not is_file(os.path.join(folder, name)):
        raise DoesNotFit("the file %s is missing" % name)
    with open(os.path.join(folder, name), "rb") as file:
        content = file.read()
    if not content.endswith(b"\n"):
        raise DoesNotFit("%s was cut" % name)
    return content[:-1].split(b"\n")


def check_chain(folder):
    """Each entry, in its order. Returns the codes after each."""
    written, chain = read_lines(folder, "entries.jsonl"), read_lines(folder, "chain.txt")
    codes, link, record, removed = [], bytes(32), None, {}
    for number, (line, row) in enumerate(zip(written, chain), 1):
        wrong = "entry %d does not fit: " % number
        try:
            shown, digest, linked = row.decode("ascii").split(" ")
            digest, linked = bytes.fromhex(digest), bytes.fromhex(linked)
        except (UnicodeDecodeError, ValueError):
            raise DoesNotFit(wrong + "its line in chain.txt cannot be read") from None
        if shown != str(number):
            raise DoesNotFit(wrong + "its number in chain.txt is another, or it is missing")
        link = hashlib.sha256(MARK + link + digest).digest()
        if link != linked:
            raise DoesNotFit(wrong + "it does not follow the one before it")
        codes.append(code_of(link))
        if line == b"removed":
            removed[number] = digest.hex()
            continue
        if hashlib.sha256(line).digest() != digest:
            raise DoesNotFit(wrong + "its content was changed")
        entry = entry_of(line, wrong)
        record = str(entry.get("record")) if record is None else record
        if entry.get("n") != number or entry.get("record") != record:
            raise DoesNotFit(wrong + "it belongs to another place or another record")
        body = body_of(entry)
        if entry.get("kind") == "anchor" and not anchor_fits(body, codes[:-1]):
            raise DoesNotFit(wrong + "the code in it is not the code of the entry that it names")
        if entry.get("kind") == "deletion":
            names_removed(body, removed)
    if len(written) != len(chain):
        raise DoesNotFit("entry %d does not fit: it is missing" % (min(len(written), len(chain)) + 1))
    if removed:
        raise DoesNotFit("entry %d does not fit: it was taken out, and no entry says so" % min(removed))
    return codes


def entry_of(line, wrong):
    try:
        entry = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        entry = None
    if not isinstance(entry, dict):
        raise DoesNotFit(wrong + "it cannot be read")
    return entry


def body_of(entry):
    """What it says; nothing where somebody wrote something else there."""
    body = entry.get("body")
    return body if isinstance(body, dict) else {}


def anchor_fits(body, codes):
    """It repeats the code after an earlier entry."""
    after = body.get("after")
    return isinstance(after, int) and 0 < after <= len(codes) and codes[after - 1] == body.get("code")


def names_removed(body, removed):
    """What was taken out, and that an entry says so."""
    gone = body.get("entry")
    if isinstance(gone, int) and gone in removed and removed[gone] == body.get("digest"):
        del removed[gone]


def say(text):
    """One thing, on lines that every terminal has room for."""
    for line in textwrap.wrap(text, 76, break_long_words=False, break_on_hyphens=False):
        print(line)


def main(arguments):
    folder = arguments[0] if arguments else os.path.dirname(os.path.abspath(__file__))
    try:
        files = check_files(folder)
        codes = check_chain(folder)
        check_attachments(folder)
    except DoesNotFit as wrong:
        say("It does not fit: %s." % wrong)
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError) as error:
        say("It does not fit: something cannot be read (%s)." % type(error).__name__)
        return 1
    say("%d files and %d entries fit together." % (files + 1, len(codes)))  # the list is a file too
    say("The code now: %s" % codes[-1])
    if len(arguments) > 1:
        after = [n for n, code in enumerate(codes, 1) if only_digits(code) == only_digits(arguments[1])]
        if not after:
            say("The code that you gave was never the code of this record.")
            return 1
        say("The code that you gave was the code after entry %d: nothing up to there was changed." % after[0])
    say("This does not show that an entry is true, who wrote it, or that the clock was right.")
    say("Whoever had this copy could have made all of it anew, except the entries up to a code kept elsewhere.")
    say("A code stands for entries.jsonl, chain.txt and attachments. The summaries and entries.txt are made from them.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
