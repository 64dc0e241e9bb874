"""Archives on disk, and where the samples and the real news are."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.intake.ingest import IngestReport
from archive.store.sqlite.database import FILE

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
DATA = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class SampleArchive:
    """An archive on disk that holds the samples; not to be written to."""

    home: Path
    report: IngestReport


def make_one_story(home: Path, ids: Sequence[str]) -> None:
    """Makes articles one story, that of the first, whatever they say; an index has to follow."""
    with closing(sqlite3.connect(home / FILE)) as database, database:
        for article_id in ids:
            database.execute("UPDATE articles SET story = ? WHERE id = ?", (ids[0], article_id))
            database.execute(
                "INSERT INTO changes (article_id, kind, at) VALUES (?, 'revise', '')", (article_id,)
            )
