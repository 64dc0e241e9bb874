"""The archive beside its peers: the parts of `benchmarks/bench.py`, which `make bench` runs."""
