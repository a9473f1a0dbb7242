"""Scores the offline engine on a folder of cases: `python -m tests.evaluate FOLDER`. Each set has a module; the formats are the folder's own."""
