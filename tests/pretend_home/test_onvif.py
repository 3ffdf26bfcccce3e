"""The ONVIF service, used by zeep with the WSDL documents that onvif-zeep carries, and by hand."""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.util
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from doorguard.pretend_home.onvif import CLASSES, Onvif
from doorguard.pretend_home.web import Web
from tests.pretend_home.living import CAMERA, Neighbour, camera

ADMIN, VIEWER = ("admin", "a"), ("viewer", "v")


def service(**more: Any) -> Onvif:
    users = [("admin", "Administrator"), ("viewer", "User")]
    return Onvif("Acme & Co", "Cam <1>", "1.10", "S1", users=users, passwords=dict([ADMIN, VIEWER]), mac="44:19:b6:00:00:20", **more)


@functools.cache
def wsdl(name: str) -> Any:
    from zeep import Client, Settings

    found = importlib.util.find_spec("onvif")
    assert found is not None and found.origin is not None
    return Client(str(Path(found.origin).parents[1] / "wsdl" / f"{name}.wsdl"), settings=Settings(strict=True))


def zeep(near: Neighbour, name: str, account: tuple[str, str] | None = None, off: timedelta = timedelta()) -> Any:
    from zeep.wsse.username import UsernameToken

    client = wsdl(name)
    client.wsse = UsernameToken(*account, use_digest=True, created=datetime.now(UTC) + off) if account else None
    binding = {"devicemgmt": "ver10/device/wsdl}DeviceBinding", "media": "ver10/media/wsdl}MediaBinding"}[name]
    return client.create_service("{http://www.onvif.org/" + binding, near.url(80, f"/onvif/{name}_service"))


def test_who_asks_without_a_login_gets_what_needs_none(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [service().handle])))
    device = zeep(near, "devicemgmt")
    said = device.GetSystemDateAndTime().UTCDateTime
    assert (said.Date.Year, said.Time.Hour) == (datetime.now(UTC).year, datetime.now(UTC).hour)
    host = near.url(80, "").removeprefix("http://")
    assert [s.XAddr for s in device.GetServices(IncludeCapability=False)] == [f"http://{host}/onvif/device_service", f"http://{host}/onvif/media_service"]
    assert device.GetCapabilities(Category=["All"]).Media.XAddr.endswith("/onvif/media_service")
    assert device.GetServiceCapabilities().Security.UsernameToken is True
    assert device.GetHostname().Name == "Cam <1>"


@pytest.mark.parametrize("operation", ["GetDeviceInformation", "GetUsers", "GetScopes", "GetNetworkInterfaces", "GetNetworkProtocols"])
def test_who_asks_for_more_without_a_login_is_refused_by_a_fault(near: Neighbour, operation: str) -> None:
    from zeep.exceptions import Fault

    device = near.live(camera(Web(80, "", [service().handle])))
    with pytest.raises(Fault, match="not Authorized") as refused:
        getattr(zeep(near, "devicemgmt"), operation)()
    assert [code.localname for code in refused.value.subcodes] == ["NotAuthorized"]
    assert device.received()["logins"] == 0


def test_an_administrator_reads_everything_and_counts_as_one_login(near: Neighbour) -> None:
    device = near.live(camera(Web(80, "", [service(scopes=("onvif://www.onvif.org/name/x",)).handle])))
    manage = zeep(near, "devicemgmt", ADMIN)
    assert manage.GetDeviceInformation().Manufacturer == "Acme & Co"
    assert [(u.Username, u.UserLevel, u.Password) for u in manage.GetUsers()] == [("admin", "Administrator", None), ("viewer", "User", None)]
    assert manage.GetScopes()[0].ScopeItem == "onvif://www.onvif.org/name/x"
    assert manage.GetNetworkInterfaces()[0].Info.HwAddress == "44:19:b6:00:00:20"
    assert [p.Name for p in manage.GetNetworkProtocols()] == ["HTTP", "RTSP"]
    media = zeep(near, "media", ADMIN)
    assert [(p.token, p.AudioEncoderConfiguration.Encoding) for p in media.GetProfiles()] == [("main", "G711")]
    setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
    assert media.GetStreamUri(StreamSetup=setup, ProfileToken="main").Uri == "rtsp://127.0.0.1:554/stream1"
    assert device.received()["logins"] == 1


def test_levels_are_kept_apart(near: Neighbour) -> None:
    from zeep.exceptions import Fault

    near.live(camera(Web(80, "", [service().handle])))
    viewer = zeep(near, "devicemgmt", VIEWER)
    assert viewer.GetDeviceInformation().Model == "Cam <1>"
    with pytest.raises(Fault, match="not Authorized"):
        viewer.GetUsers()
    assert CLASSES["READ_SYSTEM_SECRET"] == ("Administrator",)


@pytest.mark.parametrize(("account", "off"), [(("admin", "wrong"), 0), (("nobody", ""), 0), (ADMIN, 3600), (ADMIN, -3600)])
def test_wrong_words_and_wrong_clocks_are_refused_logins(near: Neighbour, account: tuple[str, str], off: int) -> None:
    from zeep.exceptions import Fault

    device = near.live(camera(Web(80, "", [service().handle])))
    with pytest.raises(Fault, match="not Authorized"):
        zeep(near, "devicemgmt", account, timedelta(seconds=off)).GetUsers()
    received = device.received()
    assert (received["logins"], received["logins_refused"]) == (1, 1)


def test_a_camera_whose_clock_is_off_wants_its_own_time(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [service(clock_off=timedelta(days=-400)).handle])))
    assert zeep(near, "devicemgmt").GetSystemDateAndTime().UTCDateTime.Date.Year < datetime.now(UTC).year
    assert len(zeep(near, "devicemgmt", ADMIN, timedelta(days=-400)).GetUsers()) == 2


def test_an_open_camera_tells_anyone(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [service(open=True).handle])))
    assert len(zeep(near, "devicemgmt").GetUsers()) == 2
    assert zeep(near, "media").GetProfiles()[0].token == "main"


def soap(near: Neighbour, body: str, header: str = "") -> requests.Response:
    envelope = f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>{header}</s:Header><s:Body>{body}</s:Body></s:Envelope>'
    return requests.post(near.url(80, "/onvif/device_service"), envelope, headers={"Content-Type": "application/soap+xml"}, timeout=2)


def test_statuses_and_content_types(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [service().handle])))
    for body, status, word in (("<GetUsers/>", 400, "ter:NotAuthorized"), ("<MakeTea/>", 400, "ter:ActionNotSupported"), ("<GetHostname/>", 200, "GetHostnameResponse")):
        answer = soap(near, body)
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/soap+xml; charset=utf-8")
        assert word in answer.text
    assert requests.get(near.url(80, "/onvif/device_service"), timeout=2).status_code == 404


def test_a_token_heard_on_the_way_does_not_work_twice(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [service().handle])))
    nonce, created = b"0123456789abcdef", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = base64.b64encode(hashlib.sha1(nonce + created.encode() + b"a").digest()).decode()
    token = (
        "<w:Security xmlns:w='x'><w:UsernameToken><w:Username>admin</w:Username>"
        f"<w:Password Type='x#PasswordDigest'>{digest}</w:Password><w:Nonce>{base64.b64encode(nonce).decode()}</w:Nonce>"
        f"<u:Created xmlns:u='y'>{created}</u:Created></w:UsernameToken></w:Security>"
    )
    assert [soap(near, "<GetUsers/>", token).status_code for _ in range(2)] == [200, 400]
    plain = "<w:Security xmlns:w='x'><w:UsernameToken><w:Username>admin</w:Username><w:Password>a</w:Password></w:UsernameToken></w:Security>"
    assert soap(near, "<GetUsers/>", plain).status_code == 400


def test_the_address_in_answers_is_the_one_that_was_asked(near: Neighbour) -> None:
    near.live(camera(Web(80, "", [service().handle])))
    answer = requests.post(near.url(80, "/onvif/device_service"), "<s:Body><GetServices/></s:Body>", headers={"Host": CAMERA}, timeout=2)
    assert f"http://{CAMERA}/onvif/media_service" in answer.text
