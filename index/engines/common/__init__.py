"""What every engine keeps to: the interface, what it is asked and answers, the order of hits; and
what the stored ones share.

Other rooms use:

    counting      COUNTED, Counting, Counts, LONGEST_RUN, MOST, MOST_REACH, Numbers, Texts,
                  most_frequent, sample
    generations   verify
    interface     BY_WORKERS, Engine, FOLDER, IndexStamp, KEPT, ON_DISK, READ_IN_PLACE,
                  fingerprint
    layout        NO_DAY, NO_MOMENT, key_field, stem_field
    occurrences   windows
    plain         INSTEAD, WHY, count_by_reading, count_plainly, run_places
    ranking       B, K1, NOT_NORMALISED, OTHER_STREAMS, best, bm25f, by_date, facet_values,
                  inverse_frequency, normalisation, stream_weight, with_preferences
    request       ByDay, Found, Request, SORTS, Sort
    stored        StoredEngine
"""
