"""The application behind /ws/: lets people in, reads what they ask, one message after another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from math import ceil
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import parse_cookie

from realtime import acts
from realtime.answers import AWAY, ENDING, RETRY, TOO_MUCH, Alive, Code, Failed, Welcome
from realtime.buckets import Bucket
from realtime.connection import Connection
from realtime.entering import leave_room, take_room
from realtime.health import draining
from realtime.hub import Hub
from realtime.numbers import numbers
from realtime.pool import in_pool
from realtime.process import Process, at_work
from realtime.protocol import (
    VERSION,
    Act,
    Beat,
    Hello,
    Incoming,
    Malformed,
    Read,
    Send,
    Subscribe,
    Typing,
    Unsubscribe,
    Unwatch,
    Watch,
    parse,
)
from realtime.rights import Standing

logger = logging.getLogger(__name__)

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
BROKEN = "Something went wrong here. It was noted; try again."
OLD = "This page is older than the site. Load it again."
OTHER = "Somebody else has signed in in this browser. Load the page again."


async def socket(scope: dict[str, Any], receive: Receive, send: Callable[[Message], Awaitable[None]]) -> None:
    """One socket, from its beginning to its end."""
    if (await receive())["type"] != "websocket.connect":
        return
    connection = Connection(scope, send, session_key=_session_key(scope))
    await send({"type": "websocket.accept"})
    process = at_work()
    process.hub.sockets.add(connection)
    process.garbage.note_turn()
    try:
        person_id = await _let_in(process.hub, connection)
        if connection.closing is None and process.entrances_of(person_id).take():
            connection.close(Code.TOO_MUCH, TOO_MUCH)
        if connection.closing is None:
            process.hub.sockets.admit(connection, person_id)
            await Conversation(process, connection, receive).go_on()
    except Exception:
        logger.exception("A socket failed.")
        connection.close(Code.GOING, BROKEN)
    finally:
        process.garbage.note_turn()
        await process.hub.remove(connection)
        await connection.finish()


async def _let_in(hub: Hub, connection: Connection) -> int:
    """Who it is, as an id; whoever may not come in is told why, after accepting: before, a browser sees a bare 1006."""
    if draining.is_set():
        connection.close(Code.GOING, ENDING)
        return 0
    try:
        key = connection.session_key
        standing = await hub.standings.ask(key) if key else Standing()
    except Error:
        logger.warning("Nobody can be let in.", exc_info=True)
        connection.close(Code.GOING, AWAY)
        return 0
    if standing.is_barred:
        connection.close(Code.BARRED, standing.say)
    elif not standing.person_id:
        connection.close(Code.SIGNED_OUT, standing.say)
    return standing.person_id


def _session_key(scope: dict[str, Any]) -> str:
    """The session that the browser's cookie names; whether it is one is asked of the database."""
    cookies = b"; ".join(value for name, value in scope.get("headers", ()) if name == b"cookie")
    key = parse_cookie(cookies.decode("latin1")).get(settings.SESSION_COOKIE_NAME, "")
    return key if 8 <= len(key) <= 40 and key.isascii() and key.isalnum() else ""


class Conversation:
    """What one client says, in the order in which it is said."""

    def __init__(self, process: Process, connection: Connection, receive: Receive) -> None:
        self.process, self.connection = process, connection
        self._receive = receive
        self._bounds = settings.SOCKETS
        self._frames, self._mistakes = Bucket(self._bounds.frames), Bucket(self._bounds.mistakes)
        self._subscribes = Bucket(self._bounds.subscribes)
        self._is_greeted = False

    async def go_on(self) -> None:
        """Until either side has had enough."""
        while self.connection.closing is None:
            event = await self._next()
            if event is None:
                self.connection.close(Code.SLOW, "This client said nothing.")
            elif event["type"] == "websocket.disconnect":
                self.connection.closing = None
                return
            else:
                await self._hear(event)

    async def _next(self) -> Message | None:
        """What comes next; None where the client does not begin, or the socket is closed while nothing comes.

        The reading itself is ended then: beside thousands of idle sockets, tasks that wait for their end need memory.
        """
        reading = asyncio.current_task()
        assert reading is not None
        self.connection.end_reading = reading.cancel
        try:
            async with asyncio.timeout(None if self._is_greeted else self._bounds.hello_seconds):
                return await self._receive()
        except TimeoutError:
            return None
        except asyncio.CancelledError:
            if self.connection.closing is None:
                raise
            reading.uncancel()
            return None
        finally:
            self.connection.end_reading = None

    async def _hear(self, event: Message) -> None:
        """One frame. Whatever is in it, the socket does not end with an error."""
        if self._frames.take():
            self.connection.close(Code.TOO_MUCH, TOO_MUCH)
            return
        text, message_id = event.get("text"), 0
        self.connection.begin_work()
        try:
            if text is None:
                raise Malformed("malformed", "Messages are text, not bytes.")
            said = parse(text)
            message_id = getattr(said, "id", 0)
            await self._do(said)
        except Malformed as problem:
            self._note_mistake(problem)
        except acts.AWAY_ERRORS:
            logger.warning("What a socket needs does not answer.", exc_info=True)
            self.connection.tell(Failed(message_id, "away", acts.UNCERTAIN, RETRY))
        except Exception:
            logger.exception("A message of a socket failed.")
            self.connection.tell(Failed(message_id, "broken", BROKEN))
        finally:
            self.connection.end_work()

    def _note_mistake(self, problem: Malformed) -> None:
        numbers.mistakes += 1
        self.connection.tell(Failed(problem.id, problem.code, problem.say))
        if self._mistakes.take():
            self.connection.close(Code.OLD_CLIENT, OLD)

    async def _do(self, said: Incoming) -> None:
        if not self._is_greeted or isinstance(said, Hello):
            self._greet(said)
            return
        match said:
            case Beat():
                self.connection.note_beat(said.seen, is_active=said.active)
                self.connection.tell(Alive())
            case Send():
                await self._send(said)
            case Act():
                await self._act(said)
            case Read():
                await self._read(said)
            case Typing():
                await self.process.presence.typing(self.connection, said)
            case Subscribe():
                if self._has(self._subscribes.take(), said.id):
                    await take_room(self.process.hub, self.connection, said)
            case Watch():
                if self._has(self._subscribes.take(), said.id):
                    await self.process.hub.watches.watch(self.connection, said)
            case Unwatch():
                await self.process.hub.watches.unwatch(self.connection, said)
            case Unsubscribe():
                await leave_room(self.process.hub, self.connection, said.room)

    def _greet(self, said: Incoming) -> None:
        if not isinstance(said, Hello) or self._is_greeted:
            raise Malformed("malformed", "hello comes first, and once.")
        if said.v != VERSION:
            self.connection.close(Code.OLD_CLIENT, OLD)
            return
        if said.person not in (None, self.connection.person_id):
            # What waits in that page is another's: it must not be said in the name of who is here now.
            self.connection.close(Code.SIGNED_OUT, OTHER)
            return
        self._is_greeted = True
        limits = {
            "frame": self._bounds.frame_bytes,
            "rooms": self._bounds.rooms_per_socket,
            "watches": self._bounds.watches_per_socket,
            "beat_events": self._bounds.beat_events,
            "typing": int(self._bounds.typing_seconds),
        }
        self.connection.tell(Welcome(self.connection.id, self._bounds.beat_seconds, limits, settings.BUILD))

    async def _send(self, said: Send) -> None:
        person_id = self.connection.person_id
        if self._has(self.process.sends_of(person_id).take(), said.id):
            numbers.sends += 1
            self.connection.tell(await in_pool(acts.send, person_id, said))

    async def _act(self, said: Act) -> None:
        person_id = self.connection.person_id
        if self._has(self.process.reactions_of(person_id).take(), said.id):
            self.connection.tell(await in_pool(acts.act, person_id, said))

    async def _read(self, said: Read) -> None:
        answer = await in_pool(acts.read, self.connection.person_id, said)
        if isinstance(answer, Failed) and answer.code != "rate":
            self.connection.tell(answer)

    def _has(self, wait: float, message_id: int) -> bool:
        """True where there is one left of what is counted; otherwise the client hears when."""
        if wait:
            say = "That was a lot in a short time. Nothing is lost; it can be sent again in a moment."
            self.connection.tell(Failed(message_id, "rate", say, ceil(wait)))
        return not wait
