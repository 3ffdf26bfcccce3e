"""The ISAPI camera, used by requests: documents behind a Digest login, refusals in ISAPI's own words, a log that can be searched."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
import requests
from requests.auth import HTTPDigestAuth

from doorguard.pretend_home.isapi import NAMESPACE, Isapi, LogRow
from doorguard.pretend_home.web import Web
from tests.pretend_home.living import OURS, Neighbour, camera

IN = HTTPDigestAuth("admin", "right")
ROWS = [LogRow(f"2026-01-0{n}T00:00:00Z", "remoteLogin", "guest2", "192.168.77.43") for n in range(1, 6)]


def live(near: Neighbour, isapi: Isapi) -> None:
    near.live(camera(Web(80, "App-webs/", [isapi.handle], login="digest", realm="DS", password="right")))


def names(reply: requests.Response) -> dict[str, str]:
    return {node.tag.removeprefix(f"{{{NAMESPACE}}}"): (node.text or "") for node in ET.fromstring(reply.content).iter()}


def test_every_document_needs_the_login_and_is_xml(near: Neighbour) -> None:
    isapi = Isapi(onvif_users=[("admin", "administrator")])
    live(near, isapi)
    assert len(isapi._documents()) > 20
    with requests.Session() as session:
        for path in isapi._documents():
            assert session.get(near.url(80, path), timeout=2).status_code == 401
            reply = session.get(near.url(80, path), auth=IN, timeout=2)
            assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/xml")
            assert ET.fromstring(reply.content).tag.startswith(f"{{{NAMESPACE}}}")


def test_what_it_does_not_have_it_refuses_in_its_own_words(near: Neighbour) -> None:
    live(near, Isapi())
    gone = requests.get(near.url(80, "/ISAPI/System/Network/ISUP"), auth=IN, timeout=2)
    assert (gone.status_code, names(gone)["subStatusCode"]) == (404, "notSupport")
    for method in ("PUT", "POST", "DELETE"):
        no = requests.request(method, near.url(80, "/ISAPI/System/Network/Ehome"), auth=IN, timeout=2)
        assert (no.status_code, names(no)["subStatusCode"]) == (400, "methodNotAllowed")


def search(near: Neighbour, meta: str, position: int = 0) -> dict[str, str]:
    body = f"<CMSearchDescription><searchID>A</searchID><metaId>{meta}</metaId><maxResults>4</maxResults><searchResultPostion>{position}</searchResultPostion></CMSearchDescription>"
    return names(requests.post(near.url(80, "/ISAPI/ContentMgmt/logSearch"), body, auth=IN, timeout=2))


def test_the_log_is_searched_a_part_at_a_time_and_holds_who_asks(near: Neighbour) -> None:
    live(near, Isapi(log=list(ROWS)))
    first, rest = search(near, "log.hikvision.com/Operation"), search(near, "log.hikvision.com/Operation", 4)
    assert (first["responseStatusStrg"], first["numOfMatches"]) == ("MORE", "4")
    assert (rest["responseStatusStrg"], rest["numOfMatches"], rest["ipAddress"]) == ("OK", "2", OURS)
    assert search(near, "log.hikvision.com/Alarm")["responseStatusStrg"] == "NO MATCHES"


@pytest.mark.parametrize("meta", ["", "log.std-cgi.com/Operation"])
def test_a_search_without_a_name_that_it_knows_is_refused(near: Neighbour, meta: str) -> None:
    live(near, Isapi())
    assert search(near, meta)["subStatusCode"] == "badXmlContent"
