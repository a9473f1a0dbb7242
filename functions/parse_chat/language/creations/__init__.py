"""Commands that make a task: "add X", "remind me to X", "new task: X", "put X on my list", "schedule X"."""
