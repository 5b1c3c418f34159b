"""Sessions in the cache and the database, whose keys look like keys before either is asked for them."""

from __future__ import annotations

from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore


class SessionStore(CachedStore):
    """Takes whatever a cookie says for no session, unless it could be the key of one."""

    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie may hold any byte, NUL included, which the database refuses with an error."""
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()
