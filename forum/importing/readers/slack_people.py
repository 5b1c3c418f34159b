"""Who is who in a Slack workspace, those too whom the export masks or has forgotten."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from forum.importing.readers.json_files import dict_of, line_of, text_of
from forum.importing.talk_records import TalkAuthor

_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")


class People:
    """The people of a workspace by id."""

    def __init__(self, users: list[dict[str, Any]]) -> None:
        self._known: dict[str, TalkAuthor] = {}
        for user in users:
            key = line_of(user.get("id"), 40)
            if key:
                self._known[key] = _author(key, user, dict_of(user.get("profile")))

    @property
    def names(self) -> dict[str, str]:
        """What people are called, by id."""
        return {key: author.name for key, author in self._known.items()}

    def author(self, key: str) -> TalkAuthor:
        """Who has this id; somebody called by the id where the export does not say."""
        key = " ".join(key.split())[:40]
        return self._known.get(key) or TalkAuthor(f"slack~{key}", key or _("somebody"))

    def author_of_message(self, said: dict[str, Any]) -> TalkAuthor | None:
        """Who wrote a message: a person, or a program under the name that it gave itself. None where nobody did."""
        key = line_of(said.get("user"), 40) or line_of(dict_of(said.get("comment")).get("user"), 40)
        if key in self._known:
            return self._known[key]
        bot, profile = line_of(said.get("bot_id"), 40), dict_of(said.get("user_profile"))
        name = line_of(said.get("username"), 80) or line_of(dict_of(said.get("bot_profile")).get("name"), 80)
        if key and profile:
            return _author(key, {}, profile)
        if key and not bot:
            return self.author(key)
        if bot or name:
            return TalkAuthor(f"slack~bot~{bot}~{name.casefold()}", name or bot)
        return None


def _author(key: str, user: dict[str, Any], profile: dict[str, Any]) -> TalkAuthor:
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    name = next((found for found in (line_of(each, 80) for each in names) if found), key)
    address = text_of(profile.get("email"), 300).strip().lower()
    return TalkAuthor(f"slack~{key}", name, address if _ADDRESS.fullmatch(address) else None)
