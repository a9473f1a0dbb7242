"""The synthetic probe: makes a task as a person does, sees it in the list and in the live updates, and removes it for good."""
