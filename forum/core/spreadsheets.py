"""Tables as files that spreadsheets open, and that do nothing there but be read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# Where a cell begins, and what makes a formula of it, in the wide form as well. Some spreadsheets begin another cell
# at what separates cells elsewhere, whether or not it stands in quotes.
_FORMULA = re.compile(r"(^|[;|\t\r\n])([ \u00a0]*)([=+\-@＝＋－＠])")


def as_spreadsheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A file called `name`.csv, in UTF-8, that nobody keeps."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    response.write("\ufeff")  # spreadsheets take it for UTF-8 by this mark only
    writer = csv.writer(response)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_harmless(str(cell)) for cell in row])
    return response


def _harmless(cell: str) -> str:
    """The cell as text: what a spreadsheet would take for a formula gets an apostrophe before it."""
    text = _FORMULA.sub(r"\1\2'\3", cell)
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) else text
