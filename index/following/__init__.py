"""A search as it is followed: what is new of it since it was last looked at, as news and as a feed.

Other rooms use:

    digest        Digest, Withdrawn, digest
    edited        Edits, edit_json, edited, edits_json, pieces_of
    followed      Arrived, Followed, Gone, followed
    news          News, keep, mark_of, news, news_since, place
"""
