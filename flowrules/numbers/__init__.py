"""Whole numbers in rows: what the kernel and the conditions it asks are written on.

A procedure, a person and how they stand are each a row of whole numbers, so that the same functions run
interpreted on lists and compiled on arrays. They are given in this order, and called by one letter:

- `t`, the table of a procedure (`kernel/coding.py` writes it);
- `w`, the working days of every pattern in use (`kernel/calendars.py`);
- `a`, one person's absences, and after them the lines that they are made of;
- `e`, the person's events;
- `s`, how the person stands: single figures first, then rows for tracks, stages, actions and moves.

Whoever finds no place for something sets `GAVE_UP` and may then answer anything: what was found of the
person is thrown away, and the engine decides. `fields` names the places in the rows. A day is the
ordinal of its date and 0 where there is none; a place that leads to another row is the row's own first
place. Nothing here knows what a name stands for.
"""
