"""People's tags: given and taken away over many articles at once, renamed, logged, undone.

Other rooms use:

    journal       Done, NAMES, Step
    tagging       Change, Tagging, Undone
"""
