"""What a shell that completes a line and `archive` say to each other: its script, its question.

Other rooms use:

    shells        SHELLS, prepare, script
"""
