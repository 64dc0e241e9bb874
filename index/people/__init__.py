"""People's work as plain text, a part a file: dumped, and loaded into the same or another archive.

Other rooms use:

    parts         MARK, PARTS, Part, dump, load
    work          Loaded, Work
"""
