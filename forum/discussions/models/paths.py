"""Sort paths: the text by which a tree of posts sorts as it is read.

A path is the chain of post numbers from the opening post down, each number written as the count of its base-36 digits
followed by the digits. Such words are prefix-free and sort like the numbers (byte order, `COLLATE "C"`), so one index
range is one branch. A branch deeper than `MAX_DEPTH` goes on at that depth, in time order, which bounds the key.
"""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_DEPTH = 100
FOLD_DEPTH = (
    20  # an exchange of two people is read to its end; what is folded is longer than most threads are deep
)
AFTER_EVERY_PATH = "~"


def path_word(number: int) -> str:
    """The word for a post number of 1 or more, e.g. 57 → "21l"."""
    if number < 1:
        raise ValueError("Post numbers begin at 1.")
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return f"{len(digits)}{digits}"


def path_numbers(path: str) -> list[int]:
    """The post numbers a path is made of, from the opening post down."""
    numbers, at = [], 0
    while at < len(path):
        end = at + 1 + int(path[at])
        numbers.append(int(path[at + 1 : end], 36))
        at = end
    return numbers


def child_path(parent_path: str, parent_depth: int, number: int) -> tuple[str, int]:
    """The path and depth of post `number` as a reply to a post at `parent_path` and `parent_depth`."""
    if parent_depth < MAX_DEPTH:
        return parent_path + path_word(number), parent_depth + 1
    branch = "".join(path_word(ancestor) for ancestor in path_numbers(parent_path)[:-1])
    return branch + path_word(number), MAX_DEPTH
