"""The practical limit in Python: whatever one says goes to everybody. `python -m bench.live.bare PORT`."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main(port: int) -> None:
    """Serve until ended. Knows no rooms, no people, no rights, and stores nothing."""
    everybody: set[ServerConnection] = set()

    async def listen(connection: ServerConnection) -> None:
        everybody.add(connection)
        try:
            async for said in connection:
                broadcast(everybody, said)
        finally:
            everybody.discard(connection)

    options: dict[str, Any] = {"compression": None, "ping_interval": None}
    async with serve(listen, "127.0.0.1", port, **options) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
