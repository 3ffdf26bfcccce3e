"""One TCP conversation with one device: total deadline, byte cap, TLS, immediate stop.

Python's own time-outs are per read, and its HTTP client reads 1xx replies and trailers without
end; so every read and write here, TLS handshake included, waits under one total deadline.
"""

from __future__ import annotations

import errno
import functools
import io
import selectors
import socket
import ssl
import struct
from collections.abc import Callable
from typing import Any

from doorguard.network.refusal import NoAnswer, Refused, Unreadable
from doorguard.network.waiting import Deadline, Waiter, WakeUp

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_IN_PROGRESS = {errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN, getattr(errno, "WSAEWOULDBLOCK", -1)}
_REFUSED = {errno.ECONNREFUSED, getattr(errno, "WSAECONNREFUSED", -1)}


class Stream:
    """A connected, deadline-bound stream. Also good enough a socket for http.client."""

    def __init__(
        self,
        sock: socket.socket,
        sockaddr: tuple[Any, ...],
        wake: WakeUp,
        deadline: Deadline,
        byte_cap: int,
        on_close: Callable[[], None],
    ) -> None:
        self._sock: socket.socket = sock
        self._wake = wake
        self._deadline = deadline
        self._bytes_left = self._byte_cap = byte_cap
        self._on_close: Callable[[], None] | None = on_close
        self._files = 0
        self._closing = False
        self._waiter = Waiter(sock, wake)
        try:
            self._connect(sockaddr)
        except BaseException:
            self._end()
            raise

    def renew(self, deadline: Deadline, byte_cap: int) -> None:
        """Start a new request on a conversation that was kept open."""
        self._deadline = deadline
        self._bytes_left = self._byte_cap = byte_cap

    @property
    def heard_nothing(self) -> bool:
        """True while no byte came since it was opened or renewed."""
        return self._bytes_left == self._byte_cap

    def _connect(self, sockaddr: tuple[Any, ...]) -> None:
        self._sock.setblocking(False)
        # Head and body leave in two writes; without this the second waits 40 ms for the first.
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = self._sock.connect_ex(sockaddr)
        if code in _IN_PROGRESS:
            self._waiter.wait(_WRITE, self._deadline)
            code = self._sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code in _REFUSED:
            raise Refused("nothing listens there")
        if code:
            raise NoAnswer(errno.errorcode.get(code, str(code)))

    def start_tls(self, context: ssl.SSLContext) -> bytes | None:
        """Do a TLS handshake; returns the peer's certificate (DER), unverified, or None.

        Raises NoAnswer or :class:`Unreadable` when the other side does not speak TLS.
        """
        try:
            secured = context.wrap_socket(self._sock, do_handshake_on_connect=False)
        except OSError as error:
            raise NoAnswer(error.strerror or type(error).__name__) from None
        self._waiter.close()
        self._sock = secured
        self._waiter = Waiter(secured, self._wake)
        if self._patiently(secured.do_handshake) == b"":
            raise Unreadable("it hung up instead of speaking TLS")
        return secured.getpeercert(binary_form=True)

    @property
    def tls_version(self) -> str:
        """The TLS version both sides agreed on, as OpenSSL names it (``TLSv1.2``); ``""`` without TLS."""
        return (self._sock.version() or "") if isinstance(self._sock, ssl.SSLSocket) else ""

    def _patiently(self, step: Callable[[], Any], wants: int = _READ) -> Any:
        while True:
            self._wake.check()
            if self._deadline.left <= 0:
                raise NoAnswer("no answer in time")
            try:
                return step()
            except ssl.SSLWantReadError:
                self._waiter.wait(_READ, self._deadline)
            except ssl.SSLWantWriteError:
                self._waiter.wait(_WRITE, self._deadline)
            except (BlockingIOError, InterruptedError):
                self._waiter.wait(wants, self._deadline)
            except ssl.SSLEOFError:
                return b""
            except ssl.SSLError as error:
                raise Unreadable(f"TLS: {error.reason}") from None
            except OSError as error:
                raise NoAnswer(error.strerror or type(error).__name__) from None

    def recv(self, size: int) -> bytes:
        """At most ``size`` bytes; ``b""`` when the other side closed."""
        if self._bytes_left <= 0:
            raise Unreadable("the device sent far too much")
        part: bytes = self._patiently(lambda: self._sock.recv(min(size, 65536)))
        self._bytes_left -= len(part)
        return part

    def recv_into(self, buffer: Any) -> int:
        """Fill a buffer; 0 when the other side closed."""
        part = self.recv(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def sendall(self, data: bytes) -> None:
        """Send everything, or raise."""
        view = memoryview(bytes(data))
        while view:
            sent = self._patiently(functools.partial(self._sock.send, view), _WRITE)
            view = view[int(sent or 0) :]

    # The rest is what http.client and urllib3 ask of a socket.

    def makefile(self, mode: str = "rb", *args: Any, **kwargs: Any) -> io.BufferedReader:
        """A reader over :meth:`recv`, for http.client."""
        self._files += 1
        return io.BufferedReader(_Reader(self))

    def settimeout(self, _: float | None) -> None:
        """The deadline is total and set elsewhere."""

    def setsockopt(self, *_: Any) -> None:
        """Options are set by the door."""

    def fileno(self) -> int:
        """The socket's number, for readiness tests."""
        return self._sock.fileno()

    def shutdown(self, _how: int = socket.SHUT_RDWR) -> None:
        """Hang up now."""
        self._end()

    def file_closed(self) -> None:
        """One reader was closed; the socket goes with the last of them."""
        self._files -= 1
        if self._closing and self._files <= 0:
            self._end()

    def close(self) -> None:
        """Close, once every reader handed out is closed (as sockets do)."""
        self._closing = True
        if self._files <= 0:
            self._end()

    def abort(self) -> None:
        """Close at once, whoever still reads."""
        self._end()

    def _end(self) -> None:
        on_close, self._on_close = self._on_close, None
        if on_close is None:
            return
        self._waiter.close()
        try:
            # A reset instead of a lingering close: a device's table of half-open ends stays empty.
            self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
        self._sock.close()
        on_close()


class TlsSocket(ssl.SSLSocket):
    """Can be made of a connection that the other side has just broken off: the handshake tells of it.

    Python's own asks who is on the other side while it is made, and leaves the socket open where nobody is.
    """

    def getpeername(self) -> Any:
        """The other side's address; None when it has gone."""
        try:
            return super().getpeername()
        except OSError:
            return None


class _Reader(io.RawIOBase):
    def __init__(self, stream: Stream) -> None:
        self._stream: Stream | None = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._stream is None:
            return 0
        return self._stream.recv_into(buffer)

    def close(self) -> None:
        if self._stream is not None:
            stream, self._stream = self._stream, None
            stream.file_closed()
        super().close()
