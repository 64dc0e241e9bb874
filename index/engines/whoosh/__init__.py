"""The default engine, on Whoosh.

Other rooms use:

    engine        WhooshEngine
"""


def __getattr__(name: str) -> object:
    """The classes that older indexes look for here: this room was one file then.

    Whoosh pickles the schema of an index, and a pickle names its classes by module. Drop this when
    the layout of the index changes.
    """
    if name in ("Tokens", "Keys", "Numbers", "_Codec"):
        from index.engines.whoosh import schema

        return getattr(schema, name.lstrip("_"))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
