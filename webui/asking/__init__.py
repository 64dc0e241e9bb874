"""What helps a reader to ask: a form that writes the query, and examples of the archive's words.

Other rooms use:

    compose
    dates         HeldDay, last_days, presets
    examples      Example, examples
"""
