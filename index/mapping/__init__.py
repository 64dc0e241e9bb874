"""Where articles were filed from, on a map: places with coordinates, and what cannot be placed.

Other rooms use:

    mapped        Mapped, SOURCE, Spot, WHY, Why, map_json, map_of, map_table
    method        map_method
"""
