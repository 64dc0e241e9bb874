"""The query language as a table: the help page, its JSON, `archive help query` and docs read it.

The sections stand in the order in which one learns. Every example is run by a test on samples/,
and has to find what it says beside the other query that it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.fields import ANY, FIELDS, Field
from index.query.leaves import MOST_APART
from index.query.lexer import LONGEST
from index.query.spelling import MOST_FITTING, MOST_LOOKED_UP, MOST_SIMILAR


class Relation(StrEnum):
    """What an example finds beside another query: "finds less than ..."."""

    SAME = "the same as"
    MORE = "more than"
    LESS = "less than"
    OTHER = "nothing in common with"
    REORDERED = "the same in another order as"


SAME, MORE, LESS, OTHER, REORDERED = Relation


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to type, what it means, and what it finds beside `other`.

    `noticed`: it is not plain, and a notice says how it was understood.
    """

    example: str
    meaning: str
    relation: Relation
    other: str
    noticed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A step in learning the language. `name` is its address on a page."""

    name: str
    title: str
    text: str
    entries: tuple[Entry, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        "words", "Words",
        "Type the words that an article should hold. Capitals and accents make no difference, nor"
        " do the endings of words. No word is too small to be searched for.",
        (
            Entry("siege Euphrates", "all of these words, anywhere in an article and in any order",
                  LESS, "Euphrates"),
            Entry("bridge", 'the word in all its forms: "bridges" too', MORE, '"bridge"'),
            Entry("copiapo", "accents may be left out, and typed", SAME, "Copiapó"),
            Entry("US-backed", "a word with a hyphen inside: its parts side by side", SAME,
                  '"US backed"'),
            Entry("M-87", "letters joined with figures, however written: M87 and M 87 side by side"
                  " too, and so F-16, F-35B, COVID-19, G20", SAME, "M87"),
            Entry("10km", "a figure and its unit, joined or not, and so $5bn and $5 bn", SAME,
                  "10 km"),
            Entry("R&D", "a sign is a part of its word, and so in C++, .NET, 9/11", SAME, '"R&D"'),
            Entry("32000", "figures, however their thousands are parted, in any script", SAME,
                  "32,000"),
            Entry("中国", "Chinese, Japanese, Korean, Thai and others need no spaces between words",
                  MORE, "中国首次"),
        ),
    ),
    Section(
        "phrases", "Phrases, and words near each other",
        "Quotation marks, of any kind, say that words stand side by side.",
        (
            Entry('"last town"', "these words side by side, in this order and just as written",
                  LESS, "last town"),
            Entry('"bridges"', "one word just as written, in no other form", LESS, "bridges"),
            Entry('"Euphrates Mayadeen"~5', "these words with at most five others between them, in"
                  f" any order; the number can be up to {MOST_APART}", LESS, "Euphrates Mayadeen"),
        ),
    ),
    Section(
        "either", "Either, not, and brackets",
        "AND, OR and NOT do this in capitals only; in small letters they are words like others.",
        (
            Entry("Mosul OR Raqa", "one of them or both", MORE, "Mosul"),
            Entry("Euphrates -Mosul", "with a minus before it: what must not be there", OTHER,
                  "Mosul"),
            Entry("Euphrates NOT Mosul", "NOT says what a minus says", SAME, "Euphrates -Mosul"),
            Entry("oil AND Syria", "AND may be left out: every word must be there", SAME,
                  "oil Syria"),
            Entry("(oil OR airport) Syria", "brackets say what belongs together", LESS,
                  "oil OR airport"),
            Entry("oil OR airport Syria", "without brackets AND goes before OR", SAME,
                  "oil OR (airport Syria)"),
            Entry("-(Syria OR Iraq)", "everything but these", OTHER, "Syria"),
            Entry("*", "every article", MORE, "-(Syria OR Iraq)", noticed=True),
        ),
    ),
    Section(
        "names", "Names and their spellings",
        "A name that is known is searched in its other spellings too. A line above the results says"
        " which, and offers the search without them.",
        (
            Entry("Raqa", 'the name in every spelling: "Raqqa" and "Ar-Raqqah" too', SAME, "Raqqa"),
            Entry("中國", "Chinese in traditional and in simplified characters", SAME, "中国"),
            Entry("=Raqa", "with an equals sign: just as written, no other spelling or form", LESS,
                  "Raqa"),
            Entry('="Deir Ezzor"', "the same before a phrase", LESS, '"Deir Ezzor"'),
            Entry("=(town Raqa)", "and before brackets, for all in them", LESS, "town Raqa"),
            Entry("IS", 'the organisation and not the word "is": some names are meant in capitals,'
                  " as are US, UN, WHO and IT, unless all of the query is in capitals", SAME,
                  "Daesh"),
            Entry("=IS", "the same name in no other spelling", LESS, "is"),
        ),
    ),
    Section(
        "fields", "One place alone",
        "The name of a field and a colon before a word, a phrase or brackets look for these in that"
        " place alone. The table below lists all fields.",
        (
            Entry("title:Raqa", "in the title", LESS, "Raqa"),
            Entry("title:(army OR forces)", "brackets: the field holds for all in them", SAME,
                  "title:army OR title:forces"),
            Entry('tag:"Deir Ezzor"', "a whole tag; quotation marks if it has spaces", SAME,
                  'topic:"deir ezzor"'),
            Entry("tag:Syria conflict", "a field takes one value: the tag, and the word anywhere",
                  SAME, "conflict tag:Syria"),
            Entry("tag:=UK", "the tag just as written, in no other spelling", LESS, "tag:UK"),
            Entry("tag:united*", "tags that begin so", MORE, 'tag:="United States"'),
            Entry("tag:*", "articles that have any tag", OTHER, "-tag:*"),
            Entry("-section:*", "articles that name no section", OTHER, "section:*"),
            Entry("id:nn3mrikuyz4gadnf", "an article by its id; several: id:(... OR ...)", SAME,
                  "id:nn3mrik*"),
            Entry("is:corrected", "articles that were corrected; so too is:updated", SAME,
                  "status:corrected"),
            Entry("has:image", "articles with a picture; so too has:caption, has:summary, has:note",
                  OTHER, "-has:image"),
        ),
    ),
    Section(
        "edits", "What its source changed",
        "Sources change articles that are out. An edit is silent where no status or note says so."
        " What this archive itself reads otherwise than before is none.",
        (
            Entry("is:edited", "articles that their source sent again with another text", SAME,
                  "edited:*"),
            Entry("edited:body", "the text was changed; so too edited:title, edited:date, ...",
                  OTHER, "-is:edited"),
            Entry("edited:marked", "a status or a note says so; edited:silent: none does", OTHER,
                  "-edited:marked"),
            Entry("changed:10..", "ten words or more were changed at once", SAME, "changed:>9"),
            Entry("changed:5%..50%", "of a hundred words at least five, at most fifty", SAME,
                  "changed:>4%"),
        ),
    ),
    Section(
        "dates", "Dates",
        "A date is a day, a month or a year. Both ends of a range belong to it.",
        (
            Entry("date:2017-11", "a month; also a year (2017) or a day (2017-11-03)", LESS,
                  "date:2017"),
            Entry("date:2017-10..2018", "from the beginning of one date to the end of another",
                  SAME, "after:2017-09 before:2019"),
            Entry("date:2017-11..", "one end may be left out", SAME, "after:2017-10"),
            Entry("after:2017-11", "later: the month itself is left out", OTHER, "date:2017-11"),
            Entry("before:2000", "earlier: the year itself is left out", OTHER, "date:2000.."),
            Entry('date:"3 November 2017"', "as one writes it, in quotation marks", SAME,
                  "date:2017-11-03"),
            Entry("date:yesterday", "also today, or a day of the week: the last one", LESS,
                  'date:"last 7 days"'),
            Entry('date:"last week"', 'also "this month", "last year"; weeks begin on Monday',
                  LESS, 'date:"last 30 days"'),
            Entry("date:november..december", "months without a year are the last that have begun",
                  MORE, "date:november"),
            Entry("date:(1987 OR 2017-10)", "one of several", MORE, "date:1987"),
            Entry("date:none", "articles that bear no date", OTHER, "date:.."),
        ),
    ),
    Section(
        "blanks", "Wildcards and typing mistakes",
        "The beginning of a word stands for all words that begin so. With * or ? inside or before"
        f" it, a word stands for the first {MOST_FITTING} of the archive that fit, with mistakes in"
        f" it for the {MOST_SIMILAR} nearest; where there are more, a note says so.",
        (
            Entry("scien*", "words that begin so", MORE, "science"),
            Entry("M*deen", "a star inside: any letters, or none", SAME, "=Mayadeen"),
            Entry("wom?n", "a question mark inside: one letter", SAME, "=woman OR =women"),
            Entry("*craft", "words that end so", MORE, "=spacecraft"),
            Entry("Euphartes~", "the word with mistakes in it: two, or one if it is short", SAME,
                  "=Euphrates"),
            Entry("tag:s?ria", "the same in a whole value, of tags, agencies and so on", SAME,
                  "tag:=Syria"),
            Entry("tag:Syira~", "and with mistakes in it", SAME, "tag:=Syria"),
            Entry('tag:"Deir Ezor"~2', "a value of several words, with at most two mistakes", SAME,
                  'tag:="Deir Ezzor"'),
            Entry("Mosil~2", "as many mistakes as the number says, 1 or 2", MORE, "Mosil~"),
        ),
    ),
    Section(
        "order", "What comes first",
        "The best match comes first: where the words are rare, in the title, or close together. Any"
        " other order is chosen above the results.",
        (
            Entry("Syria Raqa^5", "the word counts five times as much in the order", REORDERED,
                  "Syria Raqa"),
            Entry('(oil OR gas^0.1) "last town"^3', "so may a phrase or brackets; a small number"
                  " makes it count less", SAME, '(oil OR gas) "last town"'),
        ),
    ),
    Section(
        "slips", "Mistakes in a query",
        "Nothing that can be typed is an error. What makes no sense is read as plain words, and a"
        f" note above the results says how. A query is read to its {LONGEST:,}th character;"
        f" of words with *, ? or ~ in them {MOST_LOOKED_UP} different ones are looked up, unless"
        " the archive's settings say otherwise.",
        (
            Entry('"last town', "a quotation mark that is missing is supplied at the end", SAME,
                  '"last town"', noticed=True),
            Entry("Syria (oil OR airport", "and so is a bracket", SAME, "Syria (oil OR airport)",
                  noticed=True),
            Entry("place: Baghdad", "a space after the colon is forgiven", SAME, "place:Baghdad",
                  noticed=True),
            Entry("river:Euphrates", "where there is no such field, these are two words", SAME,
                  "river Euphrates", noticed=True),
        ),
    ),
)  # fmt: skip

# Whatever this describes is read without a notice, in the notation of the Lark parser: a space in
# quotes is a space of the query. What else can be typed is read too, as "slips" tells.
GRAMMAR = r"""
query    : all (" OR " all)*
all      : part ((" " | " AND ") part)*
part     : not | weighted | item
not      : ("-" | "NOT ") part
weighted : item "^" NUMBER
item     : group | exact | field | any | sized | dated | saved | value
group    : "(" query ")"
exact    : "=" (group | phrase | joined | WORD)
field    : (TEXT | KEY) ":" (group | exact | value)
any      : KEY ":*"
sized    : SIZED ":" (size | "*")
dated    : DATE ":" (period | "(" period (" OR " period)* ")")
saved    : SAVED ":" (WORD | phrase)
size     : NUMBER ["%"] [".." [NUMBER ["%"]]] | ".." NUMBER ["%"] | ((">" | "<") ["="]) NUMBER ["%"]
period   : range | DAY | "\"" SPOKEN "\"" | "none"
range    : DAY ".." DAY | DAY ".." | ".." DAY | ".."
value    : WORD | joined | prefix | blanks | mistakes | phrase | near
joined   : WORD (("-" | "." | "'" | "&" | "/") WORD)+
prefix   : WORD "*"
blanks   : "*" WORD | WORD (("*" | "?") WORD)+
mistakes : WORD "~" ["1" | "2"]
phrase   : "\"" WORD (" " WORD)* "\""
near     : phrase "~" NUMBER
""".strip()

# What the words in capitals stand for.
TERMINALS: dict[str, str] = {
    "WORD": "letters and digits, but for AND, OR and NOT",
    "TEXT": "a field of words: " + ", ".join(f.name for f in FIELDS if f.kind == "text"),
    "KEY": "a field of whole values: " + ", ".join(f.name for f in FIELDS if f.kind == "keyword"),
    "SIZED": "the size of an edit: " + ", ".join(f.name for f in FIELDS if f.kind == "size"),
    "DATE": "a field of dates: " + ", ".join(f.name for f in FIELDS if f.kind == "date"),
    "SAVED": "stands for a saved search, by its name: "
    + ", ".join(name for f in FIELDS if f.kind == "saved" for name in (f.name, *f.aliases)),
    "DAY": "2017, 2017-11, 2017-11-03, 20171103, today, yesterday, monday, november",
    "SPOKEN": "the same, with spaces: 3 November 2017, last week, last 7 days",
    "NUMBER": f"after ~ at most {MOST_APART}, of a whole value 2; after ^ less than 100, with a"
    " point if need be; of a size, a whole number",
}


def fields() -> tuple[Field, ...]:
    """The fields that a query can name, and before them no field at all."""
    return (ANY, *FIELDS)
