"""The Dahua device, used by requests: key=value text behind a Digest login, errors in its own words, a log that can be searched."""

from __future__ import annotations

import re

import requests
from requests.auth import HTTPDigestAuth

from doorguard.pretend_home.dahua import DahuaCgi
from doorguard.pretend_home.web import Web
from tests.pretend_home.living import OURS, Neighbour, camera

IN = HTTPDigestAuth("admin", "right")
CONFIG = "/cgi-bin/configManager.cgi?action=getConfig&name="


def live(near: Neighbour, cgi: DahuaCgi) -> DahuaCgi:
    near.live(camera(Web(80, "", [cgi.handle], login="digest", realm="Login to 4K0", password="right")))
    return cgi


def say(near: Neighbour, path: str) -> str:
    return requests.get(near.url(80, path), auth=IN, timeout=2).text


def test_every_configuration_is_lines_of_its_own_name(near: Neighbour) -> None:
    cgi = live(near, DahuaCgi())
    assert len(cgi._configs()) > 12
    for name in cgi._configs():
        lines = say(near, CONFIG + name).split("\r\n")
        assert lines.pop() == ""
        assert all(re.fullmatch(rf"table\.{name}[.\[][^=]+=.*", line) for line in lines), name
    assert requests.get(near.url(80, CONFIG + "Email"), timeout=2).status_code == 401


def test_what_it_does_not_have_is_an_error_with_200_or_400(near: Neighbour) -> None:
    cgi = live(near, DahuaCgi())
    assert say(near, CONFIG + "Nothing").startswith("Error: Error -1 getting param")
    no = requests.get(near.url(80, "/cgi-bin/magicBox.cgi?action=reboot"), auth=IN, timeout=2)
    assert (no.status_code, no.text.split()) == (400, ["Error", "Bad", "Request!"])
    assert cgi.writes == ["/cgi-bin/magicBox.cgi?action=reboot"]


def test_whoever_asks_is_connected_and_the_screen_on_it_too(near: Neighbour) -> None:
    live(near, DahuaCgi())
    said = say(near, "/cgi-bin/userManager.cgi?action=getActiveUserInfoAll")
    assert re.findall(r"ClientAddress=(\S*)", said) == ["Local", OURS]
    assert re.findall(r"ClientType=(\S*)", said) == ["GUI", "CGI"]


def test_a_search_of_the_log_is_begun_read_and_ended(near: Neighbour) -> None:
    cgi = live(near, DahuaCgi(log=[("2026-01-01 00:00:00", "LogIn", "service", "192.168.77.43")] * 3))
    log = "/cgi-bin/log.cgi?action="
    begun = say(near, log + "startFind&condition.Type=Account&condition.StartTime=2000-01-01%2000:00:00&condition.EndTime=2037-12-31%2023:59:59")
    token = re.fullmatch(r"token=(\d+)\r\n", begun)
    assert token
    parts = [say(near, f"{log}doFind&token={token[1]}&count=3") for _ in range(3)]
    assert [part.split("\r\n")[0] for part in parts] == ["found=3", "found=1", "found=0"]
    assert "items[0].User=admin" in parts[1]
    assert say(near, f"{log}stopFind&token={token[1]}") == "OK\r\n"
    assert (cgi.searches, cgi.writes) == ({}, [])
    assert say(near, f"{log}doFind&token={token[1]}&count=3").startswith("Error")
    assert say(near, f"{log}clear").startswith("Error")
    assert len(cgi.log) == 4
