"""Where a server can be made to die or to wait, by name (tests/faults/server.py)."""

BEFORE_COMMIT, HOLD, BEFORE_PUBLISH, BEFORE_ACK = "before-commit", "hold", "before-publish", "before-ack"
