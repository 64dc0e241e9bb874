"""Store and index kept alike: the index follows, or is built anew; the two are compared.

Other rooms use:

    apart         Alongside, index_apart
    check         problems
    followed      working
    sync          IndexState, Progress, mend, open_index, rebuild, state, sync
    work          Work
"""
