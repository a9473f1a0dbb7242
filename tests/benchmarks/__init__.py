"""Benchmarks: figures beside targets, and beside limits measured in the same run (`make bench`)."""
