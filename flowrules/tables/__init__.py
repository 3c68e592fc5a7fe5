"""Rows of an export -> people: columns mapped, values understood, rows put together."""
