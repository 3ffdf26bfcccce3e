"""HTTP to a device: requests behind one guarded session type.

requests alone would follow redirects, read proxies from the environment, decompress bombs and wait
per read; here every connection is a :class:`Stream` of the door with a total deadline, nothing is
followed, nothing is decompressed and the body is cut at a cap.
"""

from __future__ import annotations

import contextlib
import ssl
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from doorguard.network.refusal import DoorError, NoAnswer, Unreadable
from doorguard.network.stream import Stream, TlsSocket
from doorguard.network.text import clean

if TYPE_CHECKING:
    import requests

BODY_CAP = 1 << 20
HEAD_CAP = 64 * 1024
_MEDIA = ("image/", "video/", "audio/", "multipart/")
Opener = Callable[[int, bool], Stream]
"""(port, tls) -> a connected stream of the door."""


@dataclass(frozen=True, slots=True)
class WebReply:
    """One HTTP answer. ``body`` is raw and cut at the cap; ``headers`` are cleaned text with
    lower-case names; several headers of one name are joined with ", "."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False
    location: str | None = field(default=None, repr=False)

    def header(self, name: str) -> str:
        """A header's value, or ``""``."""
        return self.headers.get(name.lower(), "")

    @property
    def text(self) -> str:
        """The body as text, control characters kept (for parsers, never for showing)."""
        return self.body.decode("utf-8", "replace")


def tls_context() -> ssl.SSLContext:
    """TLS as old and as broken as cameras speak it; we read the certificate, we never trust it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.sslsocket_class = TlsSocket
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    with warnings.catch_warnings(), contextlib.suppress(ValueError):
        warnings.simplefilter("ignore", DeprecationWarning)  # old on purpose
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def load() -> None:
    """Load what :func:`session` needs, which can take seconds on an old computer."""
    import requests  # noqa: F401 - brings urllib3 along


def session(opener: Opener) -> requests.Session:
    """A requests session whose every connection goes through ``opener``."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.util import SKIP_HEADER

    class GuardedConnection(HTTPConnection):
        def connect(self) -> None:
            self.sock = opener(int(self.port or 80), False)

    class GuardedTLSConnection(HTTPSConnection):
        def connect(self) -> None:
            self.sock = opener(int(self.port or 443), True)
            self.is_verified = True  # silences a warning about what we do on purpose

    class GuardedPool(HTTPConnectionPool):
        ConnectionCls = GuardedConnection

    class GuardedTLSPool(HTTPSConnectionPool):
        ConnectionCls = GuardedTLSConnection

    class GuardedAdapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": GuardedPool, "https": GuardedTLSPool}

    class GuardedSession(requests.Session):
        def get_redirect_target(self, resp: requests.Response) -> None:
            """Nothing is ever followed; requests would otherwise read the body to look further."""

    guarded = GuardedSession()
    guarded.trust_env = False
    guarded.headers.clear()
    # A camera's log may be read by the wrong person: what asks there is not named.
    guarded.headers.update({"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": SKIP_HEADER})
    adapter = GuardedAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
    guarded.mount("http://", adapter)
    guarded.mount("https://", adapter)
    return guarded


def ask(
    guarded: requests.Session,
    url: str,
    *,
    method: str,
    headers: Mapping[str, str] | None,
    body: bytes | None,
    cap: int,
    media_cap: int | None = None,
) -> WebReply:
    """One request, one answer. ``media_cap`` cuts pictures, sound and streams. Raises :class:`DoorError` of
    some kind, never anything else."""
    import requests
    import urllib3

    try:
        reply = guarded.request(
            method,
            url,
            headers=dict(headers or {}),
            data=body,
            stream=True,
            allow_redirects=False,
            timeout=None,
            verify=False,
        )
        try:
            return _read(reply, cap, media_cap)
        finally:
            reply.close()
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise _inner(error) from None
    except DoorError:
        raise
    except (OSError, ValueError, AssertionError, RecursionError) as error:
        raise Unreadable(f"unreadable answer ({type(error).__name__})") from None


def _read(reply: requests.Response, cap: int, media_cap: int | None) -> WebReply:
    kind = reply.headers.get("Content-Type", "")
    if media_cap is not None and kind.strip().lower().startswith(_MEDIA):
        cap = min(cap, media_cap)
    if "multipart/related" in kind.lower():
        raise Unreadable("multipart/related answer")
    got = b""
    cut = False
    while len(got) < cap:
        part = reply.raw.read(min(65536, cap - len(got)), decode_content=False)
        if not part:
            break
        got += part
    else:
        cut = True
    names = {}
    for name, value in list(reply.headers.items())[:64]:
        names[clean(name, 64).lower()] = clean(value, 512)
    return WebReply(reply.status_code, names, got, cut, names.get("location"))


def _inner(error: BaseException) -> DoorError:
    """The door's own error, where one is at the bottom of a library's."""
    seen: BaseException | None = error
    for _ in range(8):
        if isinstance(seen, DoorError):
            return seen
        if seen is None:
            break
        reason = getattr(seen, "reason", None)
        inner = [arg for arg in seen.args if isinstance(arg, BaseException)]
        if isinstance(reason, BaseException):
            seen = reason
        elif inner:
            seen = inner[-1]
        else:
            seen = seen.__cause__ or seen.__context__
    name = type(error).__name__
    if "Timeout" in name or ("Connection" in name and "Protocol" not in str(type(seen).__name__)):
        return NoAnswer(name)
    return Unreadable(f"unreadable answer ({name})")
