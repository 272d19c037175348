"""Trainers of the five networks of a pack."""
