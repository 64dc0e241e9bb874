"""Newspapers as libraries scan them: pages read by OCR in ALTO, and METS, which tells articles.

Other rooms use:

    alto
    claims        is_either, is_mets, owner, with_taken
    mets
"""
