"""Settings that open without a login, each beside a device that is nearly the same and where they do not."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest

from doorguard.network.web import WebReply
from doorguard.pretend_home.hostile.flows import Badly, drip, for_ever
from doorguard.pretend_home.web import JPEG, Answer, Handler, Request, Web, moving_picture, page
from doorguard.probes import http, picture, services, settings
from tests.probes.bench import Bench, free_port, program, running

PROBES = (services.PROBE, http.PROBE, picture.PROBE, settings.PROBE)
LOGIN_PAGE = b'<html><head><title>Sign in</title></head><body><input type="password" name="p"></body></html>'

# What each make answers to a read of its settings with a login, from its own description of its pages.
ANSWERS = {
    "hikvision": '<?xml version="1.0" encoding="UTF-8"?>\n<AdminAccessProtocolList version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">\n<AdminAccessProtocol><id>1</id><enabled>true</enabled><protocol>HTTP</protocol><portNo>80</portNo></AdminAccessProtocol>\n</AdminAccessProtocolList>',
    "dahua": "table.General.LocalNo=8\r\ntable.General.LockLoginEnable=true\r\ntable.General.MachineName=cam\r\n",
    "axis": 'admin="root"\r\noperator="root"\r\nviewer="root"\r\nptz=""\r\ndigusers="root"\r\n',
    "reolink": '[\n   {\n      "cmd" : "GetDevInfo",\n      "code" : 0,\n      "value" : {\n         "DevInfo" : {\n            "model" : "RLC-410",\n            "firmVer" : "v2.0.0"\n         }\n      }\n   }\n]\n',
    "foscam": "<CGI_Result>\n    <result>0</result>\n    <productName>FI9900P</productName>\n    <firmwareVer>2.84.2.23</firmwareVer>\n</CGI_Result>\n",
    "vivotek": "system_info_modelname='IP8332'\r\n",
    "hanwha": "Model=XNV-6080R\r\nSerialNumber=ZZZZ\r\nFirmwareVersion=1.04\r\n",
    "doorbird": '{"BHA": {"RETURNCODE": "1", "VERSION": [{"FIRMWARE": "000099", "DEVICE-TYPE": "DoorBird D101"}]}}',
}
REFUSALS = {
    "reolink": '[{"cmd":"GetDevInfo","code":1,"error":{"detail":"please login first","rspCode":-6}}]',
    "foscam": "<CGI_Result>\n    <result>-2</result>\n</CGI_Result>\n",
    "hanwha": "NG\r\nError Code: 600\r\n",
    "dahua": "Error\r\nPlease login first!\r\n",
}
PATHS = {found.family: found.path for found in settings.PAGES}


def only(path: str, body: str) -> Handler:
    """This answer at this one address."""
    return lambda request: Answer(body=body.encode(), kind="text/plain") if request.path == path else None


def asked(*handlers: Handler, family: str | None = None, login: str | None = None) -> Bench:
    bench = Bench(Web(80, "", [*handlers, page("/", "Camera")], login=login), family=family).ask(*PROBES)
    bench.close()
    return bench


def test_every_page_that_is_asked_for_is_tried_here() -> None:
    assert set(PATHS) == set(ANSWERS)


@pytest.mark.parametrize("family", list(ANSWERS))
@pytest.mark.parametrize("known", [True, False])
def test_settings_that_open_without_a_login(family: str, known: bool) -> None:
    one = asked(only(PATHS[family], ANSWERS[family]), family=family if known else None)
    assert one.value("settings.open", "tcp/80") is True
    assert isinstance(one.value("settings.page"), str)


@pytest.mark.parametrize("family", list(ANSWERS))
@pytest.mark.parametrize("login", ["basic", "digest"])
def test_the_same_settings_behind_a_login(family: str, login: str) -> None:
    one = asked(only(PATHS[family], ANSWERS[family]), family=family, login=login)
    assert one.value("settings.open", "tcp/80") is False


@pytest.mark.parametrize("family", list(REFUSALS))
def test_makes_that_say_no_with_status_200(family: str) -> None:
    one = asked(only(PATHS[family], REFUSALS[family]), family=family)
    assert one.value("settings.open", "tcp/80") is False


@pytest.mark.parametrize("family", list(ANSWERS))
def test_a_login_page_at_that_address_is_no_settings_page(family: str) -> None:
    def both(request: Request) -> Answer | None:
        body = LOGIN_PAGE.replace(b"</body>", ANSWERS[family].encode() + b"</body>")
        return Answer(body=body) if request.path == PATHS[family] else None

    assert asked(both, family=family).value("settings.open") is None


@pytest.mark.parametrize("family", list(ANSWERS))
def test_a_server_that_gives_the_answer_at_every_address_of_the_folder_shows_nothing(family: str) -> None:
    folder = PATHS[family].rpartition("?")[0].rpartition("/")[0] or PATHS[family].rpartition("/")[0]
    body = ANSWERS[family].encode()
    one = asked(lambda r: Answer(body=body, kind="text/plain") if r.path.startswith(folder) else None, family=family)
    assert (one.value("settings.open"), one.reason("settings.open")) == (None, "unreadable")


@pytest.mark.parametrize("body", [b"OK", b"", b"saved", b"{}", b"<ok/>", LOGIN_PAGE, JPEG])
@pytest.mark.parametrize("family", [None, "dahua", "axis"])
def test_a_device_that_says_ok_to_anything_has_no_open_settings(body: bytes, family: str | None) -> None:
    one = asked(lambda request: Answer(body=body), family=family)
    assert one.value("settings.open") is None


def test_an_echo_of_the_question_is_no_answer() -> None:
    one = asked(lambda request: Answer(body=f"you asked {request.path}\r\n{request.path.partition('?')[2]}".encode()))
    assert one.value("settings.open") is None


def test_no_known_page_is_not_called_closed() -> None:
    assert asked().reason("settings.open") == "not-supported"


def test_nothing_of_the_answer_is_kept() -> None:
    one = asked(only(PATHS["axis"], ANSWERS["axis"]), family="axis")
    assert "root" not in repr([f.value for f in one.facts])


def test_nothing_that_writes_holds_secrets_or_pictures_is_asked_for() -> None:
    seen: list[Request] = []

    def note(request: Request) -> Answer | None:
        seen.append(request)
        return None

    asked(note)
    assert {request.method for request in seen} == {"GET"}
    words = ("set", "update", "add", "delete", "backup", "log", "configuration", "params", "user", "pwd", "usr")
    settings_pages = [r.path for r in seen if r.path in PATHS.values()]
    assert len(settings_pages) >= len(PATHS)
    assert not [p for p in settings_pages for w in words if f"action={w}" in p or f"{w}=" in p or f"/{w}." in p]
    assert not [r for r in seen if "authorization" in r.headers or "cookie" in r.headers]


# --- not set up yet --------------------------------------------------------------------------


@pytest.mark.parametrize("family", ["hikvision", None])
@pytest.mark.parametrize(("word", "done"), [("false", False), ("true", True), ("flase", None), ("", None)])
def test_a_device_that_tells_whether_it_has_a_password_yet(family: str | None, word: str, done: bool | None) -> None:
    body = f'<?xml version="1.0"?><ActivateStatus><Activated>{word}</Activated></ActivateStatus>'
    one = asked(only(settings.SET_UP, body), family=family)
    assert one.value("setup.done", "tcp/80") is done


def test_a_server_that_says_so_of_every_address_is_not_believed() -> None:
    body = b"<ActivateStatus><Activated>false</Activated></ActivateStatus>"
    assert asked(lambda r: Answer(body=body) if r.path.startswith("/SDK/") else None).value("setup.done") is None
    assert asked(lambda r: Answer(body=body)).value("setup.done") is None
    page_for_people = b"<html>" + body + b"</html>"
    assert (
        asked(lambda r: Answer(body=page_for_people) if r.path == settings.SET_UP else None).value("setup.done") is None
    )


# --- pages and pictures of a make ------------------------------------------------------------


def test_a_make_is_asked_at_its_own_addresses_for_a_picture() -> None:
    seen: list[str] = []

    def note(request: Request) -> Answer | None:
        seen.append(request.path)
        return Answer(body=JPEG, kind="image/jpeg") if request.path == "/cgi-bin/viewer/video.jpg" else None

    one = asked(note, family="vivotek")
    assert (one.value("video.open"), one.value("video.way")) == (True, "snapshot")
    assert "/snapshot.jpg" not in seen
    other = asked(note)
    assert (other.value("video.open"), other.reason("video.open")) == (None, "not-supported")


def test_a_front_page_that_is_a_moving_picture_is_cut() -> None:
    one = asked(moving_picture("/"), family="motion")
    assert (one.value("video.open"), one.value("video.way")) == (True, "mjpeg")


@pytest.mark.parametrize(
    ("asks", "handler", "login"),
    [("basic", page("/", "x"), "basic"), ("digest", page("/", "x"), "digest"), ("not", page("/", "x"), None),
     ("form", lambda request: Answer(body=LOGIN_PAGE), None)],
)  # fmt: skip
def test_how_the_first_page_asks_for_a_login(asks: str, handler: Handler, login: str | None) -> None:
    assert asked(handler, login=login).value("http.asks") == asks


@pytest.mark.parametrize(
    ("header", "offered"),
    [
        ('Basic realm="x"', {"basic"}),
        ('Digest realm="a, Basic b", nonce="1"', {"digest"}),
        ('Basic realm="a, Digest b"', {"basic"}),
        ('Digest realm="x", nonce="y", Basic realm="x"', {"digest", "basic"}),
        ("", set()),
    ],
)
def test_a_scheme_in_a_realm_is_none(header: str, offered: set[str]) -> None:
    assert http.schemes(header) == offered


# --- servers that others wrote ---------------------------------------------------------------

LIGHTTPD = """server.document-root = "{root}"
server.bind = "127.0.0.1"
server.port = {port}
server.modules = ("mod_rewrite", "mod_auth", "mod_authn_file")
mimetype.assign = (".html" => "text/html", ".cgi" => "text/plain", ".jpg" => "image/jpeg")
{more}
"""
NEEDS_LOGIN = """auth.backend = "plain"
auth.backend.plain.userfile = "{root}/../users"
auth.require = ("" => ("method" => "{method}", "realm" => "Cam", "require" => "valid-user"))
"""
needs_lighttpd = pytest.mark.skipif(program("lighttpd") is None, reason="lighttpd is not installed here")


def lighttpd(folder: Path, more: str) -> Bench:
    root, port = folder / "www", free_port()
    (root / "axis-cgi").mkdir(parents=True)
    (root / "axis-cgi" / "pwdgrp.cgi").write_text(ANSWERS["axis"])
    (root / "index.html").write_text("<html><head><title>AXIS</title></head></html>")
    (root / "snapshot.jpg").write_bytes(JPEG)
    (folder / "users").write_text("root:x\n")
    conf = folder / "conf"
    conf.write_text(LIGHTTPD.format(root=root, port=port, more=more.replace("{root}", str(root))))
    with running([program("lighttpd") or "", "-D", "-f", str(conf)], port, folder / "log"):
        bench = Bench(elsewhere={80: port}).ask(*PROBES)
        bench.close()
    return bench


@needs_lighttpd
def test_lighttpd_that_gives_the_page_to_anyone_in_one_conversation(tmp_path: Path) -> None:
    one = lighttpd(tmp_path, "")
    assert [one.value(n) for n in ("settings.open", "video.open", "http.catch_all")] == [True, True, False]


@needs_lighttpd
@pytest.mark.parametrize("method", ["basic", "digest"])
def test_lighttpd_that_asks_for_a_login(tmp_path: Path, method: str) -> None:
    one = lighttpd(tmp_path, NEEDS_LOGIN.replace("{method}", method))
    assert [one.value(n) for n in ("settings.open", "video.open", "http.asks")] == [False, False, method]


@needs_lighttpd
def test_lighttpd_that_gives_one_page_everywhere(tmp_path: Path) -> None:
    one = lighttpd(tmp_path, 'url.rewrite-once = (".*" => "/index.html")')
    assert [one.value(n) for n in ("settings.open", "video.open", "http.catch_all")] == [None, None, True]
    assert one.reason("settings.open") == "unreadable"


@pytest.mark.skipif(program("busybox") is None, reason="busybox is not installed here")
@pytest.mark.parametrize("login", [False, True])
def test_busybox_httpd_as_many_cameras_have_it(tmp_path: Path, login: bool) -> None:
    root, port = tmp_path / "www", free_port()
    (root / "axis-cgi").mkdir(parents=True)
    (root / "axis-cgi" / "pwdgrp.cgi").write_text(ANSWERS["axis"])
    (root / "snapshot.jpg").write_bytes(JPEG)
    (root / "index.html").write_text("<html><head><title>Cam</title></head></html>")
    conf = tmp_path / "conf"
    conf.write_text("/:root:word\n" if login else "\n")
    command = [program("busybox") or "", "httpd", "-f", "-p", f"127.0.0.1:{port}", "-h", str(root), "-c", str(conf)]
    with running(command, port, tmp_path / "log"):
        one = Bench(elsewhere={80: port}).ask(*PROBES)
        one.close()
    told = [one.value(n) for n in ("settings.open", "video.open", "http.asks")]
    assert told == ([False, False, "basic"] if login else [True, True, "not"])


# --- devices that bite -----------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"


@pytest.mark.parametrize(
    "flow",
    [
        lambda: drip(HEAD, b"admin="),
        lambda: for_ever(HEAD, b"table.General.A=1\r\n" * 800),
        lambda: for_ever(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 800),
        lambda: drip(b"HTTP/1.1 307 Go\r\nLocation: http://192.168.77.250/?" + base64.b64encode(b"x") + b"\r\n", b"X"),
    ],
)
def test_answers_without_end_claim_nothing(flow: object) -> None:
    one = Bench(Badly(80, flow))  # type: ignore[arg-type]
    one.ask(services.PROBE, settings.PROBE)
    assert set(one.door.sent()) <= {"192.168.77.20"}
    one.close()
    assert one.value("settings.open") is None


@pytest.mark.parametrize(
    "part",
    [b"<title>", b"<input ", b"<!---->", b"<input type=", b'"code":0', b"<CGI_Result> <result> 0 </result>", b"Model=\n",
     b"<Activated>" + b" " * 90, b" ", b"table.General.", b'"BHA":{', b"admin=", b"<html", b"type = "],
)  # fmt: skip
def test_no_page_makes_a_search_in_it_take_long(part: bytes) -> None:
    body = part * (64 * 1024 // len(part))
    reply = WebReply(200, {}, body)
    began = time.process_time()
    assert not any(found.opened(reply) for found in settings.PAGES)
    assert not any(found.said_no(reply) for found in settings.PAGES)
    http.asks_for(reply)
    assert not list(http._identity(reply, "tcp/80"))
    settings._ACTIVATED.search(body)
    assert time.process_time() - began < 5
