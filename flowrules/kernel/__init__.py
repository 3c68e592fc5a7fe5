"""The meaning of the language once more: one loop over whole numbers, for any number of people.

`engine/` is the meaning; here is what of it a million answers need. `docs/architecture.md` says why
there are two, and which file says what.
"""
