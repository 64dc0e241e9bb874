"""Passages taken over: what of an article stands in others, found by what these hold of it.

Other rooms use:

    found         Holder, Passages, between, holder_json, passages, passages_json, words_of
"""
