"""Taking in a pile, a folder, an address: read, normalised and kept, on every core.

Other rooms use:

    fetch         Fetcher, ValidatorStore
    following     listed_in_file, page, pages_of
    ingest        IngestReport, ingest
    preview       Rehearsal
    workers       Workers
"""
