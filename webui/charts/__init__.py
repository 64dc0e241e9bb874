"""A search over time as a chart: drawn beside its results, and on a page of its own; its days;
what the archive holds of each source and time; the company that words keep; and a map of places.

Other rooms use:

    calendar
    columns
    coverage
    fortnight     OverTime, over_time
    page
    places
    words
"""
