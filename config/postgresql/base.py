"""PostgreSQL as pages need it: no round trip to see whether it is there, no plan made twice for what each page asks."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base

PREPARED = "prepared"


class PreparedCursor(base.ServerBindingCursor):
    """Sends values apart from the SQL and lets the server keep its plan: for SQL that stays the same."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run the query with a plan that is kept."""
        return super().execute(query, params, prepare=True, **options)  # type: ignore[misc]  # the types leave it out


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows from its own socket whether the server has ended it, and has prepared cursors."""

    def is_usable(self) -> bool:
        """False where the server hung up. It says so on the socket: only where something waits there is it asked."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return bool(super().is_usable()) if waiting.poll(0) else True

    def prepared_cursor(self) -> Any:
        """A cursor for SQL that stays the same; a plain one where a pooler stands between, which forbids plans."""
        is_pooled = self.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
        return self.cursor() if is_pooled else self._cursor(PREPARED)  # type: ignore[attr-defined]  # the same

    def get_connection_params(self) -> dict[str, Any]:
        """The framework's, but without its ban on prepared statements: only prepared cursors make any."""
        parameters: dict[str, Any] = super().get_connection_params()
        if not self.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] and parameters["prepare_threshold"] is None:
            parameters["prepare_threshold"] = 5
        return parameters

    def create_cursor(self, name: str | None = None) -> Any:
        """The framework's cursor, or a prepared one."""
        if name != PREPARED:
            return super().create_cursor(name)
        usual = self.connection.cursor_factory
        self.connection.cursor_factory = PreparedCursor
        try:
            return super().create_cursor()
        finally:
            self.connection.cursor_factory = usual
