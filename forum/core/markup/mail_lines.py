"""Recognises the kinds of lines that mail is made of, in the languages of the lists that are brought here."""

import re
from collections.abc import Sequence
from typing import Final

_QUOTED: Final = (">", " >")
_QUOTE_MARK: Final = re.compile(r" ?> ?")
_WROTE: Final = re.compile(
    r"\b(?:wrote|writes|said|says|écrit|escribi[óo]|escribe|schrieb|schreef|scritto|escreveu|skrev|napisał)\b"
    r"[^:]{0,80}:\s*$",
    re.IGNORECASE,
)
# A date and an address, then a colon: some programs leave the verb out.
_DATED: Final = re.compile(r"\d.*<[^<>]*>\s*:\s*$")
_DATED_AND_SAID: Final = re.compile(
    r"(?:On|El|Le|Am|Il|Op|Em|Den)\b.*\d.*(?:\d:\d\d|<[^<>]+>|@| at ).*:\s*$", re.IGNORECASE
)
_OUTLOOK_FIRST: Final = re.compile(
    r"\s*[*_]{0,2}(?:From|De|Von|Van|Da|Från|Fra)\s?:[*_]{0,2}\s", re.IGNORECASE
)
_OUTLOOK_NEXT: Final = re.compile(
    r"\s*[*_]{0,2}(?:Sent|Date|To|Cc|Subject|Reply-To|Importance|"
    r"Enviado(?: el| em)?|Fecha|Para|Asunto|Assunto|Envoyé|À|Objet|Gesendet|"
    r"Datum|An|Betreff|Verzonden|Aan|Onderwerp|Inviato|A|Oggetto)\s?:[*_]{0,2}(?:\s|$)",
    re.IGNORECASE,
)
_OUTLOOK_RULE: Final = re.compile(
    r"\s*(?:-{2,}\s*(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Mensaje original|"
    r"Message d'origine|Mensagem original|Messaggio originale|Forwarded message|"
    r"Mensaje reenviado)\s*-{2,}|_{20,})\s*",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(r"-- ?")
_FOOTER_RULE: Final = re.compile(r"\s*(?:_{20,}|-{20,}|={20,})\s*")
_FOOTER_WORDS: Final = re.compile(
    r"mailing list|listinfo|unsubscribe|lista de correo|list archives", re.IGNORECASE
)
_NOTE: Final = re.compile(
    r"\s*(?:\[\[alternative HTML version deleted\]\]|-{5,} next part -{5,}|"
    r"An? (?:HTML|non-text|embedded)[\w -]* (?:attachment|message|text) was scrubbed.*)\s*"
)
_SCRUBBED: Final = re.compile(r"\s*An? .{3,40} was scrubbed")
_SCRUBBED_DETAIL: Final = re.compile(r"\s*(?:URL|Name|Type|Size|Desc|Url|From|Date|Subject)\s*:")
_SEAL_BEGIN: Final = re.compile(r"-----BEGIN PGP (SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-----\s*")
_PATCH_BEGIN: Final = re.compile(r"(?:diff --git |Index: \S|@@ -\d+|--- (?:a/|\S+\s+\d{4}-|/dev/null))")
_PATCH_LINE: Final = re.compile(
    r"(?:[ +\-@]|diff |index |new file|deleted file|similarity|rename |Index: |={5,}|\\ )"
)
_DISCLAIMER: Final = re.compile(
    r"confidential|intended (?:only|solely|recipient|for the)|unauthori[sz]ed|privileged|disclaimer|"
    r"in error|delete (?:it|this)|notify (?:the sender|us)|confidencial|destinatari[oa]|por error|"
    r"vertraulich|confidentiel",
    re.IGNORECASE,
)
# Every word above contains one of these, which are found much faster.
_DISCLAIMING: Final = (
    "confiden", "intended ", "unauthori", "privileged", "disclaimer", " error", "delete ", "notify ",
    "destinatari", "vertraulich",
)  # fmt: skip

# How far ahead a group of header lines, or an attribution that was wrapped, may reach.
_AHEAD: Final = 8
_LONGEST_ATTRIBUTION: Final = 300


def is_quoted(line: str) -> bool:
    """Whether `line` starts with the mark of a quotation."""
    return line.startswith(_QUOTED)


def unquoted(line: str) -> str:
    """`line` without its first mark of quotation."""
    mark = _QUOTE_MARK.match(line)
    return line[mark.end() :] if mark else line


def attribution_length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` say who wrote the quotation right below them; 0 if they do not."""
    for end in _possible_ends(lines, start):
        if any(map(is_quoted, lines[start : end + 1])):
            return 0
        if _WROTE.search(lines[end]) or _DATED.search(lines[end]):
            below = end + 1
            while below < min(end + 3, len(lines)) and not lines[below].strip():
                below += 1
            return end + 1 - start if below < len(lines) and is_quoted(lines[below]) else 0
    return 0


def starts_forwarded(lines: Sequence[str], start: int) -> bool:
    """Whether a whole message is copied from `start` on, told by "From: Sent: To:" or "On …, … wrote:"."""
    if _starts_copy_without_marks(lines, start):
        return True
    first = start
    if _OUTLOOK_RULE.fullmatch(lines[start]):
        first += 1
        while first < min(start + 3, len(lines)) and not lines[first].strip():
            first += 1
    if first >= len(lines) or not _OUTLOOK_FIRST.match(lines[first]):
        return False
    return sum(1 for line in lines[first + 1 : first + _AHEAD] if _OUTLOOK_NEXT.match(line)) >= 2


def _starts_copy_without_marks(lines: Sequence[str], start: int) -> bool:
    for end in _possible_ends(lines, start):
        if _WROTE.search(lines[end]):
            return _DATED_AND_SAID.match(" ".join(lines[start : end + 1])) is not None
    return False


def _possible_ends(lines: Sequence[str], start: int) -> list[int]:
    """Which lines could end an attribution that begins at `start`: a colon, which costs little to look for."""
    ends = [end for end, line in enumerate(lines[start : start + 3], start) if line.rstrip().endswith(":")]
    return [end for end in ends if all(map(_may_attribute, lines[start : end + 1]))] if ends else ends


def _may_attribute(line: str) -> bool:
    return bool(line.strip()) and len(line) <= _LONGEST_ATTRIBUTION


def starts_signature(lines: Sequence[str], start: int) -> bool:
    """Whether a signature or the footer of a list starts at `start`."""
    if _SIGNATURE.fullmatch(lines[start]):
        return True
    if not _FOOTER_RULE.fullmatch(lines[start]):
        return False
    return any(_FOOTER_WORDS.search(line) for line in lines[start + 1 : start + 5])


def is_disclaimer(paragraph: str) -> bool:
    """Whether `paragraph` is the kind that lawyers add to mail."""
    if len(paragraph) <= 80:
        return False
    lowered = paragraph.lower()
    if sum(map(lowered.count, _DISCLAIMING)) < 3:
        return False
    return len(set(_DISCLAIMER.findall(lowered))) >= 3


def note_length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` only say what the list took out of the message; 0 if they do not."""
    if not _NOTE.fullmatch(lines[start]):
        return 0
    end = start + 1
    while (
        _SCRUBBED.match(lines[start])
        and end < min(start + 7, len(lines))
        and _SCRUBBED_DETAIL.match(lines[end])
    ):
        end += 1
    return end - start


def seal_length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` are a PGP block with its end; 0 if none starts here."""
    found = _SEAL_BEGIN.fullmatch(lines[start])
    if not found:
        return 0
    for end in range(start + 1, min(start + 400, len(lines))):
        if lines[end].startswith(f"-----END PGP {found[1]}-----"):
            return end + 1 - start
    return 0


def patch_length(lines: Sequence[str], start: int) -> int:
    """How many lines from `start` are a patch; 0 if none starts here."""
    if not _PATCH_BEGIN.match(lines[start]):
        return 0
    end = start + 1
    while end < len(lines) and (_PATCH_LINE.match(lines[end]) or _continues_patch(lines, end)):
        if _SIGNATURE.fullmatch(lines[end]):
            break
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end - start if end - start >= 3 else 0


def _continues_patch(lines: Sequence[str], index: int) -> bool:
    # Mail programs strip the one space that stands for an empty line of context.
    return not lines[index].strip() and index + 1 < len(lines) and bool(_PATCH_LINE.match(lines[index + 1]))
