"""Todo English, understood offline: plain functions from a sentence, a moment and a zone to a Reading. The entry is `engine.read`."""
