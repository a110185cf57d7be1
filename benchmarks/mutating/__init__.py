"""In: the Python of a folder. Out: its mutants (`generator`), and what the tests that reach each make of it (`trial`)."""
