"""Benchmarks of the page in a real Chromium: figures beside targets (`make bench-web`)."""
