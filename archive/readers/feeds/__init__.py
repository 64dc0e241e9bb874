"""Feeds: RSS, Atom, JSON Feed, news sitemaps.

Other rooms use:

    feed
    jsonfeed
    listing       Listed, is_list, listed_in, may_list
"""
