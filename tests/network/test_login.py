"""Opening a service with a secret: digest as other people compute it, counted, once, never readable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import pytest

from doorguard.model import Level
from doorguard.network.book import AddressBook
from doorguard.network.door import Door, Visit
from doorguard.network.login import Login, challenges, hints_at_a_lock
from doorguard.network.refusal import LoginRefused, NotAllowed, OverBudget, Readable, Unreadable
from doorguard.network.secret import Secret
from doorguard.network.web import WebReply

CAMERA = "192.168.77.20"
SECRET = Secret("admin", "three-words")


def door(level: Level = Level.SIGN_IN, secret: Secret | None = SECRET) -> Door:
    book = AddressBook("192.168.77.0/24", "192.168.77.10", "192.168.77.1")
    look = Door.onto_book(book, Level.LOOK)
    look.close()
    return look.closer(level, CAMERA, secret)


class Answering(Visit):
    """A visit whose device answers from a list; keeps what it was asked."""

    def __init__(self, opened: Door, *answers: WebReply) -> None:
        super().__init__(opened, CAMERA, 5.0)
        self.answers, self.asked = list(answers), [dict[str, str]()][:0]

    def ask(self, port: int, path: str = "/", *, headers: Mapping[str, str] | None = None, **_: object) -> WebReply:
        self.asked.append(dict(headers or {}))
        return self.answers.pop(0)


def asks(value: str, status: int = 401) -> WebReply:
    return WebReply(status, {"www-authenticate": value}, b"")


OK = WebReply(200, {}, b"yes")
NO = WebReply(401, {"www-authenticate": 'Digest realm="r", nonce="n"'}, b"no")
DIGEST = 'Digest realm="cam", qop="auth", nonce="abc"'


@pytest.fixture
def opened() -> Iterator[Door]:
    made = door()
    yield made
    made.close()


def login(opened: Door, *answers: WebReply) -> tuple[Login, Answering]:
    visit = Answering(opened, *answers)
    return visit.login("isapi"), visit


def sent(opened: Door) -> tuple[int, int]:
    counted = opened.sent().get(CAMERA)
    return (counted.logins, counted.logins_refused) if counted else (0, 0)


def test_no_login_below_sign_in_or_without_a_typed_password() -> None:
    for made in (door(Level.LOOK), door(secret=None)):
        with pytest.raises(NotAllowed):
            made.visit(CAMERA).login("isapi")
        made.close()


def test_a_right_password_is_one_login_however_much_is_read(opened: Door) -> None:
    entry, visit = login(opened, asks(DIGEST), OK, OK, OK)
    for _ in range(3):
        assert entry.ask(80, "/x").status == 200
    assert sent(opened) == (1, 0)
    assert [("Authorization" in headers) for headers in visit.asked] == [False, True, True, True]
    assert all("three-words" not in str(headers) for headers in visit.asked)


@pytest.mark.parametrize(
    ("algorithm", "one"),
    [("", "md5"), (", algorithm=MD5", "md5"), (", algorithm=SHA-256", "sha256")],
)
def test_the_digest_is_that_of_the_rfc(opened: Door, algorithm: str, one: str) -> None:
    entry, visit = login(opened, asks(DIGEST + algorithm), OK)
    entry.ask(80, "/a?b=1")
    header = visit.asked[1]["Authorization"]
    part = dict(row.strip().split("=", 1) for row in header.removeprefix("Digest ").split(","))
    part = {name: value.strip('"') for name, value in part.items()}

    def mix(text: str) -> str:
        return hashlib.new(one, text.encode()).hexdigest()

    want = mix(f"{mix('admin:cam:three-words')}:abc:{part['nc']}:{part['cnonce']}:auth:{mix('GET:/a?b=1')}")
    assert (part.get("uri", ""), part["response"]) == ("/a?b=1", want)


def test_the_first_refusal_ends_it_for_every_service(opened: Door) -> None:
    entry, visit = login(opened, asks(DIGEST), NO)
    with pytest.raises(LoginRefused):
        entry.ask(80, "/x")
    with pytest.raises(LoginRefused):
        visit.login("onvif").secret()
    assert sent(opened) == (1, 1)


def test_one_service_first_then_each_further_one_once(opened: Door) -> None:
    visit = Answering(opened)
    first, second = visit.login("isapi"), visit.login("onvif")
    first.secret()
    with pytest.raises(OverBudget):
        second.secret()
    with pytest.raises(OverBudget):
        first.secret()
    first.accepted()
    first.secret()
    second.secret()
    assert sent(opened) == (2, 0)


def test_basic_goes_over_tls_alone(opened: Door) -> None:
    entry, visit = login(opened, asks('Basic realm="cam"'))
    with pytest.raises(Readable):
        entry.ask(80, "/x")
    assert sent(opened) == (0, 0)
    visit.answers[:] = [asks('Basic realm="cam"'), OK]
    assert entry.ask(443, "/x", tls=True).status == 200
    assert sent(opened) == (1, 0)


@pytest.mark.parametrize("value", ["", "Negotiate", 'Digest realm="x"', 'Digest realm="x", nonce="n", algorithm=TOKEN', 'Digest nonce="n", qop="auth-int"'])
def test_a_challenge_that_cannot_be_answered_costs_nothing(opened: Door, value: str) -> None:
    entry, _ = login(opened, asks(value))
    with pytest.raises(Unreadable):
        entry.ask(80, "/x")
    assert sent(opened) == (0, 0)


def test_a_renewed_number_is_no_second_login(opened: Door) -> None:
    entry, _ = login(opened, asks(DIGEST), OK, asks('Digest realm="cam", nonce="new", stale=true'), OK)
    entry.ask(80, "/x")
    assert entry.ask(80, "/y").status == 200
    assert sent(opened) == (1, 0)


def test_a_secret_that_got_no_answer_does_not_leave_again(opened: Door) -> None:
    entry, visit = login(opened, asks(DIGEST))
    with pytest.raises(IndexError):  # stands for a device that hangs up on the signed request
        entry.ask(80, "/x")
    with pytest.raises(OverBudget):
        entry.ask(80, "/y")
    assert [("Authorization" in headers) for headers in visit.asked] == [False, True]
    assert sent(opened) == (1, 0)


def test_a_stale_that_never_ends_ends_it(opened: Door) -> None:
    stale = asks('Digest realm="cam", nonce="new", stale="true"')
    entry, visit = login(opened, asks(DIGEST), OK, *[stale] * 9)
    entry.ask(80, "/x")
    with pytest.raises(LoginRefused, match="and then no more"):
        entry.ask(80, "/y")
    assert sum("Authorization" in headers for headers in visit.asked) == 3
    assert sent(opened) == (3, 2)


@pytest.mark.parametrize("status", [302, 400, 500, 503])
def test_an_answer_that_says_neither_yes_nor_no_lets_nobody_in(opened: Door, status: int) -> None:
    entry, visit = login(opened, asks(DIGEST), WebReply(status, {}, b""))
    with pytest.raises(Unreadable):
        entry.ask(80, "/x")
    with pytest.raises(OverBudget):
        entry.ask(80, "/y")
    assert not entry.open
    assert len([headers for headers in visit.asked if "Authorization" in headers]) == 1


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_page_that_is_not_there_is_said_to_who_was_let_in(opened: Door, status: int) -> None:
    entry, _ = login(opened, asks(DIGEST), WebReply(status, {}, b""))
    assert entry.ask(80, "/x").status == status
    assert entry.open


def test_a_device_that_lets_us_in_and_then_says_no_for_ever_is_left_alone(opened: Door) -> None:
    entry, visit = login(opened, asks(DIGEST), OK, *[NO] * 40)
    entry.ask(80, "/x")
    with pytest.raises(LoginRefused, match="and then no more"):
        entry.ask(80, "/y")
    with pytest.raises(LoginRefused):
        visit.login("onvif").secret()
    assert sum("Authorization" in headers for headers in visit.asked) == 1 + 2
    assert sent(opened) == (3, 2)


def test_an_account_that_may_see_little_is_read_to_the_end(opened: Door) -> None:
    """The first page is asked again after the first one that is shut, and after every third: it opens, so the
    password is right."""
    entry, visit = login(opened, asks(DIGEST), OK, NO, OK, NO, NO, OK, NO, NO, NO, OK, OK)
    assert [entry.ask(80, "/x").status for _ in range(9)] == [200, 401, 401, 401, 200, 401, 401, 401, 200]
    assert visit.answers == []
    assert sent(opened) == (1, 0)


def test_a_device_that_forgets_us_later_hears_less_than_five_wrong_ones(opened: Door) -> None:
    entry, _ = login(opened, asks(DIGEST), OK, NO, OK, *[NO] * 40)
    assert [entry.ask(80, "/x").status for _ in range(4)] == [200, 401, 401, 401]
    with pytest.raises(LoginRefused):
        entry.ask(80, "/x")
    assert sent(opened) == (5, 4)


def test_a_lock_after_we_were_let_in_ends_it(opened: Door) -> None:
    entry, _ = login(opened, asks(DIGEST), OK, WebReply(423, {}, b""))
    entry.ask(80, "/x")
    with pytest.raises(LoginRefused):
        entry.ask(80, "/y")


def test_a_challenge_that_was_cut_is_not_answered(opened: Door) -> None:
    entry, _ = login(opened, asks(('Digest realm="cam", nonce="' + "n" * 600)[:509] + "..."))
    with pytest.raises(Unreadable):
        entry.ask(80, "/x")
    assert sent(opened) == (0, 0)


def test_a_lock_is_said_and_ends_it(opened: Door) -> None:
    entry, _ = login(opened, asks(DIGEST), WebReply(423, {}, b"<lockStatus>lock</lockStatus><retryTimes>3</retryTimes>"))
    with pytest.raises(LoginRefused, match="counts wrong passwords"):
        entry.ask(80, "/x")


def test_at_test_there_are_two_logins_and_no_third() -> None:
    made = door(Level.TEST, None)
    visit = Answering(made)
    visit.login("isapi", Secret("admin", "first")).secret()
    visit.login("isapi", Secret("admin", "made-up")).secret()
    with pytest.raises(OverBudget):
        visit.login("isapi", Secret("admin", "another")).secret()
    made.close()


def test_at_sign_in_no_probe_can_bring_a_password_of_its_own(opened: Door) -> None:
    assert Answering(opened).login("isapi", Secret("root", "guess")).secret() == SECRET


@pytest.mark.parametrize(
    ("text", "schemes"),
    [
        ('Digest realm="a, Basic b", nonce="1", Basic realm="c"', ["digest", "basic"]),
        ("Basic realm=x", ["basic"]),
        ("", []),
        ("Negotiate, Digest nonce=1", ["negotiate", "digest"]),
    ],
)
def test_challenges_are_told_apart(text: str, schemes: list[str]) -> None:
    assert [scheme for scheme, _ in challenges(text)] == schemes


@pytest.mark.parametrize("text", ["account is locked", "retryTimes=3", "2 attempts left", "IP blacklisted"])
def test_words_of_a_lock(text: str) -> None:
    assert hints_at_a_lock(401, text)
