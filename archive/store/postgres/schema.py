"""The database on a server: the schema of a new one, and the steps from there on.

It is that of SQLite (archive/store/sqlite/schema.py, where the tables are explained) at the version
BEGUN. Never edit it, or a step that has been released: add a step to both, and raise VERSION.

Texts are ordered by code point, whatever the server's language. Numbers are counted on and not
drawn from a sequence, which would leave a gap for each transaction that is undone. Of the log of
changes that is done under the lock that every writer holds, so that number n becomes visible before
number n+1 is given: who follows the log to n has missed nothing.
"""

BEGUN = 13

# One for each archive: a server may hold several, in schemas of their own.
LOCK = (
    "pg_advisory_xact_lock((1312903747::bigint << 32)"
    " + current_schema()::regnamespace::oid::bigint)"
)

_COUNTED = ("changes.seq", "sketches.number", "batches.number", "taggings.number",
            "list_acts.number")  # fmt: skip


def _next(counted: str) -> str:
    table, column = counted.split(".")
    return f"""
    CREATE FUNCTION next_of_{table}() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
    BEGIN
        PERFORM {LOCK};
        RETURN (SELECT coalesce(max({column}), 0) + 1 FROM {table});
    END $$;
    ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT next_of_{table}();
    """


_TABLES = """
CREATE TABLE archive_schema (version INTEGER NOT NULL);
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    date TEXT,
    added_at TEXT NOT NULL,
    removed_at TEXT,
    story TEXT,
    read_rules INTEGER
);
CREATE INDEX articles_by_date ON articles (date) WHERE removed_at IS NULL;
CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;
CREATE TABLE originals (hash TEXT PRIMARY KEY, size BIGINT NOT NULL, data BYTEA NOT NULL);
CREATE TABLE revisions (
    article_id TEXT NOT NULL REFERENCES articles (id) DEFERRABLE,
    revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    original_hash TEXT NOT NULL REFERENCES originals (hash) DEFERRABLE,
    media_type TEXT NOT NULL,
    data TEXT NOT NULL,
    rules INTEGER,
    read_as TEXT,
    renews INTEGER,
    PRIMARY KEY (article_id, revision)
);
CREATE TABLE changes (
    seq BIGINT PRIMARY KEY,
    token TEXT NOT NULL DEFAULT right(replace(gen_random_uuid()::text, '-', ''), 16),
    article_id TEXT NOT NULL REFERENCES articles (id) DEFERRABLE,
    kind TEXT NOT NULL CHECK (kind IN ('add', 'revise', 'remove', 'restore', 'story', 'renew',
                                       'replace', 'collect', 'tag')),
    at TEXT NOT NULL,
    note TEXT
);
CREATE INDEX changes_in_and_out ON changes (article_id)
    WHERE kind IN ('remove', 'restore', 'replace');
CREATE TABLE labels (
    field TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (field, key)
);
CREATE TABLE validators (url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT);
CREATE TABLE watched (
    folder BYTEA NOT NULL,
    name BYTEA NOT NULL,
    size BIGINT NOT NULL,
    modified_ns BIGINT NOT NULL,
    PRIMARY KEY (folder, name)
);
CREATE TABLE sketches (
    number BIGINT PRIMARY KEY,
    article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) DEFERRABLE,
    shingles BYTEA NOT NULL,
    figures BYTEA NOT NULL
);
CREATE TABLE postings (
    week INTEGER NOT NULL,
    hash BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (week, hash, number)
);
CREATE TABLE saved_searches (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    options TEXT NOT NULL,
    language INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    seen_change BIGINT NOT NULL,
    seen_at TEXT NOT NULL,
    awaited TEXT NOT NULL
);
CREATE TABLE replaced (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) DEFERRABLE,
    rules INTEGER NOT NULL,
    reason TEXT,
    undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE successors (
    article_id TEXT NOT NULL REFERENCES articles (id) DEFERRABLE,
    successor TEXT NOT NULL REFERENCES articles (id) DEFERRABLE,
    PRIMARY KEY (article_id, successor)
);
CREATE INDEX successors_by_successor ON successors (successor);
CREATE TABLE counts (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
CREATE TABLE tellings (
    key TEXT NOT NULL,
    place TEXT NOT NULL,
    change BIGINT NOT NULL,
    at TEXT NOT NULL,
    awaited TEXT NOT NULL,
    pending TEXT,
    PRIMARY KEY (key, place)
);
CREATE TABLE batches (
    number BIGINT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('ingest', 'watch', 'before')),
    began TEXT NOT NULL,
    last TEXT NOT NULL,
    state TEXT CHECK (state IN ('complete', 'interrupted')),
    places BIGINT NOT NULL,
    asked TEXT NOT NULL,
    files BIGINT NOT NULL,
    added BIGINT NOT NULL,
    revised BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    reasons TEXT NOT NULL,
    named TEXT NOT NULL
);
CREATE INDEX batches_by_last ON batches (last);
CREATE TABLE removals (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) DEFERRABLE, reason TEXT, instead TEXT
);
CREATE TABLE collections (
    article_id TEXT NOT NULL REFERENCES articles (id) DEFERRABLE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (article_id, key)
);
CREATE INDEX collections_by_key ON collections (key);
CREATE TABLE hand_tags (
    article_id TEXT NOT NULL, key TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (article_id, key)
);
CREATE TABLE expected (article_id TEXT PRIMARY KEY, identity TEXT NOT NULL);
CREATE TABLE expected_removals (
    article_id TEXT PRIMARY KEY, note TEXT, reason TEXT, instead TEXT
);
CREATE TABLE tag_names (key TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE taggings (
    number BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    said TEXT NOT NULL,
    query TEXT,
    articles BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'given up'))
);
CREATE TABLE tagged (
    number BIGINT NOT NULL,
    article_id TEXT NOT NULL,
    key TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (number, article_id, key)
);
CREATE TABLE lists (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE listed (
    key TEXT NOT NULL,
    article_id TEXT NOT NULL,
    place DOUBLE PRECISION,
    given INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    note TEXT NOT NULL,
    passages TEXT NOT NULL,
    PRIMARY KEY (key, article_id)
);
CREATE INDEX listed_by_article ON listed (article_id);
CREATE TABLE list_acts (
    number BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    said TEXT NOT NULL,
    key TEXT NOT NULL,
    articles BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone')),
    changed_at TEXT NOT NULL
);
CREATE INDEX list_acts_by_key ON list_acts (key);
CREATE TABLE list_steps (
    number BIGINT NOT NULL,
    key TEXT NOT NULL,
    article_id TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (number, key, article_id)
);
CREATE INDEX list_steps_by_key ON list_steps (key, article_id);
"""

_TRIGGERS = """
INSERT INTO counts VALUES ('articles', 0);
CREATE FUNCTION count_article() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE counts SET value = value + CASE WHEN NEW.removed_at IS NULL THEN 1 ELSE -1 END
        WHERE name = 'articles';
    RETURN NULL;
END $$;
CREATE TRIGGER article_added AFTER INSERT ON articles FOR EACH ROW
    WHEN (NEW.removed_at IS NULL) EXECUTE FUNCTION count_article();
CREATE TRIGGER article_moved AFTER UPDATE OF removed_at ON articles FOR EACH ROW
    WHEN ((OLD.removed_at IS NULL) <> (NEW.removed_at IS NULL)) EXECUTE FUNCTION count_article();
"""

SCHEMA = _TABLES.replace("TEXT", 'TEXT COLLATE "C"') + "".join(map(_next, _COUNTED)) + _TRIGGERS

STEPS: tuple[str, ...] = ()  # from BEGUN on
