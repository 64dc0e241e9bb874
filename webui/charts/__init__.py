"""A search over time as a chart: drawn beside its results, and on a page of its own; its days;
and what the archive holds of each source and time.

Other rooms use:

    calendar
    coverage
    fortnight     OverTime, over_time
    page
"""
