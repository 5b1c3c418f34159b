"""Before every request a connection that was kept is checked; here without a round trip to the database."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows from its own socket whether the server has ended it."""

    def is_usable(self) -> bool:
        """False where the server hung up. It says so on the socket: only where something waits there is it asked."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return bool(super().is_usable()) if waiting.poll(0) else True
