"""Ends connections of another process, as a network does that breaks: both sides see the end, and neither asked for it."""

import ctypes
import errno
import os
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

_PIDFD_GETFD = 438
"""pidfd_getfd(2): the number is the same on every architecture of Linux; Python has no name for it."""
_SCOPE = Path("/proc/sys/kernel/yama/ptrace_scope")


def may_drop() -> bool:
    """Whether the kernel lets this user reach into processes of its own."""
    allowed = os.geteuid() == 0 or not _SCOPE.exists() or _SCOPE.read_text().strip() == "0"
    return hasattr(os, "pidfd_open") and Path("/proc/self/fd").exists() and allowed


def drop(pid: int) -> int:
    """Ends every stream connection of the process and returns how many; one that is gone has none."""
    dropped = 0
    for connection in _sockets(pid):
        with closing(connection):
            if _is_connection(connection):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                    dropped += 1
    return dropped


def _sockets(pid: int) -> Iterator[socket.socket]:
    with suppress(ProcessLookupError, FileNotFoundError):
        process = os.pidfd_open(pid)
        try:
            for entry in list(Path(f"/proc/{pid}/fd").iterdir()):
                copy = _same(process, int(entry.name)) if _is_socket(entry) else None
                if copy is not None:
                    yield socket.socket(fileno=copy)
        finally:
            os.close(process)


def _is_socket(entry: Path) -> bool:
    try:
        return entry.readlink().name.startswith("socket:")
    except FileNotFoundError:
        return False


def _same(process: int, descriptor: int) -> int | None:
    """Our own descriptor of the same socket; None when it was closed meanwhile."""
    found = int(ctypes.CDLL(None, use_errno=True).syscall(_PIDFD_GETFD, process, descriptor, 0))
    if found >= 0:
        return found
    if ctypes.get_errno() in (errno.EBADF, errno.ESRCH):
        return None
    raise OSError(
        ctypes.get_errno(), f"The kernel refused the connections of another process: {os.strerror(ctypes.get_errno())}"
    )


def _is_connection(found: socket.socket) -> bool:
    """Not one that listens, nor a pair within a process: such a one has no name on either side."""
    if found.type != socket.SOCK_STREAM or found.family not in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        return False
    try:
        names = (found.getsockname(), found.getpeername())
    except OSError:
        return False
    return any(names)
