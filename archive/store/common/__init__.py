"""What the rooms of the store ask of a database, whichever it is: a file, or one on a server.

Other rooms use:

    database      Database, Row, Values, marks
"""
