"""What is known to be weak or should not be there: packages with advisories, secrets in the history."""
