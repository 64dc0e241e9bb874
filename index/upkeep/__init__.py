"""Store and index kept alike: the index follows, or is built anew; the two are compared.

Other rooms use:

    apart         index_apart
    check         problems
    sync          IndexState, Progress, open_index, rebuild, state, sync
"""
