"""Judges rendered HTML by a parser and a list of its own, so that a mistake in the gate cannot hide itself."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

TAGS = set(
    "a abbr b blockquote br caption code dd del details dl dt em h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp "
    "small span strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)
ATTRIBUTES = {"href", "rel", "title", "class", "src", "alt", "loading", "start", "colspan", "rowspan", "role"}
ATTRIBUTES |= {"aria-label", "datetime"}
FILE = re.compile(r"/files/[0-9a-f-]{36}/[^/?#\\\s]*", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\]")


class Judge(HTMLParser):
    """Collects every reason why a browser might do more with some HTML than show it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"tag {tag}")
        for name, value in attrs:
            self._judge(tag, name, value or "")
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"attribute twice on {tag}")
        if tag == "a" and dict(attrs).get("rel") != "nofollow ugc noopener":
            self.faults.append("link without its relation")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.faults.append("declaration")

    def unknown_decl(self, data: str) -> None:
        self.faults.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.faults.append("instruction")

    def _judge(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES:
            self.faults.append(f"attribute {name}")
        if name == "src" and (tag != "img" or not FILE.fullmatch(value)):
            self.faults.append(f"src {value}")
        if name == "href" and not may_be_followed(value):
            self.faults.append(f"href {value}")
        if name == "class" and not re.fullmatch(r"[\w+#. -]+", value):
            self.faults.append(f"class {value}")


def may_be_followed(address: str) -> bool:
    """Whether `address` leads to the web, to mail or into this site, whatever a browser forgives."""
    if UNSEEN.search(address) or address.startswith("//"):
        return False
    scheme = re.match(r"([^/?#]*?):", address)
    if scheme is None:
        return True
    return (scheme[1].lower() in {"http", "https"} and bool(urlsplit(address).hostname)) or scheme[
        1
    ].lower() == "mailto"


def faults(html: str) -> list[str]:
    """What is wrong with `html`; empty when it can only be read."""
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.faults
