"""The chain finds every later change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.network.text import FORBIDDEN
from doorguard.record.chain import (
    START,
    Entry,
    Wrong,
    canonical,
    code_of,
    digest_of,
    first_wrong,
    link_after,
    prefix_of_code,
    same_code,
)


def chained(*bodies: Mapping[str, object], record: str = "r1") -> list[Entry]:
    entries: list[Entry] = []
    link = START
    for number, body in enumerate(bodies, 1):
        kind = str(body.get("kind", "diary"))
        said = {key: held for key, held in body.items() if key != "kind"}
        written = canonical({"record": record, "n": number, "kind": kind, "body": said})
        link = link_after(link, digest_of(written))
        entries.append(Entry(number, written, digest_of(written), link))
    return entries


def five() -> list[Entry]:
    return chained(*({"text": f"day {n}"} for n in range(5)))


def test_an_untouched_chain_fits() -> None:
    assert first_wrong(five()) is None
    assert first_wrong([]) is None


@pytest.mark.parametrize("place", range(5))
def test_each_flipped_byte_of_each_entry_is_named(place: int) -> None:
    entries = five()
    written = entries[place].written or b""
    for at in range(len(written)):
        changed = bytes([*written[:at], written[at] ^ 1, *written[at + 1 :]])
        tampered = [*entries[:place], replace(entries[place], written=changed), *entries[place + 1 :]]
        assert first_wrong(tampered) == Wrong(place + 1, "content")


def test_removed_doubled_swapped_and_foreign_entries_are_named() -> None:
    entries = five()
    assert first_wrong([*entries[:2], *entries[3:]]) == Wrong(3, "missing")
    assert first_wrong([*entries[:3], entries[2], *entries[3:]]) == Wrong(4, "number")
    assert first_wrong([entries[1], entries[0], *entries[2:]]) == Wrong(1, "missing")
    other = chained({"text": "from elsewhere"}, record="r2")
    assert first_wrong([*entries, *chained(*[{"text": "x"}] * 6, record="r2")[5:]]) is not None
    assert first_wrong(other, "r1") == Wrong(1, "record")


def test_an_entry_that_gives_itself_another_number_is_named() -> None:
    """Whoever swaps two and works out the chain anew leaves their own numbers in them."""
    written = [entry.written or b"" for entry in five()]
    link, forged = START, []
    for number, one in enumerate([written[0], written[2], written[1], *written[3:]], 1):
        link = link_after(link, digest_of(one))
        forged.append(Entry(number, one, digest_of(one), link))
    assert first_wrong(forged) == Wrong(2, "number")


def test_a_chain_built_anew_with_other_words_has_another_code() -> None:
    entries, forged = five(), chained(*({"text": f"day {n}!"} for n in range(5)))
    assert first_wrong(forged) is None, "without a code written down outside, nothing shows it"
    assert code_of(entries[-1].link) != code_of(forged[-1].link)


def test_a_cut_chain_is_found_by_a_code_from_before() -> None:
    entries = five()
    code = code_of(entries[-1].link)
    assert prefix_of_code(entries, code) == 5
    assert prefix_of_code(entries[:4], code) is None


def test_an_anchor_in_the_chain_must_repeat_the_code_it_names() -> None:
    first = chained({"text": "a"}, {"text": "b"})
    good = chained({"text": "a"}, {"text": "b"}, {"kind": "anchor", "after": 2, "code": code_of(first[1].link)})
    bad = chained({"text": "a"}, {"text": "b"}, {"kind": "anchor", "after": 2, "code": "12345"})
    assert first_wrong(good) is None
    assert first_wrong(bad) == Wrong(3, "anchor")


def test_a_removed_entry_needs_one_that_says_so() -> None:
    entries = five()
    emptied = [*entries[:1], replace(entries[1], written=None), *entries[2:]]
    assert first_wrong(emptied) == Wrong(2, "removed")
    marker = {"kind": "deletion", "entry": 2, "digest": entries[1].digest.hex()}
    marked = chained(*({"text": f"day {n}"} for n in range(5)), marker)
    marked[1] = replace(marked[1], written=None)
    assert first_wrong(marked) is None


def test_the_code_is_eight_groups_of_five() -> None:
    code = code_of(bytes(range(32)))
    assert [len(group) for group in code.split()] == [5] * 8
    assert same_code(code, code.replace(" ", "-"))
    assert not same_code("", "")
    assert not same_code(code, code[:-1])


@given(st.text() | st.text(alphabet="\u202e\u2066\x7f\x85\x9b\u200b\u2028\U000e0041\ue000\u00ad\x1b\x00ab\u0645\U0001f600"))
def test_nothing_in_it_can_trouble_a_terminal(text: str) -> None:
    """What turns a line round, hides or steers a terminal stands there as an escape, and is read back as it was."""
    written = canonical({"text": text}).decode()
    assert not FORBIDDEN.search(written)
    assert json.loads(written)["text"] == text.encode("utf-8", "replace").decode()


def test_letters_of_all_languages_stay_readable() -> None:
    assert canonical({"text": "Straße, 家, بيت"}) == '{"text":"Straße, 家, بيت"}'.encode()


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50) | st.integers() | st.booleans(), max_size=8))
def test_the_same_content_is_always_the_same_bytes(body: dict[str, object]) -> None:
    written = canonical(body)
    assert written == canonical(dict(reversed(body.items())))
    assert b"\n" not in written
    assert isinstance(json.loads(written), dict)
