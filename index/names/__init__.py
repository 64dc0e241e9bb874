"""Names that are spelt in several ways: Raqa, Raqqa, Ar-Raqqah. A group is the spellings of one.

Other rooms use:

    groups        NO_NAMES, Names, load_names
    keys          Spelling, name_key, without_article
    own           FILE, LONGEST, read_own
    proposals     propose
"""
