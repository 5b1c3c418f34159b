"""HTML with holes: what is the same for every reader is put together once, what differs is laid into it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

Marks = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """HTML with named holes; `names[i]` stands behind `parts[i]`. A hole may occur more than once."""

    parts: tuple[str, ...]
    names: tuple[str, ...]

    def filled(self, contents: Mapping[str, str]) -> str:
        """The whole with `contents`, HTML by the name of the hole, laid into it."""
        whole = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            whole += (contents[name], part)
        return "".join(whole)


def piece(template: str, write: Callable[[Marks], Mapping[str, Any]]) -> Piece:
    """Render a part of a page: `write` is given the marks of its holes and gives its context.

    Marks are random words, so that nothing a person wrote can be taken for one.
    """
    word = secrets.token_hex(12)
    return _cut(render_to_string(template, write(_Marks(word))), word)


def shell(request: HttpRequest, template: str, write: Callable[[Marks], Mapping[str, Any]]) -> Piece:
    """Render a page for anyone who is signed in: `write` is given the marks of its holes and gives its context.

    Nothing of whoever asks can get into it: the template sees a reader who is signed in and nothing else of them.
    Token, colours and time zone of the reader are holes of every page.
    """
    word = secrets.token_hex(12)
    marks = _Marks(word)
    values = {name: marks[name] for name in ("csrf_token", "theme", "time_zone")}
    html = render_to_string(
        template, {**values, **write(marks), "holes": marks}, request=_SameAddress(request)
    )
    return _cut(html, word)


def own_parts(request: HttpRequest, community_slug: str = "") -> dict[str, str]:
    """What the frame shows of the reader, for the holes of a shell; the middleware of the frame has hung it there."""
    parts: dict[str, str] = request.rail.own_parts(request, community_slug)  # type: ignore[attr-defined]
    return parts


def asks_for_part(request: HttpRequest) -> bool:
    """True where a script of ours asks, which lays a part of the page in place instead of opening a page."""
    return request.headers.get("HX-Request") == "true"


def _cut(html: str, word: str) -> Piece:
    pieces = re.split(rf"{word}-([a-z0-9_]+)-", html)
    return Piece(tuple(pieces[::2]), tuple(pieces[1::2]))


class _Marks(dict[str, str]):
    """Names of holes, and the random words that hold their places while the page is rendered."""

    def __init__(self, word: str) -> None:
        self._word = word

    def __bool__(self) -> bool:
        return True  # base.html asks whether there are holes, and this holds none until one is named

    def __missing__(self, name: str) -> str:
        return f"{self._word}-{name}-"


class _Anyone:
    """Whoever is signed in."""

    is_authenticated = True
    is_anonymous = False


class _SameAddress(HttpRequest):
    """A request for the same page by anyone who is signed in."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.method, self.path, self.path_info = "GET", request.path, request.path_info
        self.META = {"HTTP_HOST": request.get_host()}
        self.user = _Anyone()  # type: ignore[assignment]
        self._its_scheme = request.scheme

    def _get_scheme(self) -> str | None:
        return self._its_scheme
