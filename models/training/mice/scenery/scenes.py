"""Procedural scenes of a laboratory. Each function returns f32 [H,W,3] in 0…1. foot: row of the animal's feet."""

import numpy as np

from .from_above import cage_from_above, floor_from_above, glowing_field_from_above, home_cage_from_above
from .litter import bedding, fine_bedding
from .textures import back, canvas, flat, fractal, grid, pen_colour, smooth_noise, tint


def white(rng, h, w, foot):
    """A sheet of paper or a bright table, unevenly lit."""
    tone = rng.uniform(0.72, 1.0)
    return flat(tone, h, w) * tint(rng) + 0.1 * rng.random() * smooth_noise(rng, h, w, 2)[..., None]


def over_exposed(rng, h, w, foot):
    """An overexposed picture: nearly all white, with faint shapes."""
    picture = flat(rng.uniform(0.93, 1.05), h, w)
    return picture - 0.25 * np.clip(smooth_noise(rng, h, w, 3), 0, 1)[..., None] * rng.random()


def arena(rng, h, w, foot):
    """A round white floor with a rim, in front of a dark wall."""
    y, x = grid(h, w)
    wall = rng.uniform(0.01, 0.2) * (1 + 0.5 * smooth_noise(rng, h, w, 3))
    picture = np.repeat(wall[..., None], 3, 2) * tint(rng, 0.12)
    cx, ry = rng.uniform(0.25, 0.75), rng.uniform(0.1, 0.4)
    rx = ry * rng.uniform(1.6, 3.2)
    cy = (foot / h) + rng.uniform(-0.6, 0.5) * ry
    r = np.hypot((x - cx) / rx, (y - cy) / ry)
    outer = rng.uniform(1.05, 1.9)
    horizon = cy - ry * rng.uniform(0.2, 1.1)
    if rng.random() < 0.6:
        table = np.clip((y - horizon) * h / rng.uniform(1.5, 8), 0, 1) * np.clip((outer - r) * 30, 0, 1)
    else:
        table = np.clip((outer - r) * 40, 0, 1)
    tone, table = rng.uniform(0.45, 0.85), table[..., None]
    shade = table * tone * tint(rng, 0.03) * (1 + 0.12 * smooth_noise(rng, h, w, 2))[..., None]
    picture = picture * (1 - table) + shade
    disc = np.clip((1 - r) * rx * w / 1.5, 0, 1)[..., None]
    bright = rng.uniform(0.7, 1.0) * (1 - 0.15 * rng.random() * r)
    picture = picture * (1 - disc) + disc * bright[..., None] * tint(rng, 0.03)
    rim = np.exp(-(((r - 1) * rx * w / rng.uniform(0.7, 2.5)) ** 2))[..., None] * rng.uniform(0.3, 0.9)
    picture = picture * (1 - rim) + rim * rng.uniform(0.05, 0.5)
    if rng.random() < 0.5:  # glass: a fainter second rim
        glow = np.exp(-(((r - outer) * rx * w / 2) ** 2))[..., None] * rng.uniform(0.1, 0.5)
        picture = picture * (1 - glow) + glow * rng.uniform(0.4, 1.0)
    return picture


def open_field(rng, h, w, foot):
    """A box under infra-red light, without colour: a grey floor, darker walls, bright spots."""
    y, x = grid(h, w)
    across = ((x - rng.uniform(0.2, 0.8)) / rng.uniform(0.3, 0.8)) ** 2
    down = ((y - rng.uniform(0.3, 0.9)) / rng.uniform(0.3, 0.8)) ** 2
    hot = np.exp(-(across + down))
    floor = rng.uniform(0.25, 0.6) + rng.uniform(0.1, 0.5) * hot
    left, right, top = rng.uniform(-0.2, 0.12), rng.uniform(0.88, 1.2), rng.uniform(-0.2, 0.35)
    inside = np.clip(np.minimum(np.minimum(x - left, right - x), y - top) * h / rng.uniform(1, 8), 0, 1)
    picture = floor * inside + (1 - inside) * rng.uniform(0.05, 0.5) * (1 + 0.3 * smooth_noise(rng, h, w, 4))
    picture = picture + rng.uniform(0, 0.03) * rng.normal(0, 1, (h, w))
    return np.repeat(picture[..., None], 3, 2).astype(np.float32)


def bench(rng, h, w, foot):
    """A table in front of a wall: two tones with a soft edge between them."""
    y, x = grid(h, w)
    horizon = foot / h - rng.uniform(0.03, 0.5) + rng.normal(0, 0.06) * (x - 0.5)
    lower = np.clip((y - horizon) * h / rng.uniform(1, 25), 0, 1)[..., None]
    a, b = rng.uniform(0.02, 1.0), rng.uniform(0.1, 1.0)
    up = a * tint(rng, 0.12) * (1 + 0.25 * fractal(rng, h, w, 3))[..., None]
    down = b * tint(rng, 0.12) * (1 + rng.uniform(0.02, 0.2) * fractal(rng, h, w, rng.choice([2, 8, 40])))[..., None]
    return up * (1 - lower) + down * lower


def gradient(rng, h, w, foot):
    """A gradient between two colours."""
    y, x = grid(h, w)
    a = rng.uniform(0, 2 * np.pi)
    t = np.clip(0.5 + (x - 0.5) * np.cos(a) + (y - 0.5) * np.sin(a) + 0.2 * smooth_noise(rng, h, w, 3), 0, 1)[..., None]
    one, two = rng.uniform(0, 1, 3) * 0.35 + rng.uniform(0, 0.65), rng.uniform(0, 1, 3) * 0.35 + rng.uniform(0, 0.65)
    return (one * (1 - t) + two * t).astype(np.float32)


def blurred_room(rng, h, w, foot):
    """A room with boxes and lights, out of focus."""
    image, pen = canvas(flat(rng.uniform(0.05, 0.9), h, w) * tint(rng, 0.1))
    for _ in range(rng.integers(5, 22)):
        px, py = rng.uniform(-0.1, 1) * w, rng.uniform(-0.1, 1) * h
        sx, sy = rng.uniform(0.03, 0.5) * w, rng.uniform(0.03, 0.5) * h
        draw = pen.rectangle if rng.random() < 0.6 else pen.ellipse
        draw([px, py, px + sx, py + sy], fill=pen_colour(rng))
    return back(image, rng.uniform(0.5, 9) * h / 256)


def tiles(rng, h, w, foot):
    """Bars, grids and boards in perspective."""
    picture = bench(rng, h, w, foot)
    image, pen = canvas(picture)
    colour, horizon = pen_colour(rng), foot - rng.uniform(0.1, 0.6) * h
    if rng.random() < 0.5:
        gap = rng.uniform(8, 45) * h / 256
        for i in range(int(w / gap) + 1):
            end = i * gap + rng.normal(0, 1)
            pen.line([(i * gap, -5), (end, h)], fill=colour, width=max(1, int(gap * rng.uniform(0.06, 0.25))))
    else:
        vx = rng.uniform(0, 1) * w
        for i in range(-12, 13):
            pen.line([(vx + i * 4, horizon), (vx + i * w * 0.22, h)], fill=colour, width=1)
        for i in range(1, 12):
            y = horizon + (h - horizon) * (i / 11) ** 1.8
            pen.line([(0, y), (w, y)], fill=colour, width=1)
    return back(image, rng.uniform(0.2, 2.0))


def dark_room(rng, h, w, foot):
    """A room under infra-red or stage light: nearly black, with a few lamps, wires and a dotted sheet."""
    y, x = grid(h, w)
    base = rng.uniform(0.0, 0.12) + 0.05 * np.abs(smooth_noise(rng, h, w, 3))
    if rng.random() < 0.4:
        gap = rng.uniform(6, 20) * h / 256
        dots = (np.sin(2 * np.pi * x * w / gap) * np.sin(2 * np.pi * y * h / gap)) > 0.5
        base = base + rng.uniform(0.03, 0.2) * dots
    image, pen = canvas(np.repeat(base[..., None], 3, 2).astype(np.float32))
    for _ in range(rng.poisson(1.2)):
        px, py, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(1, 6) * h / 256
        pen.ellipse([px - r, py - r, px + r, py + r], fill=(230, 230, 230))
    if rng.random() < 0.3:  # a wheel or a rail
        px, py, r = rng.uniform(0, w), rng.uniform(0.8, 2.0) * h, rng.uniform(0.6, 1.4) * h
        fill, outline = pen_colour(rng, 20, 120), pen_colour(rng, 60, 200)
        pen.ellipse([px - r, py - r, px + r, py + r], fill=fill, outline=outline, width=3)
    return back(image, rng.uniform(0.2, 2.0))


# Probabilities of the scenes, up to a factor. The order decides which scene a random number selects.
FROM_ABOVE = {
    floor_from_above: 0.2, glowing_field_from_above: 0.28, cage_from_above: 0.17, home_cage_from_above: 0.25,
    dark_room: 0.1,
}
SCENES = {
    white: 2.5, over_exposed: 1.2, arena: 3.5, open_field: 2.2, bedding: 1.0, fine_bedding: 0.6, bench: 1.8,
    gradient: 0.8, blurred_room: 1.0, tiles: 0.9, dark_room: 0.9, cage_from_above: 0.6, home_cage_from_above: 0.8,
    floor_from_above: 0.6, glowing_field_from_above: 1.0,
}


def random_scene(rng, height, width, foot, above=False):
    """A random scene f32 [H,W,3]. above: whether the camera points straight down."""
    makers = FROM_ABOVE if above and rng.random() < 0.85 else SCENES
    weight = np.array(list(makers.values()))
    return list(makers)[rng.choice(len(makers), p=weight / weight.sum())](rng, height, width, foot).astype(np.float32)
