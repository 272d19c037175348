"""Trainers of the five networks of the demo pack."""
