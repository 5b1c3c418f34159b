"""Where the embedded servers keep their data and sockets, so that every process finds the same ones."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from config.embedded.ownership import give_to, require_ours, server_account

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes on Linux and 103 on macOS
POSTGRES_SOCKET = ".s.PGSQL.5432"
REDIS_DATABASES = 128


@dataclass(frozen=True)
class Places:
    """One pair of servers: their directory and whether their data must survive a power cut."""

    root: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.root / "postgresql"

    @property
    def start_lock(self) -> Path:
        """Held while servers are started or stopped."""
        return self.root / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that needs the servers."""
        return self.root / "users.lock"

    @property
    def keep_marker(self) -> Path:
        """Exists when somebody asked for the servers to stay after their last user."""
        return self.root / "keep"

    @cached_property
    def sockets(self) -> Path:
        """The directory of both sockets: under the root, or a short one where that path is too long."""
        near = self.root / "sockets"
        if len(os.fsencode(near / POSTGRES_SOCKET)) <= LONGEST_SOCKET_PATH:
            return near
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"weft-{name}"

    @property
    def redis_socket(self) -> Path:
        """Redis' socket."""
        return self.sockets / "redis.sock"

    def database_url(self, name: str = "weft") -> str:
        """The URL of one database on the embedded PostgreSQL."""
        return f"postgresql://weft@/{name}?host={quote(str(self.sockets), safe='')}"

    def redis_url(self, number: int = 0) -> str:
        """The URL of one numbered database (0 to 127) on the embedded Redis."""
        return f"unix://{quote(str(self.redis_socket))}?db={number}"

    def prepare(self) -> None:
        """Make the directories. Raises CannotStart where they belong to somebody else."""
        for directory in (self.root, self.sockets):
            require_ours(directory)
            directory.mkdir(mode=0o755 if directory == self.root else 0o700, parents=True, exist_ok=True)
        give_to(server_account(self.data), self.sockets)


def places() -> Places:
    """The servers of this checkout, or of the directory named by WEFT_SERVICES_DIR."""
    root = Path(os.environ.get("WEFT_SERVICES_DIR") or CHECKOUT / "var" / "services")
    return Places(root.resolve(), durable=os.environ.get("WEFT_SERVICES_DURABLE", "1") != "0")
