"""Procedural laboratory backgrounds."""
