"""The functions: one folder each, named as deployed with `_` for `-`; what they are and how they are wired stands in functions.yaml."""
