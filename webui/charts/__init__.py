"""A search over time as a chart: drawn beside its results, and on a page of its own.

Other rooms use:

    calendar
    draw          draw
    page
"""
