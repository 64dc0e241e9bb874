"""`archive search`, `count` and `tags` on the samples."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Archive


def titles(sampled: Archive, *args: str) -> list[str]:
    run = sampled("search", *args, "--limit", "100", "--format", "json")
    return [hit["title"] for hit in json.loads(run.out)["hits"]]


def test_words_in_one_argument_or_in_several_are_one_query(sampled: Archive) -> None:
    assert titles(sampled, "Deir Ezzor") == titles(sampled, "Deir", "Ezzor") != []


def test_a_query_may_begin_with_a_dash(sampled: Archive) -> None:
    without = set(titles(sampled, "-Ezzor"))
    assert without
    assert without.isdisjoint(titles(sampled, "Ezzor"))
    assert len(without) + len(titles(sampled, "Ezzor")) == int(sampled("count").out)
    assert set(titles(sampled, "Syria", "-Ezzor")) < without


def test_an_unknown_option_is_no_query(sampled: Archive) -> None:
    run = sampled("search", "Syria", "--agnecy", "AFP")
    assert run.code == 2
    assert "There is no option --agnecy" in run.err


def test_tags_in_one_option_or_several_must_all_be_there(sampled: Archive) -> None:
    both = titles(sampled, "--tag", "Syria, Iraq")
    assert both == titles(sampled, "--tag", "iraq", "--tag", "SYRIA")
    assert 0 < len(both) < len(titles(sampled, "--tag", "Syria"))


def test_more_filters_than_a_search_takes_are_refused_with_another_way(sampled: Archive) -> None:
    fifty = ",".join(f"t{at}" for at in range(50))
    assert sampled("count", "--any-tag", fifty).code in (0, 1)
    for command in ("search", "count", "export", "facet", "timeline"):
        run = sampled(command, *(["tag"] if command == "facet" else []), "--any-tag", f"{fifty},t")
        assert run.code == 2, command
        assert "The search has 51 filters; it takes 50" in run.err
        assert "tag:A OR tag:B" in run.err


def test_a_tag_with_a_comma_stands_in_quotes(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"title": "T", "tags": ["Paris, Texas", "Film"]}))
    archive("ingest", tmp_path / "a.json")
    assert archive("count", "--tag", '"Paris, Texas", Film').out == "1\n"
    assert archive("count", "--tag", "Paris, Texas").out == "0\n"


def test_any_of_several_agencies_will_do_and_any_name_of_one(sampled: Archive) -> None:
    afp = set(titles(sampled, "--agency", "Agence France-Presse"))
    reuters = set(titles(sampled, "--agency", "Reuters"))
    assert set(titles(sampled, "--agency", "AFP, Reuters")) == afp | reuters
    assert afp == set(titles(sampled, "source:afp"))


def test_the_end_of_a_range_is_inclusive(sampled: Archive) -> None:
    year = titles(sampled, "--from", "2017", "--to", "2017", "--sort", "oldest")
    assert year == titles(sampled, "date:2017", "--sort", "oldest")
    assert any("end of" in title or "over" in title for title in year[-1:])
    month = titles(sampled, "--from", "2017-11", "--to", "2017-11")
    assert 0 < len(month) < len(year)


def test_order_and_paging_show_each_article_once(sampled: Archive) -> None:
    whole = sampled("search", "--sort", "newest", "--limit", "100", "--format", "ids").out.split()
    pages: list[str] = []
    for offset in range(0, len(whole) + 7, 7):
        args = ["--sort", "newest", "--limit", "7", "--offset", str(offset), "--format", "ids"]
        pages += sampled("search", *args).out.split()
    assert pages == whole
    assert len(set(whole)) == len(whole) == int(sampled("count").out)


def test_an_empty_query_gives_the_newest_first(sampled: Archive) -> None:
    assert (
        sampled("search", "--format", "ids").out
        == sampled("search", "--sort", "newest", "--format", "ids").out
    )


def test_text_shows_title_agency_date_id_tags_and_the_marked_words(sampled: Archive) -> None:
    run = sampled("search", '"Deir Ezzor"', "--tag", "Iraq", "--limit", "1", "--facets")
    assert run.code == 0
    assert "\x1b" not in run.out, "no colours in a pipe"
    assert "*Deir Ezzor*" in run.out
    assert "Syria; Iraq; Conflict" in run.out
    assert "█" in run.out
    assert "Agency" in run.out


def test_json_holds_what_it_promises(sampled: Archive) -> None:
    run = sampled("search", "Deir Ezzor", "--facets", "--format", "json", "--limit", "3")
    answer = json.loads(run.out)
    assert list(answer) == [
        "version", "query", "total", "about", "counted", "articles", "took_ms", "hits", "facets",
        "timeline", "mentions", "notices", "missing", "dates", "series",
        "advice", "expansions",
    ]  # fmt: skip
    assert answer["version"] == 1
    assert answer["total"] > len(answer["hits"]) == 3
    for hit in answer["hits"]:
        assert list(hit) == [
            "id", "title", "date", "precision", "time", "published", "agency", "credit", "authors",
            "publisher", "section", "tags", "people_tags", "places", "collections", "language",
            "url", "status", "score", "snippets", "story", "more", "others",
        ]  # fmt: skip
        marked = [
            snippet["text"][start:end].lower()
            for snippet in hit["snippets"]
            for start, end in snippet["spans"]
        ]
        assert set(marked) == {"deir ezzor"}  # a name is one term
    assert sum(period["count"] for period in answer["timeline"]) == answer["total"]
    syria = next(bucket for bucket in answer["facets"]["tag"] if bucket["value"] == "Syria")
    assert syria["count"] == int(sampled("count", "Deir Ezzor", "--tag", "Syria").out) > 0


def test_jsonl_csv_and_ids_give_the_same_hits(sampled: Archive) -> None:
    ids = sampled("search", "Syria", "--format", "ids").out.split()
    lines = sampled("search", "Syria", "--format", "jsonl").out.splitlines()
    rows = list(csv.DictReader(io.StringIO(sampled("search", "Syria", "--format", "csv").out)))
    assert [json.loads(line)["id"] for line in lines] == ids
    assert [row["id"] for row in rows] == ids
    assert "; " in rows[0]["tags"] + rows[1]["tags"]


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"title": "=HYPERLINK(1)", "body": "x"}))
    archive("ingest", tmp_path / "a.json")
    rows = list(csv.DictReader(io.StringIO(archive("search", "--format", "csv").out)))
    assert rows[0]["title"] == "'=HYPERLINK(1)"


def test_nothing_found_ends_with_one_and_is_valid_json(sampled: Archive) -> None:
    run = sampled("search", "xylophonist", "--facets", "--format", "json")
    assert run.code == 1
    assert json.loads(run.out)["total"] == 0
    assert "Nothing was found" in sampled("search", "xylophonist").out


def test_a_notice_stands_on_standard_error(sampled: Archive) -> None:
    run = sampled("search", 'Syria "Deir Ezzor', "--format", "ids")
    assert run.code == 0
    assert "quotation mark" in run.err
    assert "quotation" not in run.out
    assert sampled("count", "colour:red").err.startswith("Note: ")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--from", "yesteryear"], "no date"),
        (["--from", "2018", "--to", "2017"], "ends"),
        (["--sort", "best"], "relevance"),
        (["--limit", "-1"], "limit"),
        (["--format", "xml"], "format"),
    ],
)
def test_a_bad_option_is_a_sentence(sampled: Archive, args: list[str], message: str) -> None:
    run = sampled("search", *args)
    assert run.code == 2
    assert message in run.err


def test_count_prints_one_number_and_nothing_else(sampled: Archive) -> None:
    run = sampled("count", "tag:Syria", "date:2017")
    assert int(run.out) > 0
    assert run.out == f"{int(run.out)}\n"
    assert run.err == ""


def test_tags_are_listed_by_count(sampled: Archive) -> None:
    lines = sampled("tags", "--limit", "3").out.splitlines()
    counts = [int(line.split()[0]) for line in lines]
    assert len(lines) == 3
    assert counts == sorted(counts, reverse=True)
    every = sampled("tags").out.splitlines()
    assert every[:3] == lines
    assert len(every) > 50


def test_search_answers_while_another_process_writes_to_the_index(
    sampled: Archive, samples_copy: Path, tmp_path: Path
) -> None:
    script = (
        "import sys, time; from filelock import FileLock\n"
        "with FileLock(sys.argv[1]): print('held', flush=True); time.sleep(60)"
    )
    lock = samples_copy / "index" / "whoosh" / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(lock)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        from archive.intake.ingest import ingest
        from archive.readers.sources.source import sources
        from archive.store.store import Store

        (tmp_path / "new.json").write_text(
            json.dumps({"title": "Zeppelin sighted", "body": "New."})
        )
        with Store.open(samples_copy) as store:
            ingest(store, sources([str(tmp_path / "new.json")]))
        run = sampled("search", "Syria")
        assert run.code == 0
        assert "the last 1 changes are not in it yet" in run.err
        holder.kill()
    assert sampled("count", "zeppelin").out == "1\n"


def test_line_ends_in_a_value_are_spaces(sampled: Archive) -> None:
    spaced = sampled("count", "--tag", "Deir\nEzzor")
    assert (spaced.code, spaced.out) == (0, sampled("count", "--tag", "Deir Ezzor").out)


def test_every_id_can_be_listed(sampled: Archive) -> None:
    run = sampled("search", "--limit", "1000000", "--format", "ids")
    assert len(run.out.split()) == int(sampled("count").out)


def test_a_cut_facet_says_how_to_see_more(sampled: Archive) -> None:
    short = sampled("search", "--facets", "--facet-limit", "3").out
    assert "the first 3; more with --facet-limit" in short
    assert "more with" not in sampled("search", "--facets", "--facet-limit", "500").out
