"""One file a side: how it builds its index from rows, and answers the neutral queries.

The peers' files import nothing of the archive, for they run in environments of their own.
"""
