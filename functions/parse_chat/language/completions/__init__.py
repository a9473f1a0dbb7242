"""Commands that finish a task: "mark X as done", "check X off my list", "I have completed X", "X is done"."""
