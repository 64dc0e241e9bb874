"""Readers as newsrooms have them: each asks for a page, reads it, and asks for the next.

What they ask is drawn, with a seed, from words, tags and articles of the archive itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import quote_plus

from tests.torture.visiting.asking import Asker, Figures

READS = (10.0, 20.0)  # seconds from an answer to the next question of a reader
# What is asked for, in a hundred questions.
MIX = {
    "search": 35,
    "narrowed search": 12,
    "next page": 8,
    "article": 28,
    "front page": 4,
    "facet": 4,
    "feed": 4,
    "calendar": 3,
    "json": 2,
}
_PAGE = 20  # articles: who asks for a second page of a tag knows that it has more
_SAMPLED = 200  # articles that words are taken from


@dataclass(frozen=True)
class Vocabulary:
    """What an archive can be asked for."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    ids: tuple[str, ...]

    @classmethod
    async def of(cls, port: int) -> Vocabulary:
        """As a server's own answers have it, so that any archive will do."""
        async with Asker(port, "") as asker:
            found: dict[str, str] = {}
            for start in range(1, _SAMPLED // 20 + 1):
                answer = await asker.ask(f"/search.json?q=&sort=newest&limit=20&page={start}")
                for hit in json.loads(answer.body)["hits"]:
                    found[hit["id"]] = hit["title"] or ""
            tags = json.loads((await asker.ask("/facet/tag.json")).body)["values"]
        words = sorted({word for title in found.values() for word in title.split()})
        return cls(
            tuple(word for word in words if word.isalpha() and len(word) > 3),
            tuple(tag["value"] for tag in tags if tag["count"] > _PAGE),
            tuple(sorted(found)),
        )


def questions(known: Vocabulary, chance: Random) -> Iterator[tuple[str, str]]:
    """What one reader asks for, without an end: the kind and the address."""
    kinds, shares = list(MIX), list(MIX.values())
    last = chance.choice(known.words)
    while True:
        kind = chance.choices(kinds, shares)[0]
        if kind in ("search", "narrowed search", "feed", "json", "facet", "calendar"):
            last = " ".join(chance.sample(known.words, chance.choice((1, 1, 2))))
        asked = f"q={quote_plus(last)}"
        tag = quote_plus(chance.choice(known.tags))
        yield (
            kind,
            {
                "search": f"/?{asked}",
                "narrowed search": f"/?{asked}&tag={tag}",
                "next page": f"/?tag={tag}&page=2",
                "article": f"/article/{chance.choice(known.ids)}?{asked}",
                "front page": "/",
                "facet": f"/facet/tag?{asked}",
                "feed": f"/feed.atom?{asked}",
                "calendar": f"/calendar?{asked}",
                "json": f"/search.json?{asked}",
            }[kind],
        )


async def alone(port: int, known: Vocabulary, seed: str, number: int) -> Figures:
    """One reader, who asks so many questions one after the other: an unloaded server."""
    figures, asked = Figures(), questions(known, Random(seed))
    async with Asker(port) as asker:
        for _ in range(number):
            await figures.ask(asker, *next(asked))
    return figures


async def crowd(
    port: int, known: Vocabulary, seed: str, number: int, stop: asyncio.Event
) -> Figures:
    """So many readers, until it is to stop."""
    figures = Figures()
    async with asyncio.TaskGroup() as group:
        for each in range(number):
            group.create_task(_read(port, known, Random(f"{seed} {each}"), figures, stop))
    return figures


async def _read(
    port: int, known: Vocabulary, chance: Random, figures: Figures, stop: asyncio.Event
) -> None:
    asked = questions(known, chance)
    pause = chance.uniform(0, READS[1])  # they do not all come at once
    async with Asker(port) as asker:
        while not await _passed(stop, pause):
            await figures.ask(asker, *next(asked))
            pause = chance.uniform(*READS)


async def _passed(stop: asyncio.Event, seconds: float) -> bool:
    """Whether it is to stop within so many seconds; else waits for them."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True
