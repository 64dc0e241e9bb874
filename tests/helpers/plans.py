"""How a database means to answer a question, in place of a clock."""

from __future__ import annotations

from archive.store.common.database import Database


def read_for_each_row(db: Database, sql: str) -> list[str]:
    """The lines of the plan by which a whole table may be read anew for each row of another, so
    that the time grows with the square.
    """
    if db.path is None:
        db.run("ANALYZE")
        return [line for (line,) in db.run(f"EXPLAIN {sql}") if "SubPlan" in line]
    lines = [row[-1] for row in db.run(f"EXPLAIN QUERY PLAN {sql}")]
    inner = (line for line in lines if line.startswith("SCAN") and line.endswith("LEFT-JOIN"))
    return [*inner, *(line for line in lines if line.startswith("CORRELATED"))]
