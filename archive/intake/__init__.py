"""Taking in a pile, a folder, an address: read, normalised and kept, on every core.

Other rooms use:

    fetch         Fetcher, ValidatorStore
    ingest        IngestReport, ingest
    preview       Rehearsal
    workers       Workers
"""
