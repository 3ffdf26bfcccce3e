"""Nothing that signs in to these makers can change anything: no constant of theirs names a change, and none is asked."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from doorguard.pretend_home.reolink_api import ReolinkApi
from doorguard.pretend_home.tls import Tls
from doorguard.pretend_home.vapix import Vapix
from doorguard.pretend_home.web import Answer, Handler, Request, Web
from doorguard.probes import signed_in as package
from doorguard.probes.probe import Probe
from doorguard.probes.signed_in import axis, doorbird, foscam, hanwha, reolink, vivotek
from tests.probes.signed_in import makers
from tests.probes.signed_in.bench import OWN, SignedIn

FILES = ("axis", "axis_recipients", "reolink", "foscam", "hanwha", "vivotek", "doorbird", "flat", "asking")
FORBIDDEN = re.compile(
    r"\b(?:PUT|DELETE|PATCH)\b|\b[Ss]et[A-Z]|\b(?:Add|Remove|Del|Mod|Modify|Update|Create|Test|Start|Stop)[A-Z]\w+|action=(?!list|get|view|status)"
    r"|setparam|editaccount|[Rr]eboot|restart|[Ff]actory[A-Z_]|open-door|light-on|getsession|Disconnect|Upgrade[A-Z]|deactivateClient|configureClient"
)
"""What writes in one of these protocols, moves something, or opens a session that we would have to close."""


def constants(name: str) -> list[str]:
    """Every text of a module that is no docstring."""
    tree = ast.parse((Path(package.__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return [
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and n not in said
    ]


@pytest.mark.parametrize("name", FILES)
def test_no_constant_names_a_change(name: str) -> None:
    assert [text for text in constants(name) if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "SetP2p", "PUT", "/axis-cgi/param.cgi?action=update", "/axis-cgi/pwdgrp.cgi?action=add", "setSMTPConfig", "/cgi-bin/admin/setparam.cgi?x", "DelUser", "RemoveRecipientConfiguration",
        "/stw-cgi/system.cgi?msubmenu=power&action=control", "/bha-api/open-door.cgi", "/bha-api/sip.cgi?action=makecall", "/bha-api/restart.cgi", "ModifyUser", "Reboot",
    ],
)  # fmt: skip
def test_the_rule_above_can_fail(text: str) -> None:
    assert FORBIDDEN.search(text)


ASKED: dict[str, tuple[Probe, Callable[[], Handler], str]] = {
    "axis": (
        axis.PROBE,
        lambda: Vapix().handle,
        r"GET /axis-cgi/(param\.cgi\?action=list&group=[\w.,]+|pwdgrp\.cgi\?action=get)|POST /axis-cgi/(time|mqtt/client)\.cgi|POST /vapix/services",
    ),
    "hanwha": (
        hanwha.PROBE,
        lambda: makers.json_pages(makers.hanwha_pages()),
        r"GET /stw-cgi/\w+\.cgi\?msubmenu=\w+&action=view",
    ),
    "vivotek": (
        vivotek.PROBE,
        lambda: makers.vivotek(makers.vivotek_groups()),
        r"GET /cgi-bin/admin/getparam\.cgi\?\w+",
    ),
    "doorbird": (
        doorbird.PROBE,
        lambda: makers.json_pages(makers.doorbird_pages()),
        r"GET /bha-api/(info|favorites|schedule)\.cgi|GET /bha-api/sip\.cgi\?action=status",
    ),
    "reolink": (
        reolink.PROBE,
        lambda: ReolinkApi({"admin": OWN.password}).handle,
        r"POST /cgi-bin/api\.cgi\?cmd=(Get\w+|Login|Logout)(&token=\w+)?",
    ),
    "foscam": (
        foscam.PROBE,
        lambda: makers.Foscam(makers.foscam_pages(), password=OWN.password).handle,
        r"GET /cgi-bin/CGIProxy\.fcgi(\?usr=[^&]*&pwd=[^&]*&cmd=get\w+(&offset=\d+&count=\d+)?)?",
    ),
}
BODIES = re.compile(
    r'\{"apiVersion": "1.0", "method": "get\w+"\}|\[\{"cmd": "(Get\w+|Login|Logout)", "action": 0, .*|<\?xml.*<Get(Recipient|Action)Configurations .*',
    re.DOTALL,
)


@pytest.mark.parametrize("family", ASKED)
def test_nothing_but_reading_is_asked(family: str) -> None:
    probe, make, allowed = ASKED[family]
    honest, asked = make(), list[Request]()

    def noted(request: Request) -> Answer | None:
        asked.append(request)
        return honest(request)

    inside = family in ("reolink", "foscam")
    web = Web(443, "", [noted], tls=Tls()) if inside else Web(80, "", [noted], login="digest", password=OWN.password)
    SignedIn(probe, family, web, kinds={443: "https"})
    assert len(asked) >= 4
    assert [r.path for r in asked if not re.fullmatch(allowed, f"{r.method} {r.path}")] == []
    assert [r.body for r in asked if r.body and not BODIES.fullmatch(r.body.decode())] == []
