"""Names that are spelt in several ways: Raqa, Raqqa, Ar-Raqqah. A group is the spellings of one.

Other rooms use:

    groups        NO_NAMES, Names, load_names, names_with
    han           other_forms
    keys          Spelling, name_key, spelling, without_article
    own           FILE, LONGEST, own_groups, read_own
    proposals     Proposal, propose
"""
