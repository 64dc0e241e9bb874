"""Texts in which no two sentences are alike, made by number, and passages put into others."""

from __future__ import annotations

import random

_WORDS = """
harbour council ferry bridge minister budget storm valley engine ticket museum farmer river captain
railway orchard lantern compass glacier merchant printer sailor teacher violin window candle desert
forest garden hammer island jacket kettle ladder market needle
"""


def sentence(number: int, words: int = 14) -> str:
    """A sentence of its own."""
    chance, stems = random.Random(number), _WORDS.split()
    chosen = [f"{chance.choice(stems)}{chance.choice('abcdefgh')}" for _ in range(words)]
    return f"{' '.join(chosen).capitalize()}."


def paragraph(number: int, sentences: int = 3) -> str:
    """A paragraph of its own, of 14 words a sentence."""
    return " ".join(sentence(100 * number + n) for n in range(sentences))


def text(*numbers: int) -> str:
    """Paragraphs, each by its number."""
    return "\n\n".join(map(paragraph, numbers))


def edited(passage: str, every: int = 10) -> str:
    """A passage with one word in so many changed."""
    words = passage.split()
    return " ".join("otherwise" if n % every == every - 1 else w for n, w in enumerate(words))
