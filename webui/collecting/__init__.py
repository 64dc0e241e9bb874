"""Collections in a browser: their pages and feeds, and changing them where that was asked for.

Other rooms use:

    editing
    guard         MOST_BYTES, TOKEN, new_token
    pages
"""
