"""Cage floors of wood chips, paper, and litter with grains as fine as hairs. Arguments and results as in `scenes`."""

import numpy as np
from scipy.ndimage import gaussian_filter

from .textures import back, canvas, flat, fractal, grid, smooth_noise, tint

# Colours of litter, 0…1.
LITTER = ((0.62, 0.5, 0.36), (0.75, 0.7, 0.6), (0.5, 0.42, 0.33), (0.82, 0.8, 0.76))


def bedding(rng, h, w, foot):
    """Wood chips or paper litter. Most pictures show a cage wall behind the litter."""
    base = np.array(LITTER[rng.integers(4)], np.float32)
    image, pen = canvas(flat(base * rng.uniform(0.6, 1.1), h, w))
    size = rng.uniform(3, 9) * (h / 256) ** 0.6
    for _ in range(int(260 * max(1, h / 256) ** 2)):
        px, py, a = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0, np.pi)
        dx, dy = size * np.cos(a), size * np.sin(a) * 0.6
        colour = tuple(int(c) for c in np.clip(base * rng.normal(0.85, 0.25) * 255, 0, 255))
        pen.line([(px - dx, py - dy), (px + dx, py + dy)], fill=colour, width=max(1, int(size * rng.uniform(0.3, 0.8))))
    picture = back(image, rng.uniform(0.3, 1.5)) * (1 + rng.uniform(0.05, 0.25) * fractal(rng, h, w, 25))[..., None]
    return under_wall(rng, picture, foot)


def fine_bedding(rng, h, w, foot):
    """Heaps of litter from a distance, with grains no larger than hairs. The wall is that of `bedding`."""
    base = np.array(LITTER[rng.integers(4)], np.float32) * rng.uniform(0.5, 1.15)
    size = rng.uniform(0.35, 1.4) * h / 256
    grain = gaussian_filter(rng.standard_normal((h, w, 4), np.float32), (size, size, 0))
    grain = grain / grain.std()
    shade = 1 + rng.uniform(0.06, 0.3) * grain[..., :1] + rng.uniform(0, 0.06) * grain[..., 1:]
    picture = base * shade * (1 + rng.uniform(0.02, 0.2) * fractal(rng, h, w, rng.uniform(3, 12)))[..., None]
    return under_wall(rng, picture, foot)


def heap(rng, h, w):
    """Coverage of a floor by litter, with bare areas of any shape: f32 [H,W], 0…1."""
    edge = fractal(rng, h, w, rng.uniform(1.5, 6), octaves=4) + 0.15 * smooth_noise(rng, h, w, 60)
    return np.clip((edge + rng.uniform(-0.3, 0.6)) * rng.uniform(3, 40), 0, 1)


def under_wall(rng, picture, foot):
    """Puts a cage wall over the upper area of most pictures f32 [H,W,3]."""
    if rng.random() < 0.6:
        h, w = picture.shape[:2]
        y, _ = grid(h, w)
        horizon = foot / h - rng.uniform(0.08, 0.5)
        wall = np.clip((horizon - y + 0.02 * smooth_noise(rng, h, w, 6)) * h / 4, 0, 1)[..., None]
        colour = rng.uniform(0.15, 0.9) * tint(rng, 0.08) + 0.15 * smooth_noise(rng, h, w, 4)[..., None]
        picture = picture * (1 - wall) + wall * colour
    return picture
