"""Coverage: what an archive holds of each source and time, and where it holds nothing.

Other rooms use:

    coverage      COVERED, Column, Coverage, Gap, RULE, Row, SHADES, coverage, coverage_json,
                  coverage_table
    method        coverage_method
"""
