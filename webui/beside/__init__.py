"""Texts beside each other: what sources edited, and passages that stand in several articles.

Other rooms use:

    edits
    passages
"""
