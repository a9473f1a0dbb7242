"""Calendar dates: "Jan 12, 2018", "the 2nd of March", "2026-11-29", "12/03", "Christmas Eve"."""
