"""The makers' pages: do they recognise what they should, and nothing else? Are the steps in our words?

``recognised.csv`` beside this file holds example strings, made from the field's published patterns
before they were turned into pages: what must fit a page and with which kind, and what must not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from doorguard import catalog
from doorguard.catalog import Rule, Step, VendorPage
from doorguard.catalog.words import MENU_NAMES, wrong_word
from doorguard.facts import typed
from doorguard.identify import Recogniser
from doorguard.model import Fact, Scalar
from doorguard.tables import load_first_passwords

ROOT = Path(__file__).parents[1]
LOADED = catalog.load_from(ROOT / "checks", ROOT / "vendors")
PAGES = {page.slug: page for page in LOADED.vendors}
ACTIONS = (
    "see-who-has-access", "remove-a-person", "sign-out-everywhere", "change-password", "two-step",
    "end-to-end", "unlink-services", "check-alerts", "save-proof", "update", "microphone-off",
    "local-access-off", "ask-for-a-login", "finish-set-up", "close-pairing", "close-router-door",
    "set-clock", "ipv6-protection-on", "hide-location", "harder-to-find", "own-network-for-cameras", "name-it",
    "reset", "if-someone-else-owns-it",
    "keep-it-apart", "replace-it", "find-by-unplugging", "after-a-new-password", "own-phone-first",
    "hidden-camera-found",
)  # fmt: skip
WATCHING = ("camera", "doorbell", "recorder")


def examples() -> list[tuple[bool, str, str, dict[str, str]]]:
    with (Path(__file__).parent / "recognised.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["fits"] == "yes", row["page"], row["kind"], facts_of(row["facts"])) for row in csv.DictReader(file)
        ]


def facts_of(text: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in text.split(" | "))


def lookup(facts: dict[str, str]) -> Callable[[str], Sequence[Scalar]]:
    return lambda name: [typed(name, facts[name])] if name in facts else []


def matching(page: VendorPage, facts: dict[str, str]) -> list[Rule]:
    return [rule for rule in page.rules if rule.when.test(lookup(facts)) is True]


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.?!:;])\s+", text) if part.strip()]


# --- recognising -----------------------------------------------------------------------------


def test_every_page_can_be_read() -> None:
    assert [str(error) for error in LOADED.broken] == []
    assert len(PAGES) >= 100


def test_the_examples_fit_the_pages_and_the_near_misses_do_not() -> None:
    wrong = []
    for fits, slug, kind, facts in examples():
        found = matching(PAGES[slug], facts)
        if fits and kind not in {rule.kind or "" for rule in found}:
            wrong.append(f"{slug} must take {facts} for {kind or 'no kind'}: {[r.says for r in found]}")
        if not fits and found:
            wrong.append(f"{slug} must not fit {facts}: {[r.says for r in found]}")
    assert wrong == []


def test_capitals_do_not_matter() -> None:
    for fits, slug, _, facts in examples():
        if fits and "port.open" not in facts:
            assert matching(PAGES[slug], {name: value.swapcase() for name, value in facts.items()}), facts


def test_every_rule_has_an_example() -> None:
    """A rule that nothing fits is a typing mistake."""
    proved = {id(r) for fits, slug, _, facts in examples() if fits for r in matching(PAGES[slug], facts)}
    unproved = [f"{page.slug}: {r.says}" for page in LOADED.vendors for r in page.rules if id(r) not in proved]
    assert unproved == [], "add a line to recognised.csv"


def recognise(facts: str) -> tuple[str, str | None]:
    """Kind and maker of a device with these facts; ``fact@place=value``, parted by ``|``."""
    known = []
    for part in facts.split(" | "):
        left, _, value = part.partition("=")
        name, _, place = left.partition("@")
        known.append(Fact(name=name, value=typed(name, value), place=place or None, probe="test"))
    seen = Recogniser(LOADED).recognise(known)
    return seen.kind, seen.vendor


@pytest.mark.parametrize(
    ("what", "facts"),
    [
        ("a phone", "host.name=Annas-iPhone | mac.randomised=yes"),
        ("a phone that says nothing", "mac.randomised=yes"),
        ("a phone with its own hardware address", "host.name=Galaxy-S23 | mac.maker=Samsung Electronics Co.,Ltd"),
        ("a TV", ("ssdp.device_type=urn:schemas-upnp-org:device:MediaRenderer:1 | ssdp.manufacturer=LG Electronics"
                 " | ssdp.friendly_name=[LG] webOS TV | host.name=LGwebOSTV | mac.maker=LG Electronics")),
        ("a TV that announces itself", "mdns.type@m=_androidtvremote2._tcp | mdns.name@m=Living room"),
        ("a Windows computer", ("onvif.type@t=Computer | host.name=DESKTOP-AB12CD3"
                               " | http.server@tcp/80=Microsoft-HTTPAPI/2.0")),
        ("a laptop of a programmer", ("mac.maker=Intel Corporate | port.open@tcp/8000=tcp/8000"
                                     " | port.open@tcp/9000=tcp/9000 | port.open@tcp/5000=tcp/5000")),
        ("a printer", "mdns.type@m=_ipp._tcp | http.server@tcp/80=HP HTTP Server; HP OfficeJet | mac.maker=HP Inc."),
        ("a printer over WS-Discovery", "onvif.type@t=PrintDeviceType | onvif.type@u=Device"),
        ("a speaker", "mdns.type@m=_sonos._tcp | mac.maker=Sonos, Inc."),
        ("a TV box with a video door for music", ("rtsp.server@tcp/7000=AirTunes/366.0 | mdns.type@m=_airplay._tcp"
                                                 " | service.name@tcp/7000=rtsp | port.open@tcp/7000=tcp/7000")),
        ("a storage box", "mdns.type@m=_smb._tcp | mdns.type@n=_adisk._tcp | port.open@tcp/5000=tcp/5000"),
        ("a HomeKit lamp", "mdns.type@m=_hap._tcp | homekit.category@m=5 | homekit.paired@m=yes"),
        ("a Matter lamp", "mdns.type@m=_matterc._udp | matter.device_type@m=257"),
        ("a Tapo plug", ("tplink20002.answers@u=yes | tplink20002.device_type@u=SMART.TAPOPLUG"
                        " | mac.maker=TP-Link Systems Inc.")),
        ("a plug by Wyze", "mac.maker=Wyze Labs Inc"),
        ("a weather station by Netatmo", "mac.maker=Netatmo"),
        ("a thermostat by Nest", "mac.maker=Nest Labs Inc."),
        ("a web server that answers everything", ("http.server@tcp/80=nginx | http.title@tcp/80=Welcome"
                                                 " | http.catch_all@tcp/80=yes | port.open@tcp/80=tcp/80")),
        ("a host called ringo", "host.name=ringo"),
        ("a maker called Arlotto", "mac.maker=Arlotto Comnet, Inc."),
        ("a maker called Actia", "mac.maker=Actia"),
        ("a payment terminal", "mac.maker=Ingenico"),
        ("a single-board computer", "mac.maker=Raspberry Pi Trading Ltd | mdns.type@m=_workstation._tcp"),
    ],
)  # fmt: skip
def test_what_is_no_camera_is_never_called_one(what: str, facts: str) -> None:
    assert recognise(facts)[0] not in WATCHING, what


@pytest.mark.parametrize(
    ("facts", "kind", "maker"),
    [
        ("sadp.answers@u=yes | sadp.devicedescription@u=DS-2CD2042WD-I", "camera", "Hikvision"),
        ("sadp.answers@u=yes | sadp.devicedescription@u=DS-7608NI-K2", "recorder", "Hikvision"),
        ("sadp.answers@u=yes | sadp.devicedescription@u=DS-KV6113-WPE1", "doorbell", "Hikvision"),
        ("dhip.answers@u=yes | dhip.deviceclass@u=IPC", "camera", "Dahua"),
        ("dhip.answers@u=yes | dhip.deviceclass@u=VTO", "doorbell", "Dahua"),
        ("dhip.answers@u=yes | dhip.deviceclass@u=NVR", "recorder", "Dahua"),
        ("dhip.answers@u=yes | dhip.deviceclass@u=VTH", "hub", "Dahua"),
        ("tplink20002.device_type@u=SMART.TAPODOORBELL", "doorbell", "TP-Link"),
        ("host.name=Ring-1a2b3c | mac.maker=Texas Instruments", "doorbell", "Ring"),
        ("host.name=reolink-e1", "camera", "Reolink"),
        ("xm34569.answers@u=yes", "camera", "Xiongmai"),
        ("mdns.type@m=_hap._tcp | homekit.category@m=18", "doorbell", None),
        ("mdns.type@m=_matterc._udp | matter.device_type@m=322", "camera", None),
        ("onvif.type@t=NetworkVideoTransmitter", "camera", None),
        ("ssdp.device_type@u=urn:schemas-upnp-org:device:InternetGatewayDevice:1", "router", None),
        ("is.gateway=yes | host.name=fritz.box", "router", None),
        ("host.name=my-doorbell", "unknown", None),
        ("video.open@tcp/8554=yes | port.open@tcp/8554=tcp/8554", "camera", None),
    ],
)
def test_what_is_a_camera_is_called_one(facts: str, kind: str, maker: str | None) -> None:
    assert recognise(facts) == (kind, maker)


def test_a_door_alone_never_names_a_maker() -> None:
    for page in LOADED.vendors:
        for rule in page.rules:
            if {line.fact for line in rule.when.lines} == {"port.open"}:
                assert rule.vendor is None, f"{page.slug}: {rule.says}"
                assert rule.weight == 1


def test_no_name_stands_on_two_pages_and_rules_mean_names_of_their_page() -> None:
    names = [name for page in LOADED.vendors for name in page.names]
    assert sorted(names) == sorted(set(names))
    for page in LOADED.vendors:
        assert {r.vendor for r in page.rules} <= {None, *page.names}, page.slug


def test_only_what_is_counted_carries_how_it_counts() -> None:
    for page in LOADED.vendors:
        for rule in page.rules:
            assert rule.counts_as is None or (rule.kind == "other" and rule.counts_as == "phone-or-computer")


# --- the steps -------------------------------------------------------------------------------


def all_steps() -> list[Step]:
    return [step for page in LOADED.vendors for step in page.steps.values()]


def test_the_general_page_has_steps_for_every_action() -> None:
    assert set(PAGES["generic"].steps) >= set(ACTIONS)
    assert {step.action for step in all_steps()} <= set(PAGES["generic"].steps)


@pytest.mark.parametrize("step", all_steps(), ids=lambda s: f"{s.page}-{s.action}")
class TestOneStep:
    def test_it_is_whole(self, step: Step) -> None:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", step.as_of)
        assert step.source
        assert step.check.endswith(".")
        assert len(step.acts) >= 2

    def test_what_nobody_confirmed_says_so(self, step: Step) -> None:
        assert (step.confidence == "usual") >= step.source.startswith(catalog.GENERAL_KNOWLEDGE)
        if step.confidence in ("others", "usual"):
            text = " ".join(step.acts).lower()
            assert "usually" in text or "names may differ" in text

    def test_it_is_written_in_our_words(self, step: Step) -> None:
        for sentence in (s for text in (*step.acts, step.check, *step.labels.values()) for s in sentences(text)):
            assert not wrong_word(sentence, MENU_NAMES), sentence
            assert len(sentence.split()) < 20, f"{len(sentence.split())} words: {sentence}"


def test_no_label_promises_that_nobody_notices() -> None:
    """Only Google's words on a removal are known; of the rest it is said that it is not known, or how it shows."""
    for step in all_steps():
        said = step.labels["notice"].lower()
        assert not re.match(r"(no|only|never|not for|not as far)\b", said), f"{step.page} {step.action}: {said}"
        assert "not announced" not in said, f"{step.page} {step.action}: {said}"


def test_a_reset_begins_with_the_police_or_leaves_the_panel_alone() -> None:
    for step in all_steps():
        if step.action == "reset":
            assert "police" in step.acts[0] or step.acts[0].startswith("Do not reset"), step.page


def test_no_first_password_stands_in_a_step() -> None:
    known = {first.password for first in load_first_passwords() if re.search(r"\d", first.password)}
    known = {word for word in known if len(word) >= 4} | {"888888", "6789"}
    for step in all_steps():
        for text in (*step.acts, step.check, *step.labels.values()):
            assert not known & set(re.findall(r"\w+", text)), f"{step.page} {step.action}: {text}"


def test_reasons_are_short_and_in_our_words() -> None:
    for page in LOADED.vendors:
        for rule in page.rules:
            assert not wrong_word(rule.says, MENU_NAMES), rule.says
            assert len(rule.says.split()) < 20, rule.says
            assert not rule.says.endswith("."), "it ends the sentence 'Because ...'"


def test_no_sentence_stands_in_two_pages() -> None:
    seen: dict[str, str] = {}
    for page in LOADED.vendors:
        texts = [t for step in page.steps.values() for t in (*step.acts, step.check)]
        texts += [rule.says for rule in page.rules]
        for sentence in (s for text in texts for s in sentences(text)):
            if len(sentence.split()) >= 6:
                assert seen.setdefault(sentence, page.slug) == page.slug, sentence


def test_the_lines_of_the_steps_stay_short() -> None:
    for page in LOADED.vendors:
        body = (ROOT / "vendors" / f"{page.slug}.md").read_text("utf-8").split("\n---\n", 1)[1]
        acts = [line for line in body.splitlines() if re.match(r"\d+\. |   \S", line)]
        assert [line for line in acts if len(line) > 88] == []


def test_a_step_that_asks_for_a_photograph_is_known_by_it() -> None:
    generic = LOADED.page("generic")
    assert generic is not None
    assert generic.steps["see-who-has-access"].photographs
    assert not generic.steps["two-step"].photographs, generic.steps["two-step"].acts
