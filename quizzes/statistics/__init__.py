"""Item analysis of a quiz: what its answers say about its questions. Pure; numpy and pandas load on first use.

columns → counts (mergeable, exact) → analysis (`analyse`) → tasks (what an author should look at). Formulas:
`formulas`; the score of a guesser and what a question offers: `offers`; when n is too small: `enough`.
"""
