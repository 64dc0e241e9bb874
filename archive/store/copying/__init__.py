"""An archive's database copied, row by row, from a file to a server, and back.

Other rooms use:

    copying       copy
    targets       is_server
"""
