"""The database, as an append-only list of SQL steps; its length is the schema's version.

Never edit a step that has been released: add one, and raise VERSION (version.py).
"""

from archive.store.sqlite.lists import LISTS

_KINDS = "add revise remove restore"  # the first kinds of changes


def _learning(kinds: str) -> str:
    """What makes the log of changes know more kinds. Numbers, tokens and the highest number ever
    given stay as they are.
    """
    known = ", ".join(f"'{kind}'" for kind in f"{_KINDS} {kinds}".split())
    return f"""
    CREATE TABLE changes_anew (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        token TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
        article_id TEXT NOT NULL REFERENCES articles (id),
        kind TEXT NOT NULL CHECK (kind IN ({known})),
        at TEXT NOT NULL,
        note TEXT
    ) STRICT;
    INSERT INTO changes_anew SELECT seq, token, article_id, kind, at, note FROM changes;
    DELETE FROM sqlite_sequence WHERE name = 'changes_anew';
    INSERT INTO sqlite_sequence SELECT 'changes_anew', seq FROM sqlite_sequence
        WHERE name = 'changes';
    DROP TABLE changes;
    ALTER TABLE changes_anew RENAME TO changes;
    """


STEPS: tuple[str, ...] = (
    """
    CREATE TABLE meta (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT;

    -- One row per identity. `revision` is the current one; `removed_at` is set while it is removed.
    CREATE TABLE articles (
        id TEXT PRIMARY KEY,
        identity TEXT NOT NULL UNIQUE,
        revision INTEGER NOT NULL,
        date TEXT,
        added_at TEXT NOT NULL,
        removed_at TEXT
    ) STRICT, WITHOUT ROWID;

    -- The bytes as they arrived, by the SHA-256 of the unpacked bytes; `data` is one zstd frame.
    CREATE TABLE originals (
        hash TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        data BLOB NOT NULL
    ) STRICT;

    -- Every state of an article. `data` is the article as JSON, version 1 (docs/formats.md).
    CREATE TABLE revisions (
        article_id TEXT NOT NULL REFERENCES articles (id),
        revision INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        original_hash TEXT NOT NULL REFERENCES originals (hash),
        media_type TEXT NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (article_id, revision)
    ) STRICT;

    -- What an index has to follow. `token` is random: an index that knows the number but not the
    -- token has followed another history (a restored backup) and is rebuilt.
    CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        token TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
        article_id TEXT NOT NULL REFERENCES articles (id),
        kind TEXT NOT NULL CHECK (kind IN ('add', 'revise', 'remove', 'restore')),
        at TEXT NOT NULL,
        note TEXT
    ) STRICT;

    -- How a facet's value was first written, by its folded form.
    CREATE TABLE labels (
        field TEXT NOT NULL,
        key TEXT NOT NULL,
        label TEXT NOT NULL,
        PRIMARY KEY (field, key)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX articles_by_date ON articles (date) WHERE removed_at IS NULL;
    """,
    """
    -- What a web server said of a page when it was last taken in, so that it is asked for again
    -- only if it has changed.
    CREATE TABLE validators (
        url TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- The files of watched folders as they were when they were last taken in, so that only those
    -- that have changed are read again. A name is bytes, which need not be text.
    CREATE TABLE watched (
        folder BLOB NOT NULL,
        name BLOB NOT NULL,
        size INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL,
        PRIMARY KEY (folder, name)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- Which articles carry nearly the same text (stories.py). `story` is the id of one of
    -- them; NULL reads as the article's own id.
    ALTER TABLE articles ADD COLUMN story TEXT;
    CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;

    -- One row for every article whose story has been looked for; see sketch.py.
    CREATE TABLE sketches (
        number INTEGER PRIMARY KEY,
        article_id TEXT NOT NULL UNIQUE REFERENCES articles (id),
        shingles BLOB NOT NULL,
        figures BLOB NOT NULL
    ) STRICT;

    -- Which sketches hold a hash, within a week (0: at any time).
    CREATE TABLE postings (
        week INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (week, hash, number)
    ) STRICT, WITHOUT ROWID;

    -- The log of changes learns the kind 'story'.
    """
    + _learning("story"),
    """
    -- Searches that people keep (saved.py), by folded name. `options` is a JSON object of
    -- the request's own words; `language` the version of the query language of `text`. Their news
    -- have been shown up to the change `seen_change`, but for `awaited`: ids, then embargoed.
    CREATE TABLE saved_searches (
        key TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        options TEXT NOT NULL,
        language INTEGER NOT NULL,
        saved_at TEXT NOT NULL,
        seen_change INTEGER NOT NULL,
        seen_at TEXT NOT NULL,
        awaited TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- The rules that made a revision (archive/normalise/version.py; NULL: older than numbers), and
    -- how its original was read, as a JSON object. `renews` is NULL for what a source sent. Where
    -- this archive has read an original again, it is the number of the revision that it came as,
    -- or 0 where it came as another article.
    ALTER TABLE revisions ADD COLUMN rules INTEGER;
    ALTER TABLE revisions ADD COLUMN read_as TEXT;
    ALTER TABLE revisions ADD COLUMN renews INTEGER;
    -- The rules by which the original of the current revision was last read.
    ALTER TABLE articles ADD COLUMN read_rules INTEGER;

    -- Articles that later rules no longer make of their originals, and what they make instead. A
    -- row that a person has `undone`, by bringing the article back, stays: it holds for good.
    CREATE TABLE replaced (
        article_id TEXT PRIMARY KEY REFERENCES articles (id),
        rules INTEGER NOT NULL,
        reason TEXT,
        undone INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE successors (
        article_id TEXT NOT NULL REFERENCES articles (id),
        successor TEXT NOT NULL REFERENCES articles (id),
        PRIMARY KEY (article_id, successor)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX successors_by_successor ON successors (successor);

    -- The log of changes learns the kinds 'renew' and 'replace'.
    """
    + _learning("story renew replace"),
    """
    -- How many articles are to be found now: every page and command asks, and to count them takes
    -- longer the more there are.
    CREATE TABLE counts (
        name TEXT PRIMARY KEY,
        value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO counts SELECT 'articles', count(*) FROM articles WHERE removed_at IS NULL;
    CREATE TRIGGER article_added AFTER INSERT ON articles WHEN NEW.removed_at IS NULL BEGIN
        UPDATE counts SET value = value + 1 WHERE name = 'articles';
    END;
    CREATE TRIGGER article_removed AFTER UPDATE OF removed_at ON articles
    WHEN OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL BEGIN
        UPDATE counts SET value = value - 1 WHERE name = 'articles';
    END;
    CREATE TRIGGER article_restored AFTER UPDATE OF removed_at ON articles
    WHEN OLD.removed_at IS NOT NULL AND NEW.removed_at IS NULL BEGIN
        UPDATE counts SET value = value + 1 WHERE name = 'articles';
    END;
    """,
    """
    -- Whom the news of a saved search go to, and how far they have been told there: up to `change`
    -- at the instant `at`, but for `awaited`, as in saved_searches. `place` is a hash, for an
    -- address may hold a secret. `pending` is a mark as JSON: up to there something was sent of
    -- which it is not known whether it arrived.
    CREATE TABLE tellings (
        key TEXT NOT NULL,
        place TEXT NOT NULL,
        change INTEGER NOT NULL,
        at TEXT NOT NULL,
        awaited TEXT NOT NULL,
        pending TEXT,
        PRIMARY KEY (key, place)
    ) STRICT, WITHOUT ROWID;

    -- When an article left the search, or came back: few of all changes, looked up by article.
    CREATE INDEX changes_in_and_out ON changes (article_id)
        WHERE kind IN ('remove', 'restore', 'replace');
    """,
    """
    -- What came in together (batches.py): a row for each run of `archive ingest`, and for each
    -- round of `archive watch` that took something in. It is written with the articles, in their
    -- transactions, so that it holds for a run that was killed too: `state` is NULL then, as while
    -- it is under way. `asked` is a JSON array of the first of `places` paths and addresses,
    -- `reasons` a JSON object of counts, `named` a JSON array of [file, place in it, kind, reason].
    -- The kind 'before' stands for all that came in before there were such rows.
    CREATE TABLE batches (
        number INTEGER PRIMARY KEY,
        token TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('ingest', 'watch', 'before')),
        began TEXT NOT NULL,
        last TEXT NOT NULL,
        state TEXT CHECK (state IN ('complete', 'interrupted')),
        places INTEGER NOT NULL,
        asked TEXT NOT NULL,
        files INTEGER NOT NULL,
        added INTEGER NOT NULL,
        revised INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        left_out INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        reasons TEXT NOT NULL,
        named TEXT NOT NULL
    ) STRICT;
    CREATE INDEX batches_by_last ON batches (last);
    INSERT INTO batches (token, kind, began, last, state, places, asked, files, added, revised,
                         unchanged, left_out, skipped, reasons, named)
        SELECT 'before', 'before', min(added_at), max(added_at), 'complete', 0, '[]', 0, count(*),
               0, 0, 0, 0, '{}', '[]'
        FROM articles HAVING count(*) > 0;
    """,
    """
    -- What readers are told of an article that a person has removed: why, and what to read instead.
    CREATE TABLE removals (
        article_id TEXT PRIMARY KEY REFERENCES articles (id),
        reason TEXT,
        instead TEXT
    ) STRICT;
    """,
    """
    -- The collections that articles came in with (`--collection`), each by its folded name. They
    -- are no part of a revision, as the origin is none of what a reader calls the article.
    CREATE TABLE collections (
        article_id TEXT NOT NULL REFERENCES articles (id),
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (article_id, key)
    ) STRICT, WITHOUT ROWID;

    -- The log of changes learns the kind 'collect'.
    """
    + _learning("story renew replace collect")
    + """
    CREATE INDEX changes_in_and_out ON changes (article_id)
        WHERE kind IN ('remove', 'restore', 'replace');

    -- "place:" was another word for "dateline:"; now it is a field of its own (query language 2).
    UPDATE saved_searches SET language = 2, text = trim(replace(replace(replace(
        ' ' || text, ' place:', ' dateline:'), '(place:', '(dateline:'), '-place:', '-dateline:'));
    """,
    """
    -- What people say of an article's tags (by_hand.py), over what its source says, by folded tag:
    -- "+Syria", "+place:Syria" or "-Syria". The article may be still to come, so that it is named
    -- by `expected` too; so may one that people have removed (removals.py).
    CREATE TABLE hand_tags (
        article_id TEXT NOT NULL,
        key TEXT NOT NULL,
        said TEXT NOT NULL,
        PRIMARY KEY (article_id, key)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE expected (article_id TEXT PRIMARY KEY, identity TEXT NOT NULL) STRICT;
    CREATE TABLE expected_removals (
        article_id TEXT PRIMARY KEY, note TEXT, reason TEXT, instead TEXT
    ) STRICT;
    -- Tags that have another name in this archive, or are written in another way, by folded tag.
    CREATE TABLE tag_names (key TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- What was done to tags, so that it can be undone: `said` as it was typed, `articles` those
    -- that it changed. Each row of `tagged` has what was there before and after (NULL: nothing); of
    -- a name of a tag, its `article_id` is "".
    CREATE TABLE taggings (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        said TEXT NOT NULL,
        query TEXT,
        articles INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'given up'))
    ) STRICT;
    CREATE TABLE tagged (
        number INTEGER NOT NULL,
        article_id TEXT NOT NULL,
        key TEXT NOT NULL,
        before TEXT,
        after TEXT,
        PRIMARY KEY (number, article_id, key)
    ) STRICT, WITHOUT ROWID;

    -- The log of changes learns the kind 'tag'. Numbers, tokens and the highest number ever given
    -- stay as they are.
    """
    + _learning("story renew replace collect tag")
    + """
    CREATE INDEX changes_in_and_out ON changes (article_id)
        WHERE kind IN ('remove', 'restore', 'replace');
    """,
    LISTS,
)
