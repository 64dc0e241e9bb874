"""What the benchmarks measure with: documents as collections have them, questions by their rule."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from archive.intake.ingest import ingest
from archive.readers.sources.source import sources
from archive.store.store import Store

benchmarks = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(autouse=True)
def from_their_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A benchmark is a script: what stands beside it is imported by its bare name."""
    monkeypatch.syspath_prepend(str(benchmarks))


def test_documents_without_an_identifier_are_known_by_their_id(tmp_path: Path) -> None:
    from benchmarks.relevance import identified

    own = {"id": "aaaaaaaaaaaaaaaa", "identifier": "wire:1", "title": "Rain", "body": "It rains."}
    same = {"title": "Wheat", "body": "Wheat rose."}
    records = [same | {"id": "d1"}, same | {"id": 2}, own, same | {"identifier": "wire:2"}]
    given, target = tmp_path / "given.jsonl", tmp_path / "documents.jsonl"
    given.write_text("\n".join(map(json.dumps, records)) + "\n\n", "utf-8")
    names = identified(given, target)
    with Store.create(tmp_path / "home") as store:
        assert ingest(store, sources([str(target)])).added == len(records)
        articles = store.get_many(store.ids()).values()
        known = sorted(names[article.identity] for article in articles)
    assert known == ["2", "aaaaaaaaaaaaaaaa", "d1", "wire:2"]


def test_questions_are_drawn_by_their_rule() -> None:
    from benchmarks import questions

    topics, places = list(questions.TOPICS)[:12], list(questions.PLACES)[:12]
    carried = {
        f"{topic} {place} {n}": frozenset((topic, place))
        for at, topic in enumerate(topics)
        for place in places
        for n in range(at + 1)
    }
    halves = questions.ask(carried)
    asked: Counter[str] = Counter()
    for half in halves.values():
        for number, text in half.texts.items():
            answers = list(half.grades[number])
            pairs = {tuple(article_id.split()[:2]) for article_id in answers}
            ((topic, place),) = pairs
            assert questions.FEWEST <= len(answers) <= questions.MOST
            assert questions.TOPICS[topic] in text
            assert questions.PLACES[place] in text
            asked.update((topic, place))
    assert max(asked[topic] for topic in topics) == questions.OF_A_TOPIC
    assert max(asked[place] for place in places) <= questions.OF_A_PLACE
    tune, kept = (len(half.texts) for half in halves.values())
    assert 0 <= tune - kept <= 1
    assert halves == questions.ask(dict(reversed(carried.items())))
    assert not set(questions.FORMS["tune"]) & set(questions.FORMS["kept"])
