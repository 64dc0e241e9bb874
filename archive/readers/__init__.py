"""Reading news: the table of formats recognises one by its content. Each room in here reads
formats of one kind, and readers only read: they decide nothing.

Other rooms use:

    formats       FORMATS, Leaf, format_named, leaves
"""
