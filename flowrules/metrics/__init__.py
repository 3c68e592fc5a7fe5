"""Answers on many people -> figures: one figure a file."""
