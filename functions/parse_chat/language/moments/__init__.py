"""Date-time phrases: parts put side by side ("8pm in the evening, Sunday") and resolved to one moment."""
