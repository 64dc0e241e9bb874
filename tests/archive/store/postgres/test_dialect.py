"""SQL as SQLite has it, turned into PostgreSQL's."""

import pytest

from archive.store.postgres.dialect import translated


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("a = ? AND b = :name", "a = %s AND b = %(name)s"),
        ("a LIKE '%/' AND b = '?' || :x", "a LIKE '%%/' AND b = '?' || %(x)s"),
        ("a = 'it''s ?' AND b % 2 = ?", "a = 'it''s ?' AND b %% 2 = %s"),
        ("a::text = ':no'", "a::text = ':no'"),
        ("FROM c INDEXED BY c_by_key WHERE", "FROM c WHERE"),
        ("group_concat(said, char(10))", "string_agg(said, chr(10))"),
        ("instr(text, ?) > 0", "strpos(text, %s) > 0"),
        ("CAST(data AS BLOB)", "convert_to(data, 'UTF8')"),
    ],
)
def test_each_difference_is_translated(sql: str, wanted: str) -> None:
    assert translated(sql) == wanted
