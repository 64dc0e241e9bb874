"""Libraries of what people collected: references in RIS and BibTeX, notes of Evernote.

Other rooms use:

    bibtex
    enex
    ris
"""
