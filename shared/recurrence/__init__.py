"""How tasks repeat: rules, the moments they name, and what comes when one is done; pure (docs/decisions/0008-recurrence.md)."""
