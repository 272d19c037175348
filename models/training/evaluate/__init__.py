"""Measures a pack on held-out mice and on photos."""
