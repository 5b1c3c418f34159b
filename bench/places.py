"""Where the data of each size lives: databases of their own, never the one that `make run` uses."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from config import embedded
from config.embedded.places import CHECKOUT

VAR = CHECKOUT / "var" / "bench"
ARCHIVES = Path(os.environ.get("WEFT_BENCH_ARCHIVES") or CHECKOUT.parent / "shared" / "data")
SECRET = "measured-with-a-secret-that-guards-nothing-0123456789-abcdefghijklmnopqrstuvwxyz"
REDIS_NUMBERS = {"medium": 101, "large": 102, "live": 103}


@dataclass(frozen=True, slots=True)
class Place:
    """A database and a Redis for one size of data."""

    size: str
    database_url: str
    redis_url: str

    @property
    def database(self) -> str:
        """The database's name."""
        return urlsplit(self.database_url).path.lstrip("/")

    @property
    def server_url(self) -> str:
        """The address of the database from which others are made."""
        return urlunsplit(urlsplit(self.database_url)._replace(path="/postgres"))


def place_of(size: str) -> Place:
    """The place of a size, or of "live": on the server named in WEFT_BENCH_DATABASE_URL, else the embedded one."""
    name = f"weft_bench_{size}"
    database_url = os.environ.get("WEFT_BENCH_DATABASE_URL", "")
    if database_url:
        database_url = urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
    redis_url = os.environ.get("WEFT_BENCH_REDIS_URL") or embedded.places().redis_url(REDIS_NUMBERS[size])
    return Place(size, database_url or embedded.places().database_url(name), redis_url)


def environment_of(place: Place, port: int = 0) -> dict[str, str]:
    """The variables of an installation as in production, but over HTTP on this machine."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "WEFT_ENVIRONMENT": "production",
        "WEFT_SECRET_KEY": SECRET,
        "WEFT_BUILD": "bench",
        "WEFT_ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "WEFT_ORIGIN": f"http://127.0.0.1:{port}" if port else "http://127.0.0.1",
        "WEFT_DATABASE_URL": place.database_url,
        "WEFT_REDIS_URL": place.redis_url,
        "WEFT_REDIS_PREFIX": place.database,
        "WEFT_EMAIL_URL": "memory:",
        "WEFT_STATIC_ROOT": str(VAR / "static"),
        "WEFT_MEDIA_ROOT": str(VAR / "media"),
        "WEFT_LOG_LEVEL": "ERROR",
    }


def enter(place: Place) -> None:
    """Hold the servers and make this process an installation on `place`. Call it before Django is set up."""
    if not os.environ.get("WEFT_BENCH_DATABASE_URL"):
        embedded.use()
    os.environ.update(environment_of(place))
    VAR.mkdir(parents=True, exist_ok=True)
