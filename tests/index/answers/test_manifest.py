"""A manifest says all that decides which articles an export holds."""

from __future__ import annotations

from archive.exports.manifest import About
from index.answers.asked import Asked
from index.answers.manifest import about


def test_what_was_asked_is_told_and_what_is_usual_is_not() -> None:
    assert about(Asked("Raqa", sort="oldest"), 3) == About("Raqa", {}, "oldest", 3)
    asked = Asked(
        "Raqa", exact=True, variants=False, match="most", filters={"tag": ("Syria", "Iraq")},
        start="2017", end="2018-01", sort="newest", fold=True,
    )  # fmt: skip
    assert about(asked, 4) == About(
        "Raqa",
        {
            "tag": ["Syria", "Iraq"], "from": "2017", "to": "2018-01", "exact": True,
            "variants": False, "match": "most", "fold": True,
        },
        "newest",
        4,
    )  # fmt: skip
