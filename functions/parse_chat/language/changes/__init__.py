"""Commands that alter a task: reschedule, rename, shift, prioritise, tag, repeat. Here their form; the values are read elsewhere."""
