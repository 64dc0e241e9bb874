"""The company that words keep: what stands around them, by year or by any facet, and which words
are typical of one search beside another.

Other rooms use:

    asked         AXES, Around, MEASURES, MOST_ASKED, Measure, PERIODS, SHOWN, Shown
    company       company, compared
    method        cited, method, sample_of
    results       Company, Comparison, EVERY, Group, Pair
    rows          company_json, comparison_json, per_near, tables
    together      together, with_run, with_word
"""
