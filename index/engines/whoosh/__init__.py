"""The default engine: an index of Whoosh's, kept as flat arrays, which Whoosh itself can search.

Other rooms use:

    engine        WhooshEngine
"""
