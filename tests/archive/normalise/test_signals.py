"""Marks on titles and notes above texts: what they set, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.article import Article, Origin, RawArticle
from archive.normalise.rules import normalise
from archive.readers.formats import read
from archive.readers.sources.source import Source
from archive.status import status_word


def article(title: str = "Bridge opens", body: str = "It is wide.", **fields: object) -> Article:
    raw = RawArticle(Origin("f"), b"x", "text/plain", title=title, body=body, **fields)  # type: ignore[arg-type]
    found = normalise(raw)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("title", "cut", "status"),
    [
        ("CORRECTED-Bridge opens", "Bridge opens", "corrected"),
        ("CORRECTED - BRIDGE OPENS", "BRIDGE OPENS", "corrected"),
        ("CORRECTED: Bridge opens", "Bridge opens", "corrected"),
        ("CORRECTED (OFFICIAL)-Bridge opens", "Bridge opens", "corrected"),
        ("CORRECTED-(OFFICIAL)-UPDATE 2-Bridge opens", "Bridge opens", "corrected"),
        ("(CORRECTED) - BRIDGE <BRG> OPENS", "BRIDGE <BRG> OPENS", "corrected"),
        ("<CORRECTED> - BRIDGE <BRG> OPENS", "BRIDGE <BRG> OPENS", "corrected"),
        ("Bridge opens (CORRECTED)", "Bridge opens", "corrected"),
        ("Correction: Bridge story", "Bridge story", "corrected"),
        ("REFILE-Bridge opens", "Bridge opens", "corrected"),
        ("REFILE-UPDATE 2-Bridge opens", "Bridge opens", "corrected"),
        ("UPDATE 3-CORRECTED-Bridge opens", "Bridge opens", "corrected"),
        ("CORRECTED REPEAT-BRIDGE TOLLS", "BRIDGE TOLLS", "corrected"),
        ("UPDATE 2-Bridge opens", "Bridge opens", "updated"),
        ("UPDATE1: Bridge opens", "Bridge opens", "updated"),
        ("Update: Mayor opens bridge", "Mayor opens bridge", "updated"),
        ("Bridge opens [UPDATED]", "Bridge opens", "updated"),
        ("Bridge opens -- 2nd Update", "Bridge opens", "updated"),
        ("Bridge opens, 1st Ld-Writethru", "Bridge opens", "updated"),
        ("(2nd LD) Bridge opens", "Bridge opens", "updated"),
        ("(LEAD) Bridge opens", "Bridge opens", "updated"),
        ("WRAPUP 1-Bridges open", "Bridges open", "updated"),
        ("RPT-Bridge opens", "Bridge opens", "repeated"),
        ("RPT- BRIDGE OPENS", "BRIDGE OPENS", "repeated"),
        ("BRIDGE OPENS (RPT)", "BRIDGE OPENS", "repeated"),
        ("RPT-UPDATE 1-Bridge opens", "Bridge opens", "updated"),
        ("KILL-Bridge opens", "Bridge opens", "withdrawn"),
        ("KILL - BRIDGE OPENS", "BRIDGE OPENS", "withdrawn"),
        ("MANDATORY KILL: Bridge opens", "Bridge opens", "withdrawn"),
        ("WITHDRAWN-Bridge opens", "Bridge opens", "withdrawn"),
        ("Bridge opens (RETRACTED)", "Bridge opens", "withdrawn"),
        ("HOLD-Bridge opens", "Bridge opens", "withheld"),
        ("(Korrektur: Name im 2. Absatz) Brücke offen", "Brücke offen", "corrected"),
        ("WDH/KORREKTUR: Brücke offen", "Brücke offen", "corrected"),
        ("Berichtigung: Brücke offen", "Brücke offen", "corrected"),
        ("Rectificatif : le pont est ouvert", "le pont est ouvert", "corrected"),
        ("LEAD 1-Le pont est ouvert", "Le pont est ouvert", "updated"),
        ("(CORREGIDO) El puente abre", "El puente abre", "corrected"),
        ("ACTUALIZA 2-El puente abre", "El puente abre", "updated"),
        ("【訂正】橋が開通", "橋が開通", "corrected"),
    ],
)
def test_a_mark_sets_the_status_and_is_cut(title: str, cut: str, status: str) -> None:
    found = article(title)
    assert (found.title, found.status) == (cut, status)


@pytest.mark.parametrize(
    "title",
    [
        "Update on Syria talks", "Hold the line, says minister", "Kill Bill turns 20",
        "Corrected figures show growth", "Correction: stocks fall a tenth", "Hold: why we wait",
        "Repeat: never again", "Lead: the metal in the pipes", "Retracted: the promise of a bridge",
        "KILL BILL TURNS 20", "HOLD THE LINE", "HOLD-UP AT RIVER BANK",
        "REPEAT-OFFENDER LAW PASSES", "KILL-SWITCH FOR BRIDGES", "LEAD 150 TONNES",
        "BRIDGE BANK DOWNGRADED <RPT>", "Broker on river tolls (HOLD)",
        "CORRECTED CLOSING PRICES - APRIL 7", "Bridge opens (2)", "Markets fall - correction",
        "Kill - or be killed", "Updated - a guide to bridges",
        "UPDATE", "CORRECTED-", "Mayor withdraws (again)", "Bridge holdings: update",
    ],
)  # fmt: skip
def test_what_is_part_of_a_title_stays_and_sets_nothing(title: str) -> None:
    found = article(title)
    assert (found.title, found.status, found.note) == (title, None, None)


def test_a_title_of_endless_marks_stays_as_it_is() -> None:
    title = "UPDATE 1-" * 20_000 + "Bridge opens"
    assert article(title).title == title


def test_numbers_of_updates_are_kept_in_extra() -> None:
    assert article("UPDATE 3-CORRECTED-Bridge opens").extra == {"update": 3}
    assert article("WRAPUP 2-Bridges open").extra == {"wrapup": 2}
    assert article("WRAPUP-Bridges open").extra == {"wrapup": True}


@pytest.mark.parametrize(
    ("body", "rest", "status", "note"),
    [
        ("(Corrects spelling of name (Roe) in paragraph 3)\n\nIt is wide.", "It is wide.",
         "corrected", "Corrects spelling of name (Roe) in paragraph 3"),
        ("(Adds width)\n\n(Refiles to fix headline)\n\nIt is wide.", "It is wide.",
         "corrected", "Adds width; Refiles to fix headline"),
        ("(Corrects width) It is wide.", "It is wide.", "corrected", "Corrects width"),
        ("[Corrects width] It is wide.", "It is wide.", "corrected", "Corrects width"),
        ("(Repeats from Friday)\n\nIt is wide.", "It is wide.", "repeated", "Repeats from Friday"),
        ("(Berichtigung: Breite im 1. Absatz)\n\nSie ist breit.", "Sie ist breit.",
         "corrected", "Berichtigung: Breite im 1. Absatz"),
        ("(corrige le nom au 2e paragraphe)\n\nIl est large.", "Il est large.",
         "corrected", "corrige le nom au 2e paragraphe"),
        ("Correction: An earlier version gave a wrong width.\n\nIt is wide.", "It is wide.",
         "corrected", "An earlier version gave a wrong width."),
        ("CORRECTION: Please read the width as 9 m.", "CORRECTION: Please read the width as 9 m.",
         "corrected", "Please read the width as 9 m."),
        ("The bridge story is wrong and is withdrawn.",
         "The bridge story is wrong and is withdrawn.",
         "withdrawn", "The bridge story is wrong and is withdrawn."),
        ("Hold on: it is wide.", "Hold on: it is wide.", None, None),
        ("Corrected figures: it is wide.", "Corrected figures: it is wide.", None, None),
        ("It is wide.\n\n(Corrects width)", "It is wide.\n\n(Corrects width)", None, None),
    ],
)  # fmt: skip
def test_a_note_above_the_text_becomes_the_note(
    body: str, rest: str, status: str | None, note: str | None
) -> None:
    found = article(body=body)
    assert (found.body, found.status, found.note) == (rest, status, note)


def test_the_dateline_is_found_below_a_correction() -> None:
    found = article(body="(Corrects width)\n\nLEITH, March 5 (Reuters) - It is wide.")
    assert (found.dateline, found.body) == ("LEITH, March 5", "It is wide.")


@pytest.mark.parametrize(
    ("declared", "title", "extra", "status"),
    [
        ("updated", "CORRECTED-Bridge opens", {}, "corrected"),
        ("stat:canceled", "UPDATE 2-Bridge opens", {}, "withdrawn"),
        ("published", "Bridge opens", {}, None),
        ("archived", "Bridge opens", {}, "archived"),
        ("draft", "Bridge opens", {}, "withheld"),
        ("archived", "RPT-Bridge opens", {}, "repeated"),
        ("embargoed", "Bridge opens", {}, "withheld"),
        ("embargoed", "Bridge opens", {"embargo": "2020-01-02T09:00:00+01:00"}, None),
        ("embargoed", "Bridge opens", {"embargo": "until the vote"}, "withheld"),
        ("embargoed", "HOLD-Bridge opens", {"embargo": "2020-01-02T09:00Z"}, "withheld"),
        (None, "Bridge opens", {"embargo": True}, "withheld"),
        (None, "Bridge opens", {"embargo": False}, None),
    ],
)
def test_of_several_signals_the_gravest_wins_and_of_an_embargo_the_time(
    declared: str | None, title: str, extra: dict[str, object], status: str | None
) -> None:
    assert article(title, status=declared, extra=extra).status == status


def test_an_embargo_is_kept_as_an_instant() -> None:
    found = article(extra={"embargo": "2020-01-02T09:00:00+01:00"})
    assert found.extra["embargo"] == "2020-01-02T08:00:00Z"


def test_what_is_withdrawn_says_why_by_its_note_to_editors() -> None:
    extra = {"editorial_note": "The port did not burn."}
    assert article(status="killed", extra=extra).note == "The port did not burn."
    assert article(status="corrected", extra=extra).note is None


def test_words_of_metadata_are_known_in_any_dress() -> None:
    words = ("Canceled", "stat:withheld", "http://cv.example.org/signal/correction", "usable", None)
    assert [*map(status_word, words)] == ["withdrawn", "withheld", "corrected", None, None]


def test_real_marks_of_1987_are_found_and_nothing_else(data: Path) -> None:
    path = data / "reuters-21578" / "reut2-000.sgm.gz"
    source = Source(path.name, lambda: path.open("rb"))
    marked = {}
    for raw in read(source):
        assert isinstance(raw, RawArticle)
        found = normalise(raw)
        if isinstance(found, Article) and found.status:
            assert not (found.title or "").startswith(("CORR", "(", "RPT"))
            marked[int(found.identity.rpartition(":")[2])] = found.status
    corrected = (170, 505, 550, 611, 615, 673, 760, 901)
    assert marked == dict.fromkeys(corrected, "corrected") | {688: "repeated"}
