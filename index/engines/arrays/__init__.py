"""An index as flat arrays of numbers in memory-mapped files, and how it is searched.

Other rooms use:

    evaluate      Evaluation
    files         Array
    manifest      Part, read_manifest, write_manifest
    segment       Field, KEY_FIELDS, STEM_FIELDS, Segment, WORD_FIELDS
    snapshot      Snapshot
    write         write
"""
