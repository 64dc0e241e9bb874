"""The archive's file: where it is, SQLite in it, its schema, a log that a crash has left, backups.

Other rooms use:

    backups       go_back
    database      FILE, SqliteDatabase, refuse_missing, statements
    failures      failure
    leftover      is_foreign, log_of
    making        make_file, make_folder
    schema        STEPS
    version       APPLICATION_ID, VERSION
"""
