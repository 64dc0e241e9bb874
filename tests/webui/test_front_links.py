"""The front page has less than 150 links, whatever an archive holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.article import Article
from archive.store.saved import Mark, SavedSearch
from archive.store.store import Store
from index.query.parse import LANGUAGE
from tests.helpers.archives import make_one_story

from .conftest import Page

YEARS = 62  # as many bars as a chart has
STORIES = 10
COPIES = 4  # of each of the newest stories
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "pt", "ru", "tr", "zh")
PLACES = ("BERLIN", "CAIRO", "DELHI", "LIMA", "OSLO", "PARIS", "QUITO", "ROME", "TOKYO", "VIENNA")


def full_of(make_article: Callable[..., Article]) -> Iterator[Article]:
    """Articles that have much of everything, but one that has nothing."""
    dates = [f"{2021 - back}-06-30" for back in range(1, YEARS)]
    newest = [f"2021-12-{31 - story}" for story in range(STORIES) for _ in range(COPIES)]
    for number, date in enumerate((*newest, *dates)):
        which = number % 10
        yield make_article(
            f"a{number:03}",
            title=f"Harbour number {number}",
            date=date,
            tags=tuple(f"Subject {which}-{tag}" for tag in range(20)),
            agency=(f"Agency {which}",),
            section=f"Section {which}",
            publisher=f"Paper {which}",
            language=LANGUAGES[which],
            authors=(f"Author {which}",),
            dateline=f"{PLACES[which]}, June 30",
            collections=(f"Pile {which}",),
        )
    yield make_article("bare", date="1990-06-30", language=None)


@pytest.fixture
def crowded(
    tmp_path: Path, make_article: Callable[..., Article], open_home: Callable[..., FlaskClient]
) -> Callable[..., FlaskClient]:
    """Opens an archive that has much of everything, with so many saved searches."""
    homes = count()

    def open_(saved: int = 0, **environ: str) -> FlaskClient:
        home, made = tmp_path / f"crowded-{next(homes)}", list(full_of(make_article))
        with Store.create(home) as store, store.transaction():
            for article in made:
                store.put(article, b"as it came", "text/plain")
            for number in range(saved):
                mark = Mark(0, "2026-01-01T00:00:00Z")
                store.saved.put(SavedSearch(f"No {number}", "harbour", LANGUAGE, mark))
        for story in range(STORIES):
            make_one_story(home, [a.id for a in made[story * COPIES : (story + 1) * COPIES]])
        return open_home(home, **environ)

    return open_


@pytest.mark.parametrize("saved", [0, 8])
def test_the_front_page_of_an_archive_full_of_everything_stays_within_its_links(
    crowded: Callable[..., FlaskClient], visit: Callable[..., Page], saved: int
) -> None:
    page = visit(crowded(saved, ARCHIVE_CONTACT="desk@example.org"), "/")
    assert 110 < len(page.links) < 150
    assert len(page.titles()) >= STORIES
    assert page.html.count('tabindex="-1"><title>') == YEARS
    assert [link.text for link in page.links].count("3 copies") == STORIES
    for facet in ("Tag", "Agency", "Language", "Collection"):
        assert page.link(f"More under {facet}")


def test_a_search_shows_all_that_the_front_page_has_no_room_for(
    crowded: Callable[..., FlaskClient], visit: Callable[..., Page]
) -> None:
    client = crowded()
    front, asked = visit(client, "/"), visit(client, "/?sort=newest")
    assert "Compare" in asked.text
    assert "none given" in asked.text
    assert len(asked.links) > len(front.links) + 200


def test_the_front_page_shows_what_it_has_room_for(get: Callable[..., Page]) -> None:
    page = get("/")
    assert len(page.links) < 150
    assert "none given" in page.text
    assert page.html.count('aria-label="Tags"') > 5
