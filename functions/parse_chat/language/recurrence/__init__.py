"""Repeating tasks in words: "every other friday", "the 1st of each month", "weekday mornings at 8".

What a task store of plain RFC 5545 rules cannot keep (nth weekdays, several times a day, exceptions …) is recognised too, and named
with the nearest offer instead of being stored as something else.
"""
