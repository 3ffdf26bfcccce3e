"""Who may import what, seen in the source itself: import-linter sees neither strings nor calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "doorguard"

HEAVY = {
    "textual",
    "onvif",
    "zeep",
    "scapy",
    "requests",
    "cryptography",
    "zeroconf",
    "jinja2",
    "yaml",
    "lxml",
}

# Every module of the standard library, and of ours, that can open a connection.
SOCKETS = {
    "_socket", "asyncore", "ftplib", "http", "imaplib", "poplib", "requests", "select", "selectors",
    "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
DOORS = ("network", "pretend_home")


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, also inside functions and by name."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in {"import_module", "__import__"}:
                yield str(node.args[0].value), node.lineno


def sources(*without: str) -> list[Path]:
    found = [
        f for f in SOURCE.rglob("*.py") if f.relative_to(SOURCE).parts[0].removesuffix(".py") not in without
    ]
    assert len(found) > 10
    return found


class TestImports:
    def test_only_the_door_and_the_pretend_home_can_reach_a_network(self) -> None:
        wrong = [
            f"{file.relative_to(ROOT)}:{line} imports {name}"
            for file in sources(*DOORS)
            for name, line in imports(file)
            if any(name == door or name.startswith(door + ".") for door in SOCKETS)
        ]
        assert wrong == []

    def test_the_test_above_sees_every_way_of_importing(self, tmp_path: Path) -> None:
        file = tmp_path / "sly.py"
        file.write_text(
            "def f():\n import socket as s\n from http import client\n from urllib import request\n"
            " __import__('ssl')\n import importlib\n importlib.import_module('selectors')\n"
        )
        found = {name for name, _ in imports(file)}
        assert {"socket", "http", "http.client", "urllib.request", "ssl", "selectors"} <= found

    def test_nothing_imports_what_it_is_asked_for(self) -> None:
        """A module named by a variable would pass every test here."""
        for file in sources():
            for node in ast.walk(ast.parse(file.read_bytes())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                    called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                    if called in {"import_module", "__import__"}:
                        assert isinstance(node.args[0], ast.Constant), f"{file.name}:{node.lineno}"

    def test_heavy_libraries_are_imported_at_use(self) -> None:
        """At module level they would make every start slow. The screens themselves are imported at use."""
        wrong = [
            f"{file.relative_to(ROOT)}:{node.lineno}"
            for file in sources("tui")
            for node in ast.parse(file.read_bytes()).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            )
            if name.split(".")[0] in HEAVY
        ]
        assert wrong == []

    def test_the_pure_stages_read_no_clock_and_open_no_file(self) -> None:
        pure = [
            SOURCE / "judge.py",
            *(SOURCE / "guide").rglob("*.py"),
            SOURCE / "matcher.py",
            *(SOURCE / "report").rglob("*.py"),
        ]
        wrong = [
            f"{file.relative_to(ROOT)}:{node.lineno}"
            for file in pure
            for node in ast.walk(ast.parse(file.read_bytes()))
            if isinstance(node, ast.Call)
            and (
                (
                    isinstance(node.func, ast.Attribute)
                    and node.func.attr in {"now", "utcnow", "today", "monotonic"}
                )
                or (isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"})
            )
        ]
        assert wrong == []
