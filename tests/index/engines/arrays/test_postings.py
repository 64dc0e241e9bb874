"""How often documents have something, however many of each there are."""

from __future__ import annotations

import random

import numpy as np
import pytest

from index.engines.arrays.postings import NUMBER, Selection, often_of

SIZE = 1_000
BASES = np.zeros(1, np.intp)


@pytest.mark.parametrize("asked", [0, 1, 10, 300, 999, SIZE])
@pytest.mark.parametrize("held", [1, 10, 200, 600, SIZE])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.int64])
def test_each_document_asked_about_has_as_many_as_it_holds(
    asked: int, held: int, kind: type[np.generic]
) -> None:
    rng = random.Random(asked * SIZE + held)
    counts = {doc: rng.randrange(1, 256) for doc in sorted(rng.sample(range(SIZE), held))}
    docs, often = np.array([*counts], NUMBER), np.array([*counts.values()], kind)
    wanted = sorted(rng.sample(range(SIZE), asked))
    mask = np.zeros(SIZE, bool)
    mask[wanted] = True
    for chosen in (np.array(wanted, np.intp), mask):
        found = often_of(docs, often, Selection(chosen, BASES, SIZE))
        assert found.tolist() == [counts.get(doc, 0) for doc in wanted]
    same = often_of(docs, often, Selection(docs.astype(np.intp), BASES, SIZE))
    assert same.tolist() == [*counts.values()]
