"""Greetings of servers that others wrote, and of doors that only look like one. Nobody ever signs in."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from doorguard.model import Device, Fact
from doorguard.pretend_home.device import Conversation
from doorguard.pretend_home.greetings import Silent
from doorguard.pretend_home.web import JPEG
from doorguard.probes import services
from tests.probes.bench import Bench, free_port, program, running


@dataclass
class Says:
    """Says one thing to whoever comes, and answers nothing."""

    port: int
    words: bytes

    def accepted(self, talk: Conversation) -> None:
        """Speak first."""
        talk.send(self.words)

    def heard(self, talk: Conversation) -> None:
        """Nothing more."""


def asked(*there: Says | Silent, known: tuple[Fact, ...] = ()) -> Bench:
    bench = Bench(*there).ask(services.PROBE, known=known)
    bench.close()
    return bench


@pytest.mark.parametrize(
    "prompt",
    [b"/ # ", b"\r\n~ # ", b"BusyBox v1.16.1\r\n\r\n/ # ", b"root@cam:~$ ", b"\xff\xfb\x01\r\n", b"cam login: "],
)
def test_a_command_door_with_or_without_a_login(prompt: bytes) -> None:
    one = asked(Says(23, prompt))
    assert (one.value("shell.open", "tcp/23"), one.value("shell.kind")) == (True, "telnet")


@pytest.mark.parametrize("words", [JPEG, b"\xff\xd8\xff\xe0", b"<a><b>", b"hello", b"\x00\x01\x02", b'{"a": 1}'])
def test_words_that_we_do_not_know_are_neither_a_command_door_nor_none(words: bytes) -> None:
    one = asked(Says(23, words))
    assert (one.value("shell.open"), one.reason("shell.open")) == (None, "unreadable")


def test_a_mail_server_is_no_file_door() -> None:
    assert asked(Says(21, b"220 mail.example.org ESMTP ready\r\n")).value("service.name") == "unknown"


@pytest.mark.parametrize(("port", "search", "name"), [(34567, "xm34569", "dvrip"), (37777, "dhip", "dahua-control"),
                                                      (8000, "sadp", "hikvision-control"), (9000, "reolink2000", "baichuan")])  # fmt: skip
def test_a_makers_own_door_is_named_only_where_the_device_answered_that_makers_search(
    port: int, search: str, name: str
) -> None:
    answered = Fact(name=f"{search}.answers", value="yes", place="udp/1", probe=search)
    assert asked(Silent(port), known=(answered,)).value("service.name", f"tcp/{port}") == name
    assert asked(Silent(port)).value("service.name", f"tcp/{port}") == "unknown"


# --- servers that others wrote ---------------------------------------------------------------


@pytest.mark.skipif(program("vsftpd") is None, reason="vsftpd is not installed here")
@pytest.mark.parametrize(
    ("port", "answers", "waits"),
    [(34567, None, True), (34567, "xm34569", False), (8000, "xm34569", True), (80, None, False)],
)
def test_a_device_with_a_makers_own_door_waits_for_that_makers_search(port: int, answers: str | None, waits: bool) -> None:
    facts = [Fact(name="port.open", value=f"tcp/{port}", place=f"tcp/{port}", probe="ports")]
    facts += [Fact(name=f"{answers}.answers", value="yes", probe=answers)] if answers else []
    device = Device(id="d", id_from="mac", addresses=("192.168.7.20",), kind="camera", facts=tuple(facts))
    assert services.waits_for_its_maker(device) is waits


def test_vsftpd_greets_and_nobody_signs_in(tmp_path: Path) -> None:
    port = free_port()
    conf, log = tmp_path / "conf", tmp_path / "ftp.log"
    (tmp_path / "empty").mkdir()
    conf.write_text(
        f"listen=YES\nlisten_address=127.0.0.1\nlisten_port={port}\nbackground=NO\nanonymous_enable=YES\n"
        f"run_as_launching_user=YES\nsecure_chroot_dir={tmp_path / 'empty'}\nanon_root={tmp_path / 'empty'}\n"
        f"log_ftp_protocol=YES\nxferlog_enable=YES\nxferlog_std_format=NO\nvsftpd_log_file={log}\nseccomp_sandbox=NO\n"
    )
    with running([program("vsftpd") or "", str(conf)], port, tmp_path / "log"):
        one = Bench(elsewhere={21: port}).ask(services.PROBE)
        one.close()
    assert [one.value(n) for n in ("service.name", "service.unneeded")] == ["ftp", True]
    written = log.read_text() if log.exists() else ""
    assert "USER" not in written
    assert "PASS" not in written


@contextlib.contextmanager
def one_process_each(command: list[str]) -> Iterator[int]:
    """A program that wants to be started for each connection (as inetd does); gives the port."""
    server = socket.create_server(("127.0.0.1", 0))
    started: list[subprocess.Popen[bytes]] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                talk = server.accept()[0]
                line = talk.fileno()
                started.append(subprocess.Popen(command, stdin=line, stdout=line, stderr=subprocess.DEVNULL))
                talk.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)
        for process in started:
            process.kill()
            process.wait(5)


@pytest.mark.skipif(program("telnetd") is None, reason="a telnet server is not installed here")
def test_inetutils_telnetd_is_a_command_door() -> None:
    with one_process_each([program("telnetd") or "", "-h", "-E", "/bin/true"]) as port:
        one = Bench(elsewhere={23: port}).ask(services.PROBE)
        one.close()
    assert [one.value(n) for n in ("shell.open", "shell.kind")] == [True, "telnet"]


@pytest.mark.skipif(program("dropbear") is None, reason="dropbear is not installed here")
def test_dropbear_is_a_command_door(tmp_path: Path) -> None:
    key, port = tmp_path / "key", free_port()
    subprocess.run([program("dropbearkey") or "", "-t", "ed25519", "-f", str(key)], capture_output=True, check=True)
    command = [
        program("dropbear") or "",
        "-F",
        "-E",
        "-r",
        str(key),
        "-p",
        f"127.0.0.1:{port}",
        "-P",
        str(tmp_path / "pid"),
    ]
    with running(command, port, tmp_path / "log"):
        one = Bench(elsewhere={22: port}).ask(services.PROBE)
        one.close()
    assert [one.value(n) for n in ("shell.open", "shell.kind")] == [True, "ssh"]
    assert "auth" not in (tmp_path / "log").read_text(errors="replace").lower().replace("before auth", "")
