"""What programs read of the archive: feeds, a description of the search, lists of addresses,
figures, a line in the log. It knows nothing of Flask.

Other rooms use:

    atom
    crawling
    figures       Figures, SHARED
    observing     AccessLog, KEPT, Observed, Observer, WARMING
    opensearch    Door, MEDIA_TYPE, SUGGESTIONS, description
"""
