"""Wikis: exports of MediaWiki and dumps of Wikimedia's, page by page, above all of Wikinews.

Other rooms use:

    export
"""
