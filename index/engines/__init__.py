"""The engines by name, and the one in memory that the others are tested against.

Other rooms use:

    memory        matches
    open          open_engine
"""
