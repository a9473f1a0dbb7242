"""Under which identity Postgres runs.

Postgres refuses to run as root, and its data may lie below folders that only root may enter (/root, a private
temporary folder). Two ways keep those folders reachable without touching their modes or creating a system user:

1. `KeptCapability`: another uid that keeps CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH as ambient capabilities
   (capabilities(7)), so that it passes every folder that root passes and may do nothing else that root may.
2. `UserNamespace`: root outside, an ordinary uid inside a user namespace (user_namespaces(7)); where a sandbox takes
   ambient capabilities away, and for a uid without an entry in the user database, which initdb insists on.

An ordinary user's Postgres runs as that user.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from local.errors import DatabaseError

_PR_SET_PDEATHSIG, _PR_SET_KEEPCAPS, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 1, 8, 38, 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_CAPABILITY_VERSION_3 = 0x20080522
_CLONE_NEWUSER = 0x10000000
_NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


class Identity(Protocol):
    """How a child process leaves root behind, and who owns the files it works on."""

    @property
    def owner(self) -> int: ...

    def assume(self) -> None:
        """Called in the child between fork and exec."""


@dataclass(frozen=True)
class OwnUser:
    """The user who started Nudge."""

    owner: int

    def assume(self) -> None:
        return None


@dataclass(frozen=True)
class KeptCapability:
    """Another user id, with the right to pass folder and file modes kept."""

    owner: int

    def assume(self) -> None:
        _prctl(_PR_SET_KEEPCAPS, 1)
        group = _group_of(self.owner)
        os.setgroups([])
        os.setresgid(group, group, group)
        os.setresuid(self.owner, self.owner, self.owner)
        kept = [bit for bit in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH) if _permitted() & 1 << bit]
        _set_capabilities(sum(1 << bit for bit in kept))
        for bit in kept:
            _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, bit)
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)


@dataclass(frozen=True)
class UserNamespace:
    """The same user outside, `nobody` inside a user namespace."""

    owner: int

    def assume(self) -> None:
        inside_group, outside_group = _group_of(_NOBODY), os.getegid()
        _check(_libc.unshare(_CLONE_NEWUSER))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{_NOBODY} {self.owner} 1")
        Path("/proc/self/gid_map").write_text(f"{inside_group} {outside_group} 1")


def choose_identity(folder: Path, probe: Path) -> Identity:
    """The first identity under which the program `probe` runs and `folder` can be entered.

    As root Postgres belongs to the owner of `folder` when that is another user, otherwise to `nobody`.
    """
    user = os.geteuid()
    candidates: list[Identity] = []
    if user != 0 and _is_known(user):
        return OwnUser(user)
    if user == 0:
        owner = folder.stat().st_uid
        candidates.append(KeptCapability(owner if owner and _is_known(owner) else _NOBODY))
    candidates.append(UserNamespace(user))
    for identity in candidates:
        if sys.platform == "linux" and _can_run(identity, probe, folder):
            return identity
    raise DatabaseError("The database cannot run under this user here. Please start Nudge as an ordinary user.")


def die_with_parent(death: signal.Signals, parent: int) -> None:
    """Have the kernel send `death` to this process when the thread that forked it ends (Linux; prctl(2)).

    Call it after a change of the user id, which clears the setting.
    """
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, death)
        if os.getppid() != parent:
            os.kill(os.getpid(), death)


def in_child(identity: Identity, death: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: take the identity and end with the parent. Only for a process with a single thread."""
    parent = os.getpid()

    def prepare() -> None:
        identity.assume()
        die_with_parent(death, parent)

    return prepare


def _can_run(identity: Identity, probe: Path, folder: Path) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - a program of the wheel, no shell
            [probe, "--version"], preexec_fn=identity.assume, cwd=folder, capture_output=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _is_known(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _group_of(user: int) -> int:
    return pwd.getpwuid(user).pw_gid if _is_known(user) else user


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Set(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def _permitted() -> int:
    sets = (_Set * 2)()
    _check(_libc.capget(ctypes.byref(_Header(_CAPABILITY_VERSION_3, 0)), sets))
    return int(sets[0].permitted)


def _set_capabilities(mask: int) -> None:
    sets = (_Set * 2)()
    sets[0].effective = sets[0].permitted = sets[0].inheritable = mask
    _check(_libc.capset(ctypes.byref(_Header(_CAPABILITY_VERSION_3, 0)), sets))


def _prctl(option: int, *arguments: int) -> None:
    padded = [*arguments, 0, 0, 0, 0][:4]
    _check(_libc.prctl(option, *(ctypes.c_ulong(argument) for argument in padded)))


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
