"""Taking in a pile, a folder, an address: read, normalised and kept, on every core.

Other rooms use:

    again         media_types_of
    fetch         Fetcher, ValidatorStore
    ingest        IngestReport, ingest
    preview       Rehearsal
    renew         Fate, RenewReport, Renewal, renew
    workers       Workers
"""
