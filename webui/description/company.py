"""Schemas of what is answered about words: what stands around them, and two searches compared."""

from __future__ import annotations

from index.company.asked import AXES, MEASURES, SHOWN
from webui.description.articles import VERSION
from webui.description.parameters import Own
from webui.description.searches import UNDERSTOOD
from webui.description.shapes import (
    COUNT,
    NUMBER,
    TEXT,
    WHOLE,
    YES_OR_NO,
    Schema,
    many,
    maybe,
    one,
    thing,
    word_of,
)

_AXIS = word_of(("", *AXES))
_HOW = {"computed": (TEXT, "by which version of the program and of its analysis of words")}

# What the address takes besides a search.
OWN: dict[str, Own] = {
    "versus": Own(TEXT, "a second query: what is typical of each, in place of what stands around"),
    "show": Own(word_of(SHOWN), "the words around, the words side by side, or counts alone"),
    "axis": Own(word_of(AXES), "apart for each period, or for each value of a facet"),
    "measure": Own(word_of(MEASURES), "how far from chance a word is near"),
    "left": Own(WHOLE, "words before an occurrence that count as near; usually 5"),
    "right": Own(WHOLE, "words behind it; usually 5"),
    "window": Own(WHOLE, "words on either side, where that side is not named"),
    "limit": Own(WHOLE, "at most so many words; usually 25"),
    "least": Own(WHOLE, "words that stand near so many times or more; usually 2"),
    "small": Own(word_of(("1",)), "1: small words too"),
    "seed": Own(WHOLE, "draws the sample, where there are more than a million occurrences"),
}

_COMPANY = thing("What stands around words. Lists of numbers have one for each group.", {
    **VERSION,
    "query": (TEXT, "as it was typed"),
    "shown": (word_of(SHOWN), "which of the tables"),
    "by": (_AXIS, "the axis; empty where all is one group"),
    "measure": (word_of(MEASURES), "what a score is"),
    "left": (COUNT, "words before an occurrence that count as near"),
    "right": (COUNT, "words behind it"),
    "least": (COUNT, "how often a word has to stand near to be listed"),
    "small": (YES_OR_NO, "whether small words are listed too"),
    "documents": (COUNT, "articles found"),
    "occurrences": (COUNT, "occurrences in them"),
    "sample": (maybe(thing("Which of the occurrences were looked at.", {
        "occurrences": (COUNT, "how many"), "of": (COUNT, "of how many"),
        "seed": (WHOLE, "what drew them"),
        "margin": (maybe(NUMBER), "the margin of error of any share, for 95 of 100 samples"),
    })), "null where all were"),
    "groups": (many(thing("A value of the axis.", {
        "key": (TEXT, "folded; empty for what has no value"), "label": (TEXT, "as first written"),
        "documents": (COUNT, "articles found"), "held": (COUNT, "articles in all"),
        "share": (maybe(NUMBER), "their quotient"),
        "occurrences": (COUNT, "in the articles found"), "size": (COUNT, "words in all"),
        "per_10000_words": (maybe(NUMBER), "occurrences in 10,000 words"),
        "looked_at": (COUNT, "occurrences that were looked at"),
        "near": (COUNT, "words near them"),
        "margin": (maybe(NUMBER), "of a sample, the margin of error of shares of these"),
    })), "in the order of time, or the most frequent first"),
    "others": (COUNT, "values of the axis that are not told of"),
    "words": (many(thing("A word near.", {
        "word": (TEXT, "as it is indexed"), "written": (maybe(TEXT), "as it is mostly written"),
        "near": (many(COUNT), "how often it stands near"),
        "total": (many(COUNT), "how often in all"),
        "expected": (many(NUMBER), "how often near by chance"),
        "score": (many(maybe(NUMBER)), "null where it is near no more often than by chance"),
        "change": (maybe(NUMBER), "of periods, how far the last differs from the first"),
    })), "the furthest from chance first"),
    "neighbours": (many(thing("Words side by side.", {
        "words": (many(TEXT), "as they are indexed"), "counts": (many(COUNT), "how often"),
    })), "two words, then three, the most frequent first"),
    **_HOW,
    **UNDERSTOOD,
})  # fmt: skip

_PAIR = {
    "counts": (many(COUNT), "in each of the two searches"),
    "shares": (many(maybe(NUMBER)), "of all that each has"),
    "score": (NUMBER, "log-likelihood; above 0 where it is typical of the first"),
    "occurrences": (maybe(many(COUNT)), "of what each search asks for"),
}
_COMPARED = thing("Two searches beside each other. Lists of two numbers have one for each.", {
    **VERSION,
    "query": (TEXT, "the first"), "against": (TEXT, "the second"),
    "by": (_AXIS, "the axis of the values"),
    "documents": (many(COUNT), "articles found"), "sizes": (many(COUNT), "words in them"),
    "both": (COUNT, "articles that both find"),
    "words": (many(thing("A word.", {
        "word": (TEXT, "as it is indexed"), "label": (maybe(TEXT), "as it is mostly written"),
        **_PAIR,
    })), "those most typical of the first, then those of the second"),
    "values": (many(thing("A value of the axis.", {
        "key": (TEXT, "folded"), "label": (maybe(TEXT), "as first written"), **_PAIR,
    })), "with numbers of articles"),
    "others": (COUNT, "values of the axis that are not told of"),
    **_HOW,
    **UNDERSTOOD,
})  # fmt: skip

SCHEMAS: dict[str, Schema] = {"Company": _COMPANY, "Compared": _COMPARED}
EITHER = one("Company"), one("Compared")
