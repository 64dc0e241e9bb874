"""Feeds: RSS, Atom, JSON Feed.

Other rooms use:

    feed
    jsonfeed
"""
