"""Signs that Slack writes as words between colons: those that everyone uses, and the reactions that some stand for."""

from __future__ import annotations

import re
from typing import Final

# The others stay the words that they are.
_SIGNS: Final = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "thumbsdown": "👎", "smile": "😄", "simple_smile": "🙂",
    "slightly_smiling_face": "🙂", "smiley": "😃", "grinning": "😀", "grin": "😁", "joy": "😂", "laughing": "😆",
    "wink": "😉", "blush": "😊", "stuck_out_tongue": "😛", "stuck_out_tongue_winking_eye": "😜", "sunglasses": "😎",
    "heart": "❤️", "thinking_face": "🤔", "confused": "😕", "disappointed": "😞", "cry": "😢", "sob": "😭",
    "clap": "👏", "ok_hand": "👌", "pray": "🙏", "wave": "👋", "raised_hands": "🙌", "muscle": "💪", "point_up": "☝️",
    "tada": "🎉", "fire": "🔥", "100": "💯", "rocket": "🚀", "star": "⭐", "bulb": "💡", "eyes": "👀", "beers": "🍻",
    "beer": "🍺", "coffee": "☕", "pizza": "🍕", "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌",
    "warning": "⚠️", "question": "❓", "calendar": "📅", "books": "📚", "book": "📖", "bar_chart": "📊",
    "chart_with_upwards_trend": "📈", "computer": "💻", "hugging_face": "🤗", "upside_down_face": "🙃",
    "robot_face": "🤖", "sweat_smile": "😅", "scream": "😱", "party": "🎉", "bug": "🐛", "link": "🔗",
}  # fmt: skip
# A reaction here means something; a sign comes in as the one that it plainly stands for.
_REACTIONS: Final = {
    "thanks": "+1 thumbsup clap pray heart tada raised_hands 100 fire ok_hand star muscle rocket bow",
    "insight": "bulb brain mind_blown exploding_head",
    "same": "raising_hand hand heavy_plus_sign",
    "with-you": "hugging_face hugs cry disappointed broken_heart people_hugging sob",
}
_KIND_OF: Final = {sign: kind for kind, signs in _REACTIONS.items() for sign in signs.split()}
_WRITTEN: Final = re.compile(r":([a-z0-9_+-]{1,50}):(?::skin-tone-[2-6]:)?")


def with_signs(text: str) -> str:
    """The text with well-known words between colons as the signs that they stand for."""
    return _WRITTEN.sub(lambda found: _SIGNS.get(found[1], found[0]), text)


def kind_of_reaction(sign: str) -> str | None:
    """The reaction of ours that a sign stands for; None where there is none."""
    return _KIND_OF.get(sign.partition("::")[0])
