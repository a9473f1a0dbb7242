"""What is said to the person: plain English, with every date in full."""
