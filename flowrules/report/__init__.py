"""Answers on many people -> files to work with: one kind of file a module."""
