"""All that can be read of a damaged archive, by its pages, brought out into a new one.

Other rooms use:

    salvage       LEFT, LIST, salvage
"""
