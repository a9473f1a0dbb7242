"""From a reading and what the conversation remembers to a decision: a question, or what is to be done. Pure."""
