"""PostgreSQL refuses to run as root: here is decided whose account it runs under, whose files these are."""

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

ACCOUNT = "embedded_postgres"


class CannotStart(RuntimeError):
    """The embedded servers cannot start; the message is a sentence for the person at the keyboard."""


def server_account(data: Path) -> str | None:
    """The account PostgreSQL runs under: None for ours; for root the owner of `data`, or its own."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return _name(data.stat().st_uid)
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--shell", "/bin/sh", ACCOUNT], check=True, capture_output=True
        )
    return ACCOUNT


def give_to(account: str | None, directory: Path) -> None:
    """Hand `directory` to PostgreSQL's account and let that account reach it through its parents."""
    if account is None:
        return
    entry = pwd.getpwnam(account)
    os.chown(directory, entry.pw_uid, entry.pw_gid)
    let_through(directory)


def let_through(path: Path) -> None:
    """Allow passing the directories above `path`: a server that is not root must reach it."""
    for parent in path.parents:
        let_pass(parent)


def let_pass(directory: Path) -> None:
    """Allow passing (not listing) one directory, and say so where that is new."""
    mode = directory.stat().st_mode
    if mode & stat.S_IXOTH:
        return
    directory.chmod(mode | stat.S_IXOTH)
    print(
        f"PostgreSQL does not run as root, so other accounts may now pass through {directory} (not list it). "
        f"To undo: chmod o-x {directory}",
        file=sys.stderr,
    )


def require_ours(directory: Path) -> None:
    """Raise CannotStart if `directory` exists and was made by another person. Root may use anybody's."""
    if os.geteuid() == 0 or not directory.exists():
        return
    owner = directory.stat().st_uid
    if owner == os.geteuid():
        return
    raise CannotStart(
        f"{directory} belongs to {_name(owner)}. Run this as {_name(owner)}, remove that directory, "
        f"or name another one with WEFT_SERVICES_DIR."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
