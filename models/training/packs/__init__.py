"""Making packs: all trainings in order, export, and the reverse."""
