"""In: nothing. Out: hostile inputs (`inputs`), and what each part of the program makes of them (`targets`)."""
