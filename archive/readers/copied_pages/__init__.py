"""Pages copied as text from a browser, menus and captions and all.

Other rooms use:

    page
"""
