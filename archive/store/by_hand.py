"""What people say of the tags of articles, over what their sources say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from archive.article import TAG_KINDS, Article, Supplied, TagKind
from archive.errors import RequestError
from archive.store import collections
from archive.store.common.database import Database
from archive.text.plain import fold_line, one_line

LONGEST_TAG = 80  # characters


@dataclass(frozen=True, slots=True)
class Said:
    """That an article has a tag, perhaps as one of a kind, or that it has not; whatever its source
    says, now or later. Written as "+Syria", "+place:Syria" or "-Syria".
    """

    has: bool
    tag: str
    kind: TagKind | None = None

    @property
    def key(self) -> str:
        """What the tag is compared by."""
        return fold_line(self.tag)

    def __str__(self) -> str:
        kind = f"{self.kind}:" if self.kind and self.has else ""
        return f"{'+' if self.has else '-'}{kind}{self.tag}"

    @classmethod
    def read(cls, text: str) -> Said:
        """What was written, of any tag that a source may send. RequestError for what has no sign,
        or no tag.
        """
        tag, has = one_line(text[1:]), text[:1] == "+"
        if not tag or not (has or text[:1] == "-"):
            raise RequestError(f"{text!r} is neither +TAG nor -TAG", "put + or - before a tag")
        kind, rest = _kind_of(tag) if has else (None, tag)
        return cls(has, rest, kind)

    @classmethod
    def typed(cls, text: str) -> Said:
        """What somebody types, who may name a kind in vain and may give no tag that is none.
        RequestError as in `read`.
        """
        said = cls.read(text)
        if said.has:
            return replace(said, tag=checked_tag(said.tag))
        return replace(said, tag=_kind_of(said.tag)[1])


def _kind_of(tag: str) -> tuple[TagKind | None, str]:
    """The kind that stands before a tag, and the tag."""
    before, _, behind = tag.partition(":")
    kind = next((kind for kind in TAG_KINDS if before.lower() == kind), None)
    return (kind, behind.strip()) if kind and behind.strip() else (None, tag)


def checked_tag(text: str) -> str:
    """A tag on one line. RequestError for what cannot be one."""
    tag = one_line(text) or ""
    if not any(map(str.isalnum, tag)) or len(tag) > LONGEST_TAG:
        problem = f"{text[:LONGEST_TAG]!r} cannot be a tag"
        raise RequestError(
            problem, f"at most {LONGEST_TAG} characters, with at least one letter or digit"
        )
    return tag


def merged(article: Article, said: Iterable[Said], names: Mapping[str, str]) -> Article:
    """An article as its source sent it, with its tags as people want them: what is taken away by
    hand, under its own name or the one it has here, is not there; what is given stands last.
    """
    by_key = {each.key: each for each in said}
    kinds: dict[str, set[str]] = {}
    for kind, tags in article.tag_kinds.items():
        for tag in tags:
            kinds.setdefault(fold_line(tag), set()).add(kind)
    found: dict[str, str] = {}
    found_kinds: dict[str, set[str]] = {}
    given = [each for each in by_key.values() if each.has]
    for each in given:
        if each.kind:
            kinds.setdefault(each.key, set()).add(each.kind)
    for tag in (*article.tags, *(each.tag for each in given)):
        key = fold_line(tag)
        name = names.get(key, tag)
        called = fold_line(name)
        if all(one not in by_key or by_key[one].has for one in (key, called)):
            found.setdefault(called, name)
            found_kinds.setdefault(called, set()).update(kinds.get(key, ()))
    wanted = tuple(found.values())
    of_kinds: dict[str, tuple[str, ...]] = {
        kind: tuple(tag for key, tag in found.items() if kind in found_kinds[key])
        for kind in TAG_KINDS
    }
    of_kinds = {kind: tags for kind, tags in of_kinds.items() if tags}
    if wanted == article.tags and of_kinds == dict(article.tag_kinds):
        return article
    sent = Supplied(article.tags, article.tag_kinds)
    return replace(article, tags=wanted, tag_kinds=of_kinds, supplied=sent)


def said_in(article: Article) -> list[Said]:
    """What people have said of an article, as far as its tags and those of its source tell it."""
    if article.supplied is None:
        return []
    now, sent = ({fold_line(tag): tag for tag in tags} for tags in _tags(article))
    kinds: dict[str, TagKind] = {
        fold_line(tag): kind
        for kind in reversed(TAG_KINDS)
        for tag in article.tag_kinds.get(kind, ())
        if tag not in article.supplied.tag_kinds.get(kind, ())
    }
    given = [key for key in now if key not in sent or key in kinds]
    said = [Said(True, now[key], kinds.get(key)) for key in given]
    return said + [Said(False, tag) for key, tag in sent.items() if key not in now]


def _tags(article: Article) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return article.tags, article.supplied.tags if article.supplied else ()


# Whether something waits for an article. After damage its identifier may be lost.
_WAITS = " UNION ALL ".join(
    f"SELECT 1 FROM {table} WHERE article_id = :id"
    for table in ("expected", "listed", "expected_removals")
)


_SAID = (
    f"SELECT article_id FROM hand_tags UNION SELECT article_id FROM listed WHERE {collections.SAID}"
    " UNION SELECT article_id FROM expected_removals"
)
NAMELESS = (
    f"SELECT said.article_id FROM ({_SAID}) said LEFT JOIN articles a ON a.id = said.article_id"
    " LEFT JOIN expected e ON e.article_id = said.article_id"
    " WHERE a.id IS NULL AND e.article_id IS NULL ORDER BY 1"
)


def nameless(db: Database) -> list[str]:
    """The ids of articles that are not here and of which people say something, though nothing has
    their identifiers any more; in order.
    """
    return [row[0] for row in db.run(NAMELESS)]


def welcome(db: Database, article: Article, now: str) -> list[str | None]:
    """Receives a new article: what people said of its tags elsewhere comes with it out of an
    export, unless something was said of them here before it came. One that people wanted out of
    search before it came is taken out, and the note on that is given.
    """
    for each in said_in(article):
        values = (article.id, each.key, str(each))
        db.run("INSERT INTO hand_tags VALUES (?, ?, ?) ON CONFLICT DO NOTHING", values)
    if not db.row(_WAITS, {"id": article.id}):
        return []
    db.run("DELETE FROM expected WHERE article_id = ?", (article.id,))
    collections.welcome(db, article.id)
    removed = db.run(
        "DELETE FROM expected_removals WHERE article_id = ? RETURNING note, reason, instead",
        (article.id,),
    )
    for _, reason, instead in removed:
        from archive.store import removals

        removals.set_removed(db, article.id, now)
        removals.tell(db, article.id, reason, instead)
    return [row[0] for row in removed]


def carry(db: Database, old: str, new: str) -> bool:
    """What was said of an article is said of one that takes its place too, and is undone with it;
    says whether there was any. What was said of the new one itself stays.
    """
    fresh = "key NOT IN (SELECT key FROM hand_tags WHERE article_id = ?)"
    db.run(
        "INSERT INTO tagged SELECT number, ?, key, before, after FROM tagged"
        f" WHERE article_id = ? AND {fresh} ON CONFLICT DO NOTHING",
        (new, old, new),
    )
    return bool(
        db.run(
            "INSERT INTO hand_tags SELECT ?, key, said FROM hand_tags"
            " WHERE article_id = ? ON CONFLICT DO NOTHING RETURNING 1",
            (new, old),
        )
    )
