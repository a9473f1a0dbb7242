"""The commands of `nudge`, one module each."""
