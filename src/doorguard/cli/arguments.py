"""What can be typed after ``doorguard``: help of one screen, nearest name on a typo."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Sequence
from typing import NoReturn

from doorguard.wording import N_, _

THEMES = ("own", "dark", "light")
COMMANDS = ("demo", "scan", "record", "summary", "checks", "vendors", "guide", "contacts", "legal", "help")

HELP = N_("""\
doorguard: a home camera and doorbell check

  doorguard demo                 practise on a pretend home; nothing is real
  doorguard                      look at your own home, step by step
  doorguard scan --answers FILE  look without questions; the file answers them

Commands
  demo     [--plain | --json] [--level listen|look]
  scan     [--network CIDR | --interface NAME | --address IP]
           [--level listen|look] [--answers FILE] [--only CHECK]
           [--plain | --json]
  scan     --address IP --answers FILE --level sign-in
           --user NAME --password-fd N
  scan     --address IP --answers FILE --level test
  record   new|open|add|show|check FILE    keep what was found, in one
  record   export FILE FOLDER              locked file that only you open
           doorguard record --help says more
  summary  --from SCAN.json | --record FILE | --pretend
           [--for me|advocate|police] [--country C] [--show-all]
           [--format text|md|html|pdf|json] [--output FILE]
  contacts [--country C] [--json]   people who can help
  legal    [--country C] [--json]   what the law offers
  guide    [MAKE [ACTION]] [--format text|html|json]
           step cards to read or print; guide generic works for any make
  help     [TOPIC] [--format text|html]   pages to read; nothing is sent
  checks   [ID] [--json]         what can be wrong, and how we know
  checks   --lint [FOLDER]       what to change in a check that you wrote
  vendors  [NAME] [--json]       the makers we know, and their steps

Topics of help
  watched written-record police law give-away apps own-camera other-camera
  training people visit limits traces levels exit-codes access

Options
  --plain      plain text, for screen readers and simple terminals
  --ascii      screens of plain characters only
  --theme T    own (your terminal's colours), dark or light; NO_COLOR is heard
  --json       one JSON document on standard output
  --seconds N  how long to listen (2 to 120)
  --version    the version
  --help       this page

Levels: talk sends nothing. listen sends nothing and hears who speaks up.
look asks every device on this one network, and signs in nowhere.
sign-in reads the settings of one device with your own password. test tries
the maker's first password on one device, once.

Exit codes: 0 no problem was found in what could be checked, or you left.
1 a problem was found. 2 the command was not understood.
3 could not look: no network, nobody answered, or the answers say not to.

To leave at any time: Ctrl+C. Nothing is sent until you say so.
""")

RECORD_HELP = N_("""\
doorguard record: one locked file of your own

  doorguard record new FILE            begin one; your own passphrase opens it
  doorguard record open FILE           go on in it, step by step
  doorguard record show FILE           all entries, one line each
  doorguard record show FILE NUMBER    one entry whole
  doorguard record show FILE --changes what is new since the look before
  doorguard record show FILE --json    all of it for another program
  doorguard record check FILE          does it all still fit together?
  doorguard record check FILE --code "THE CODE YOU WROTE DOWN"
  doorguard record export FILE FOLDER  a copy that others can read and check

Add to it
  doorguard record add FILE            you are asked what happened
  doorguard record add FILE --text "It rang." --when "Sunday, about six"
           also --until, --where, --noticed, --effect, --who-saw,
           --reported-to, --device
  doorguard record add FILE --file photo.png --how photo
           also --cropped yes|no, --says "what it shows", --device
  doorguard record add FILE --correct NUMBER --text "what is right"
  doorguard record add FILE --remove NUMBER    its content goes for good
  doorguard record add FILE --anchor "on paper at my sister's" [--code CODE]
  doorguard record add FILE --clock "18:09 on my phone"
  doorguard record add FILE --given-to "whoever got a copy" [--how HOW]

Options
  --passphrase-fd N  read the passphrase from there, not from the keyboard
  --even-there       new and export: also in a folder that a cloud copies
  --yes              add --remove: do not ask again

For example
  doorguard record new notes
  doorguard record add notes
  doorguard record export notes copy-of-notes

Nobody can bring the passphrase back. Exit codes: 0 done. 1 check found
something that does not fit. 2 the command was not understood. 3 could not.
""")


class WrongUsage(Exception):
    """The command line was not understood. The text is for the person."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        from doorguard.cli.misread import sentence

        help_page = "doorguard record --help" if self.prog.startswith("doorguard record") else "doorguard --help"
        raise WrongUsage(
            _("doorguard: {sentence} See: {help_page}").format(sentence=sentence(message), help_page=help_page)
        )


def parse(arguments: Sequence[str]) -> argparse.Namespace | None:
    """Read the command line. None when help was shown. Raises :class:`WrongUsage`."""
    if any(word in ("-h", "--help") for word in arguments):
        print(_(RECORD_HELP if arguments[0] == "record" else HELP), end="")
        return None
    if arguments and not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        near = difflib.get_close_matches(arguments[0], COMMANDS, 1)
        hint = _(" Did you mean {name}?").format(name=near[0]) if near else ""
        raise WrongUsage(
            _("doorguard: there is no command {command!r}.{hint} See: doorguard --help").format(
                command=arguments[0], hint=hint
            )
        )
    chosen = _parser().parse_args(list(arguments))
    if chosen.command is None:
        chosen.command = "home"
    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="doorguard", add_help=False, allow_abbrev=False)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--ascii", action="store_true")
    parser.add_argument("--theme", choices=THEMES, default="own")
    parser.set_defaults(command=None)
    commands = parser.add_subparsers(dest="command", parser_class=_Parser)
    for name in ("demo", "scan"):
        command = commands.add_parser(name, add_help=False, allow_abbrev=False)
        faces = command.add_mutually_exclusive_group()
        faces.add_argument("--plain", action="store_true")
        faces.add_argument("--json", action="store_true")
        # SUPPRESS: an option before the command is kept.
        command.add_argument("--ascii", action="store_true", default=argparse.SUPPRESS)
        command.add_argument("--theme", choices=THEMES, default=argparse.SUPPRESS)
        levels = ("listen", "look") if name == "demo" else ("listen", "look", "sign-in", "test")
        command.add_argument("--level", choices=levels, default=None)
        command.add_argument("--seconds", type=_seconds, default=None)
        if name == "scan":
            where = command.add_mutually_exclusive_group()
            where.add_argument("--network")
            where.add_argument("--interface")
            where.add_argument("--address")
            command.add_argument("--answers")
            command.add_argument("--only")
            command.add_argument("--user")
            command.add_argument("--password-fd", type=int, default=None)
    for name in ("checks", "vendors"):
        command = commands.add_parser(name, add_help=False, allow_abbrev=False)
        command.add_argument("name", nargs="?")
        ways = command.add_mutually_exclusive_group()
        ways.add_argument("--json", action="store_true")
        if name == "checks":
            ways.add_argument("--lint", action="store_true")
    _summary(commands.add_parser("summary", add_help=False, allow_abbrev=False))
    for name in ("contacts", "legal"):
        command = commands.add_parser(name, add_help=False, allow_abbrev=False)
        command.add_argument("--country")
        command.add_argument("--json", action="store_true")
    guide = commands.add_parser("guide", add_help=False, allow_abbrev=False)
    guide.add_argument("make", nargs="?")
    guide.add_argument("action", nargs="?")
    guide.add_argument("--format", choices=("text", "html", "json"), default="text")
    _record(commands)
    topic = commands.add_parser("help", add_help=False, allow_abbrev=False)
    topic.add_argument("topic", nargs="?")
    topic.add_argument("--format", choices=("text", "html"), default="text")
    return parser


def _summary(command: argparse.ArgumentParser) -> None:
    """What a summary is of, for whom, and how it is written."""
    command.add_argument("--from", dest="source", metavar="SCAN.json")
    command.add_argument("--record", metavar="FILE")
    command.add_argument("--pretend", action="store_true")
    command.add_argument("--passphrase-fd", type=int, default=None)
    command.add_argument("--for", dest="reader", choices=("me", "advocate", "police"), default="me")
    command.add_argument("--country")
    command.add_argument("--format", choices=("text", "md", "html", "pdf", "json"))
    command.add_argument("--show-all", action="store_true")
    command.add_argument("--output", metavar="FILE")
    command.add_argument("--force", action="store_true")
    command.add_argument("--even-there", action="store_true")


DIARY = ("text", "when", "until", "where", "noticed", "effect", "who-saw", "reported-to")
"""What can be said of what happened, each an option of ``record add``."""


def _record(commands: argparse._SubParsersAction[_Parser]) -> None:
    """``record ACTION FILE``. No passphrase is ever an argument: other programs could read it there."""
    actions = commands.add_parser("record", add_help=False, allow_abbrev=False).add_subparsers(
        dest="action", required=True, parser_class=_Parser, metavar="new|open|add|show|check|export"
    )
    made = {}
    for name in ("new", "open", "add", "show", "check", "export"):
        made[name] = action = actions.add_parser(name, add_help=False, allow_abbrev=False)
        action.add_argument("file")
        action.add_argument("--passphrase-fd", type=int, default=None)
    made["open"].add_argument("--plain", action="store_true")
    made["open"].add_argument("--ascii", action="store_true", default=argparse.SUPPRESS)
    made["open"].add_argument("--theme", choices=THEMES, default=argparse.SUPPRESS)
    for name in ("new", "export"):
        made[name].add_argument("--even-there", action="store_true")
    made["export"].add_argument("folder")
    made["check"].add_argument("--code", default=None)
    made["show"].add_argument("number", nargs="?", type=int, default=None)
    shown = made["show"].add_mutually_exclusive_group()
    shown.add_argument("--changes", action="store_true")
    shown.add_argument("--json", action="store_true")
    add = made["add"]
    what = add.add_mutually_exclusive_group()
    what.add_argument("--file", dest="attach", metavar="PATH")
    what.add_argument("--correct", type=int, metavar="N")
    what.add_argument("--remove", type=int, metavar="N")
    what.add_argument("--anchor", metavar="HOW")
    what.add_argument("--clock", metavar="TIME")
    what.add_argument("--given-to", metavar="WHO")
    for name in (*DIARY, "device", "how", "says", "code"):
        add.add_argument(f"--{name}")
    add.add_argument("--cropped", choices=("yes", "no"))
    add.add_argument("--yes", action="store_true")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{text!r} is not a number of seconds").format(text=text)) from None
    if not 2 <= value <= 120:
        raise argparse.ArgumentTypeError(_("listen for 2 to 120 seconds"))
    return value
