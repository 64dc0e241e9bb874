"""An index as flat arrays of numbers in memory-mapped files, and how it is searched.

Other rooms use:

    counting      Counter
    evaluate      Evaluation
    files         Array, Documents, one_of
    manifest      Part, read_manifest
    postings      Selection
    segment       Field, KEY_FIELDS, NOTHING, NO_NUMBERS, SERIAL, STEM_FIELDS, Segment,
                  TERM_FIELDS, WORD_FIELDS
    snapshot      Snapshot
    values        Counted
    write         build, write
"""
