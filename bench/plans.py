"""What is asked of a server: requests as bytes, and how they are to be sent."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `cookies` make it a person's; `form` makes it a POST."""

    path: str
    cookies: str = ""
    form: tuple[tuple[str, str], ...] = ()
    etag: str = ""

    def raw(self, host: str) -> str:
        """The request as it goes over the wire; latin-1."""
        body = urlencode(self.form)
        lines = [
            f"{'POST' if self.form else 'GET'} {self.path} HTTP/1.1",
            f"Host: {host}",
            "Accept: text/html",
        ]
        if self.cookies:
            lines.append(f"Cookie: {self.cookies}")
        if self.etag:
            lines.append(f"If-None-Match: {self.etag}")
        if self.form:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join(lines) + "\r\n\r\n" + body


@dataclass(frozen=True, slots=True)
class Scenario:
    """A page, or several of a kind, asked for again and again. `status` is what every answer must have."""

    name: str
    asks: tuple[Ask, ...]
    status: int = 200
    once: bool = False  # each ask is good for one time only

    def plan(self, host: str, *, seconds: float, connections: int) -> str:
        """What the client is told, as JSON."""
        requests = [ask.raw(host) for ask in self.asks]
        return json.dumps(
            {"requests": requests, "seconds": seconds, "connections": connections, "once": self.once}
        )


@dataclass(slots=True)
class Answers:
    """What the client saw: `statuses` counts by status; times in milliseconds; sizes in bytes."""

    count: int = 0
    seconds: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    size: int = 0
    gzipped: int = 0
    statuses: dict[str, int] = field(default_factory=dict)

    def told(self) -> str:
        """As JSON, for the process that asked."""
        return json.dumps(asdict(self))
