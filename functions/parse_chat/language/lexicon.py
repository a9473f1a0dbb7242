"""The closed word classes of todo English."""

from __future__ import annotations

from functions.parse_chat.language.vocabulary import vocabulary

MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "january jan januery janurary",
            "february feb febuary feburary",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept setember",
            "october oct octobre",
            "november nov",
            "december dec decmber",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: dict[str, int] = {
    name: day
    for day, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues tuesaday",
            "wednesday wed weds wednsday wendesday wensday",
            "thursday thu thur thurs thrusday",
            "friday fri firday",
            "saturday sat saterday",
            "sunday sun",
        )
    )
    for name in names.split()
}

AMBIGUOUS_DAYS = vocabulary("mon sat sun wed")
"""Weekday abbreviations that are words of their own; they need a neighbour that speaks of time."""
AMBIGUOUS_MONTHS = vocabulary("may march mar sep jan august jun")

UNITS: dict[str, str] = {
    word: unit
    for unit, words in {
        "second": "second seconds sec secs s",
        "minute": "minute minutes min mins m minuts minues",
        "hour": "hour hours hr hrs h hous",
        "day": "day days d",
        "week": "week weeks wk wks w weeks'",
        "fortnight": "fortnight fortnights",
        "month": "month months mo mos mth mths",
        "quarter": "quarter quarters",
        "year": "year years yr yrs y",
        "weekend": "weekend weekends",
    }.items()
    for word in words.split()
}
SHORT_UNITS = vocabulary("s m h d w y mo")
"""Units that count only when glued to their number: "3w"."""

TODAY = vocabulary("today todays today's tday 2day")
TOMORROW = vocabulary(
    "tomorrow tomorow tommorow tommorrow tomorrows tomorrow's tommorows tmr tmrw tmw tmorrow tomorro tomoro"
    " tomrrow tomorrrow toomorrow morrow tomarrow tommarow"
)
TONIGHT = vocabulary("tonight tonite tonights tonight's 2nite")
YESTERDAY = vocabulary("yesterday yesterday's yesterdays")

PARTS: dict[str, tuple[int, int]] = {
    "morning": (9, 0),
    "mornings": (9, 0),
    "noon": (12, 0),
    "noontime": (12, 0),
    "midday": (12, 0),
    "lunch": (12, 0),
    "lunchtime": (12, 0),
    "afternoon": (15, 0),
    "afternoons": (15, 0),
    "evening": (19, 0),
    "evenings": (19, 0),
    "eve": (19, 0),
    "night": (20, 0),
    "nights": (20, 0),
    "tonight": (20, 0),
    "midnight": (0, 0),
}
"""Hour and minute that a part of the day stands for (conventions of the product)."""

PREPOSITIONS = vocabulary(
    "on at by for in before due until till from around about @ this starting beginning sometime within between"
)

FUNCTION_WORDS = vocabulary(
    "a an the my our your his her their its this that these those to of in on at by for from with without"
    " about into onto off out and or but so then if because when while until till before after as is are was"
    " were be been am do does did have has had will would can could should may might must i you he she it we"
    " they me him us them please thanks not no too also only just which who what where how why than per via"
    " under over up down again today tomorrow tonight"
)

HOLIDAYS: dict[tuple[str, ...], tuple[int, int]] = {
    ("christmas", "eve"): (12, 24),
    ("xmas", "eve"): (12, 24),
    ("christmas", "day"): (12, 25),
    ("christmas",): (12, 25),
    ("xmas",): (12, 25),
    ("boxing", "day"): (12, 26),
    ("new", "year's", "eve"): (12, 31),
    ("new", "years", "eve"): (12, 31),
    ("new", "year", "eve"): (12, 31),
    ("new", "year's", "day"): (1, 1),
    ("new", "years", "day"): (1, 1),
    ("new", "year's"): (1, 1),
    ("new", "years"): (1, 1),
    ("halloween",): (10, 31),
    ("halloween", "day"): (10, 31),
    ("new", "year's", "eve", "day"): (12, 31),
    ("valentine's", "day"): (2, 14),
    ("valentines", "day"): (2, 14),
    ("valentine's",): (2, 14),
    ("independence", "day"): (7, 4),
    ("st", "patrick's", "day"): (3, 17),
    ("st", "patricks", "day"): (3, 17),
    ("saint", "patrick's", "day"): (3, 17),
    ("saint", "patricks", "day"): (3, 17),
    ("st", ".", "patrick's", "day"): (3, 17),
    ("st", ".", "patricks", "day"): (3, 17),
    ("april", "fools", "day"): (4, 1),
    ("april", "fool's", "day"): (4, 1),
    ("veterans", "day"): (11, 11),
}
"""Holidays of a fixed date; only read as dates where a preposition says so ("by Christmas")."""

HOLIDAY_RULES: dict[tuple[str, ...], tuple[int, int, int]] = {
    ("thanksgiving", "day"): (11, 3, 4),
    ("thanksgiving",): (11, 3, 4),
    ("labor", "day"): (9, 0, 1),
    ("labour", "day"): (9, 0, 1),
    ("memorial", "day"): (5, 0, -1),
    ("mother's", "day"): (5, 6, 2),
    ("mothers", "day"): (5, 6, 2),
    ("father's", "day"): (6, 6, 3),
    ("fathers", "day"): (6, 6, 3),
    ("columbus", "day"): (10, 0, 2),
    ("mlk", "day"): (1, 0, 3),
    ("presidents", "day"): (2, 0, 3),
    ("president's", "day"): (2, 0, 3),
    ("martin", "luther", "king", "day"): (1, 0, 3),
}
"""Holidays on the nth weekday of a month: month, weekday (Monday 0), which one (-1 the last)."""
EASTER_DAYS: dict[tuple[str, ...], int] = {
    ("ash", "wednesday"): -46,
    ("palm", "sunday"): -7,
    ("good", "friday"): -2,
    ("easter",): 0,
    ("easter", "day"): 0,
    ("easter", "sunday"): 0,
    ("easter", "monday"): 1,
    ("ascension", "day"): 39,
    ("pentecost",): 49,
}
"""Days counted from Easter Sunday."""
THANKSGIVING_DAYS: dict[tuple[str, ...], int] = {("black", "friday"): 1, ("cyber", "monday"): 4}
"""Days counted from Thanksgiving in the United States."""
