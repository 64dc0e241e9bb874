"""What is run and foretold of more than one machine: the parts of `benchmarks/scale.py`."""
