"""An archive's database on a PostgreSQL server: connections, its schema, what it calls otherwise
than SQLite, its errors as sentences.

Other rooms use:

    installed     postgres
    leases        Leases, Range, Worker, workers
"""
