"""The archive's file: where it is, SQLite in it, its schema, a log that a crash has left, backups.

Other rooms use:

    backups       go_back
    database      Database, FILE, Row, make_folder, marks, refuse_emptied
"""
