"""What tells the files of archives from others, and those of today from older ones. The steps that
lead from one version to the next (schema.py) are read only where a file has to be changed.
"""

APPLICATION_ID = 0x4E415243  # "NARC"
VERSION = 13  # how many steps there are
