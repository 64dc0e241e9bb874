"""Taking in a pile, a folder, an address: read, normalised and kept, on every core.

Other rooms use:

    again         media_types_of
    fetch         Fetcher, ValidatorStore
    following     DEEPEST, failed, listed_in_file, page, pages_of
    ingest        IngestReport, ingest
    preview       Rehearsal
    recording     Recording, recorded
    renew         Fate, RenewReport, Renewal, renew
    workers       Workers
"""
