"""An index as flat arrays of numbers in memory-mapped files, and how it is searched.

Other rooms use:

    engine        ArrayEngine
"""
