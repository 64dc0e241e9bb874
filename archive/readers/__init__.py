"""Reading news: the table of formats recognises one by its content. Each room in here reads
formats of one kind, and readers only read: they decide nothing.

Other rooms use:

    formats       FORMATS, Format, HEAD, Leaf, UNREAD, format_named, leaves, no_article,
                  read_with, recognise
    table_dates   as_told
"""
