"""Caption cleaning: a model's raw text becomes what people read and what is indexed.

The built-in model writes ``A sentence. Tags: word, word.`` with repeated words; LLaVA writes numbered lists,
"This image shows …", "In the image, there is …", sentences over again, and stops in the middle of one when its
limit is reached.
"""

from __future__ import annotations

import re

from photofind.search.words import STOP_WORDS

_PICTURE = r"(?:image|photo|photograph|picture|scene|view|crop|frame|shot)"
_SHOWS = (
    r"(?:shows|depicts|features|captures|displays|contains|showcases|presents|portrays|illustrates|consists of|is of)"
)
_OPENING = re.compile(
    rf"(?:(?:this|the)\s+{_PICTURE}\s+(?:also\s+|prominently\s+|primarily\s+|clearly\s+)?{_SHOWS}\s+"
    rf"|(?:in|within)\s+(?:the|this)\s+{_PICTURE}\s*,\s*(?:there\s+(?:is|are)\s+|(?:we|you|i|one)\s+can\s+see\s+)?"
    rf"|(?:in|within)\s+(?:the|this)\s+{_PICTURE}\s+(?:there\s+(?:is|are)\s+|(?:we|you|i|one)\s+can\s+see\s+)"
    rf"|(?:sure|certainly|of course)\s*[,!.]\s*)",
    re.IGNORECASE,
)
_ANNOUNCEMENT = re.compile(
    r"(?:(?:sure|certainly|of course)\s*[,!.]\s*)?"
    r"(?:sure\b|certainly\b|here\b|the (?:following|objects)\b|description\b)[^.!?\n]{0,120}:$",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"</?s>|<\|[a-z_]{1,20}\|>|<image>|__+|`+", re.IGNORECASE)
_BOLD = re.compile(r"\*\*+")
_SPEAKER = re.compile(r"^\s*(?:(?:assistant|answer|description|caption)\s*:\s*)+", re.IGNORECASE)
_ITEM = re.compile(r"(?:(?:\(?\d{1,3}[.):]|[-*•·–—>#]+)\s+)+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffd]")
_BREAKS = re.compile(r"[\u2028\u2029\u0085\x0b\x0c\r]+")
_SENTENCES = re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]?\s+")
_FINISHED = re.compile(r"[.!?…。！？:][\"'”’)\]]*$")
_TAGS = re.compile(r"\btags\s*:\s*", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
_RUN_PERIODS = 8


def clean(raw: str) -> str:
    """A caption as people should read it.

    Boilerplate openings, list numbering, markup, repeated sentences, repeated tags and an unfinished last sentence
    (unless it is all there is) are taken out; nothing is added but a full stop in place of a list's numbering.

    Args:
        raw: any text whatever.

    Returns:
        Text that is never longer than ``raw`` and that ``clean`` leaves as it is.
    """
    # Markup leaves a blank, so that what stood around it can't become markup in its turn.
    text = _MARKUP.sub(" ", _BOLD.sub("", _CONTROL.sub("", _BREAKS.sub("\n", raw))))
    while True:
        cleaned = _once(text)
        if cleaned == text:
            return text
        text = cleaned


def _once(text: str) -> str:
    text = _SPEAKER.sub("", text)
    tags = _TAGS.search(text)
    if tags is None:
        return _sentences(text)
    head = _sentences(text[: tags.start()], followed=True)
    tail = _tags(text[tags.start() : tags.end()], text[tags.end() :])
    cleaned = f"{head} {tail}" if head and tail else head or tail
    # "a:TAGS:b" has no room for the blanks that make a list of it.
    return cleaned if len(cleaned) <= len(text) else " ".join(text.split())


def _tags(label: str, text: str) -> str:
    """``Tags: a, b.`` with each tag once, in order; empty if there is none."""
    body = " ".join(text.replace("\n", ",").split())
    stop = "." if body.endswith(".") else ""
    seen: dict[str, str] = {}
    for part in body.rstrip(" .,").split(","):
        tag = part.strip()
        while (inner := _TAGS.match(tag)) is not None:  # a model may start its list over
            tag = tag[inner.end() :]
        if tag:
            seen.setdefault(tag.casefold().rstrip(" ."), tag)
    if not seen:
        return ""
    return f"{label.partition(':')[0].rstrip()}: {', '.join(seen.values())}{stop}"


def _sentences(text: str, *, followed: bool = False) -> str:
    """The sentences of free text, each once; ``followed``: the text goes on, so that its last sentence is whole."""
    lines = [line for line in (_line(line) for line in text.split("\n")) if line]
    kept: list[str] = []
    breaks: list[str] = []
    seen: set[object] = set()
    for line in lines:
        for number, sentence in enumerate(_SENTENCES.split(line)):
            said = _opened(_unlooped(sentence))
            words = frozenset(word for word in _WORDS.findall(said.casefold()) if word not in STOP_WORDS)
            key = words or said.casefold()
            if said and key not in seen and (words or not kept):  # "A." and "And the" say nothing
                seen.add(key)
                kept.append(said)
                breaks.append(" " if number else "\n")
    while len(kept) > 1 and not followed and not _FINISHED.search(kept[-1]) and _FINISHED.search(kept[-2]):
        kept.pop()
    out = ""
    for number, sentence in enumerate(kept):
        joint = "" if not number else " " if _FINISHED.search(kept[number - 1]) else breaks[number]
        out += joint + sentence
    return out.strip()


def _line(line: str) -> str:
    """One line without its list marker; a list item gets the full stop that its marker stood for."""
    line = " ".join(line.split())
    marker = _ITEM.match(line)
    if marker is None:
        return "" if _ANNOUNCEMENT.match(line) else line
    item = line[marker.end() :].strip()
    return item if not item or _FINISHED.search(item) else item + "."


def _opened(sentence: str) -> str:
    """A sentence without "This image shows" and its like, its first letter raised where that was cut."""
    rest = sentence
    while (opening := _OPENING.match(rest)) is not None and opening.end() < len(rest):
        rest = rest[opening.end() :].lstrip()
    if rest == sentence or not rest:
        return sentence
    first = rest[0].upper()
    return (first if len(first) == 1 else rest[0]) + rest[1:]


def _unlooped(sentence: str) -> str:
    """A sentence in which three or more repeats in a row of the same one to eight words are said once."""
    words = sentence.split()
    keys = [word.casefold().strip(",.") for word in words]
    for period in range(1, _RUN_PERIODS + 1):
        if len(words) < 3 * period:
            break
        start, out, out_keys = 0, list[str](), list[str]()
        while start < len(words):
            unit = keys[start : start + period]
            end = start + period
            while keys[end : end + period] == unit:
                end += period
            if end - start >= 3 * period:
                # The last repeat is kept: it carries the punctuation that ends the run.
                out += words[end - period : end]
                out_keys += unit
                start = end
            else:
                out.append(words[start])
                out_keys.append(keys[start])
                start += 1
        words, keys = out, out_keys
    return " ".join(words)
