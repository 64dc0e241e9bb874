"""The step of the schema by which people can make collections; never edited, as schema.py says."""

LISTS = """
    -- Collections that people make (archive/collecting/), by their folded names, and their articles
    -- in order of `place`, with notes; `passages` is a JSON array. Membership is in `collections`.
    -- `given` says that it is by hand, and not of a delivery; `place` is NULL where an article was
    -- taken out by hand, so that no delivery puts it back. The article may be still to come.
    CREATE TABLE lists (
        key TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        note TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE listed (
        key TEXT NOT NULL,
        article_id TEXT NOT NULL,
        place REAL,
        given INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        note TEXT NOT NULL,
        passages TEXT NOT NULL,
        PRIMARY KEY (key, article_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX listed_by_article ON listed (article_id);
    CREATE INDEX collections_by_key ON collections (key);

    -- What was done to them, so that it can be undone; last at `changed_at`. Each row of
    -- `list_steps` has what was there before and after as JSON (NULL: nothing), of an article, or
    -- where `article_id` is "" of the collection itself.
    CREATE TABLE list_acts (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        said TEXT NOT NULL,
        key TEXT NOT NULL,
        articles INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('done', 'undone')),
        changed_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX list_acts_by_key ON list_acts (key);
    CREATE TABLE list_steps (
        number INTEGER NOT NULL,
        key TEXT NOT NULL,
        article_id TEXT NOT NULL,
        before TEXT,
        after TEXT,
        PRIMARY KEY (number, key, article_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX list_steps_by_key ON list_steps (key, article_id);
    """
