"""Names the code that runs, so that caches and entity tags of an older build are never taken for its own."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

FOLDERS = ("config", "forum", "realtime", "templates", "static")
KINDS = {".py", ".html", ".txt", ".css", ".js", ".mo"}


def fingerprint(checkout: Path) -> str:
    """Sixteen hexadecimal digits on which every process of one checkout or image agrees, and no other."""
    digest = blake2b(digest_size=8)
    for folder in FOLDERS:
        for path in sorted((checkout / folder).rglob("*")):
            if path.suffix in KINDS:
                about = path.stat()
                digest.update(f"{path.relative_to(checkout)} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
