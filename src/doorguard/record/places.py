"""Where a record would lie: whether a folder is copied to a cloud service, as far as its path tells. Pure.

The answer is the name of the service, or None for "not known"; there is no "not copied". What the makers' programs
call their folders: OneDrive (Windows sets ``OneDrive``, ``OneDriveConsumer`` and ``OneDriveCommercial``), Dropbox
(``Dropbox``, ``Dropbox (Personal)``, with ``.dropbox.cache`` inside), iCloud (``Library/Mobile Documents``,
``iCloudDrive``), Google Drive (``Google Drive``, ``My Drive``, ``.tmp.driveupload`` inside). Since macOS 12 they lie
in ``Library/CloudStorage``. A program that the person set up in another way is not seen.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath
from urllib.parse import unquote

ONE_DRIVE, I_CLOUD, DROPBOX, GOOGLE = "OneDrive", "iCloud", "Dropbox", "Google Drive"

_FOLDERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"onedrive\b.*|skydrive"), ONE_DRIVE),
    (re.compile(r"dropbox(-.*| \(.*\))?"), DROPBOX),
    (re.compile(r"google ?drive(-.*)?|google-drive(:.*)?|my drive|shared drives|drivefs"), GOOGLE),
    (re.compile(r"mobile documents|icloud ?drive.*|icloud ?photos|com~apple~clouddocs"), I_CLOUD),
)
"""Names of folders in small letters, and whose they are."""
_WINDOWS = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_MARKS = (
    (".dropbox.cache", DROPBOX),
    (".dropbox", DROPBOX),
    (".tmp.driveupload", GOOGLE),
    (".tmp.drivedownload", GOOGLE),
)
"""What these programs keep at the top of their folder, whatever it is called."""
_APPLE_COPIES = ("Desktop", "Documents")
"""Folders that iCloud copies where the person turned that on; then they stand in its own folder too."""


def copied_by(
    path: PurePath,
    environ: Mapping[str, str],
    *,
    home: PurePath | None = None,
    exists: Callable[[PurePath], bool] = lambda _path: False,
) -> str | None:
    """The service that copies what lies at ``path`` (absolute), or None: not known. ``exists`` looks at the disk."""
    return _by_setting(path, environ) or _by_name(path) or _by_mark(path, exists) or _by_apple(path, home, exists)


def _by_setting(path: PurePath, environ: Mapping[str, str]) -> str | None:
    folders = [type(path)(environ[name]) for name in _WINDOWS if environ.get(name)]
    return ONE_DRIVE if any(path.is_relative_to(folder) for folder in folders) else None


def _by_name(path: PurePath) -> str | None:
    for part in (part.casefold() for part in path.parts[:-1]):
        for pattern, service in _FOLDERS:
            if pattern.fullmatch(part):
                return service
    return _by_cloud_storage(path)


def _by_cloud_storage(path: PurePath) -> str | None:
    """On a Mac everything in there is copied, whoever made the program: ``CloudStorage/Box-Box``."""
    parts = path.parts[:-1]
    for library, storage, folder in zip(parts, parts[1:], parts[2:], strict=False):
        if (library.casefold(), storage.casefold()) == ("library", "cloudstorage"):
            return folder.partition("-")[0] or folder
    return None


def _by_mark(path: PurePath, exists: Callable[[PurePath], bool]) -> str | None:
    """The home folder itself is passed over: ``.dropbox`` in it belongs to the program, not to a copied folder."""
    for folder in path.parents:
        for mark, service in _MARKS:
            if exists(folder / mark) and not (mark == ".dropbox" and exists(folder / mark / "instance1")):
                return service
    return None


def _by_apple(path: PurePath, home: PurePath | None, exists: Callable[[PurePath], bool]) -> str | None:
    for name in _APPLE_COPIES if home is not None else ():
        assert home is not None
        copy = home / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / name
        if path.is_relative_to(home / name) and exists(copy):
            return I_CLOUD
    return None


# --- on this computer -----------------------------------------------------------------------------


def service_at(path: Path) -> str | None:
    """The same for a place on this computer, by its name and by where its links lead."""
    home = _home()
    whole = expanded(str(path)).absolute()
    real = Path(os.path.realpath(whole))
    for one in (whole, real):
        found = copied_by(one, os.environ, home=home, exists=_exists)
        if found:
            return found
    return None


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _exists(path: PurePath) -> bool:
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):
        return False


def typed_path(text: str) -> Path:
    """A path as a person types it, or as a terminal writes it for a file that is dropped on it."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    elif "\\ " in text:
        text = text.replace("\\ ", " ")
    if text.startswith("file://"):
        text = unquote(text.removeprefix("file://"))
    return expanded(text)


def typed_folder(text: str) -> Path | None:
    """A folder that is there, as a person types it; None for anything else, also for an empty line."""
    path = typed_path(text)
    return path.absolute() if text.strip() and is_folder(path) else None


def is_folder(path: Path) -> bool:
    """A folder is there; False too where that cannot be told."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where one may not look, and for too long a name


def typed_file(text: str) -> Path | None:
    """A file that is there, as a person types it; None for anything else."""
    path = typed_path(text)
    return path if os.path.isfile(path) else None  # noqa: PTH113 - Path.is_file raises where one may not look


def expanded(text: str) -> Path:
    """With the person's own folder in place of ~. A ~name of nobody stays as it is: no such file is there."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path.expanduser raises for a name that is not known


def sticks() -> list[Path]:
    """Where sticks and outside disks are, on this system; the ones that can be written to."""
    found = [folder for root in _roots() for folder in _folders(root)]
    return sorted(folder for folder in found if os.access(folder, os.W_OK) and not folder.is_symlink())


def _roots() -> Iterable[Path]:
    if sys.platform == "darwin":
        return [Path("/Volumes")]
    if sys.platform == "win32":
        return []
    name = os.environ.get("USER") or os.environ.get("LOGNAME") or ""
    return [Path("/media", name), Path("/run/media", name)] if name else []


def _folders(root: Path) -> list[Path]:
    try:
        return [folder for folder in root.iterdir() if folder.is_dir()]
    except OSError:
        return []


def home_folder() -> Path | None:
    """The person's own folder, where the file may lie when there is no stick and nothing is known to copy it."""
    home = _home()
    return home if home is not None and service_at(home / "file") is None and os.access(home, os.W_OK) else None


def offered() -> list[Path]:
    """Folders to offer: sticks first, then the person's own folder."""
    home = home_folder()
    return [*sticks(), *([home] if home is not None else [])]
