"""Cameras, rays, and the rasterizer."""
