"""Reading news: the table of formats recognises one by its content. Each room in here reads
formats of one kind, and readers only read: they decide nothing.

Other rooms use:

    formats       FORMATS, Format, Leaf, format_named, in_order, leaves, read_with,
                  recognise
"""
