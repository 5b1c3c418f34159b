"""What the author of a mail says themselves, for whoever quotes them."""

from bs4 import BeautifulSoup

from forum.core.markup.html_markdown import is_intricate, markdown_of_html
from forum.core.markup.reading import is_aside, plain_text


def own_words_markdown(html: str) -> str:
    """Markdown like `markdown_of_html`, of `html` without its quotations, signatures and seals.

    All of it where there is nothing else.
    """
    if is_intricate(html):
        return markdown_of_html(html)
    tree = BeautifulSoup(html, "html.parser")
    for tag in tree.find_all(True):
        if not tag.decomposed and is_aside(tag.name, " ".join(tag.get_attribute_list("class"))):
            tag.decompose()
    own = str(tree)
    return markdown_of_html(own if plain_text(own) else html)
