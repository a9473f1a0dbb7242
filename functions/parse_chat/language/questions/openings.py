"""Words that open a question or a request to show something."""

from __future__ import annotations

from functions.parse_chat.language.vocabulary import vocabulary

SHOW = vocabulary(
    "show number display read list view see pull bring open access check find search look give tell recite repeat"
    " review print go name inform let get refresh fetch know remind hear say summarize summarise retrieve"
    " browse count run walk present report load provide recall enumerate hit need want like share"
)


WH = vocabulary("what which when where who how why whose")
AUX = vocabulary("do does did is are was were have has had am will would should can could any anything")
