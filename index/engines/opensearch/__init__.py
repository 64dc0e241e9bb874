"""The distributed engine: OpenSearch, whose cluster matches, scores and counts.

Other rooms use:

    cluster       Cluster
    engine        OpenSearchEngine
"""
