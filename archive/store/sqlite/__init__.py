"""The archive's file: where it is, SQLite in it, its schema, a log that a crash has left, backups.

Other rooms use:

    around        live_ids, rows_around
    backups       go_back
    database      Database, FILE, Row, marks, refuse_emptied, statements
    leftover      is_foreign, log_of
    making        make_file, make_folder
    schema        STEPS
    version       APPLICATION_ID, VERSION
"""
