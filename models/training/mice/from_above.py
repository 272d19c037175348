"""Places of a laboratory under a camera that looks straight down. As in `scenery`."""

import numpy as np

from .litter import bedding, fine_bedding, heap
from .textures import back, canvas, fractal, grid, pen_colour, smooth_noise, tint


def floor_from_above(rng, h, w, foot):
    """A box seen from above: its floor, lit from one side, between walls; scratches, screws, lamps that mirror in the walls."""
    y, x = grid(h, w)
    light = 1 + rng.uniform(0, 0.5) * ((x - 0.5) * rng.normal() + (y - 0.5) * rng.normal()) + 0.08 * smooth_noise(rng, h, w, 3)
    floor = rng.uniform(0.3, 1.0) * light[..., None] * tint(rng, 0.05 if rng.random() < 0.5 else 0)
    edge = rng.uniform(-0.05, 0.14, 4)
    inside = np.clip(np.minimum.reduce([x - edge[0], 1 - edge[1] - x, y - edge[2], 1 - edge[3] - y]) * h / rng.uniform(1, 8), 0, 1)[..., None]
    wall = rng.uniform(0.02, 0.5) * (1 + 0.4 * fractal(rng, h, w, 4))[..., None]
    image, pen = canvas(floor * inside + wall * (1 - inside))
    for _ in range(rng.poisson(1.5)):  # scratches and seams, as dark as a tail
        points = [tuple(rng.uniform(0, 1, 2) * (w, h)) for _ in range(rng.integers(2, 5))]
        pen.line(points, fill=pen_colour(rng, 20, 220), width=1)
    for _ in range(rng.poisson(1.0)):
        px, py, r = rng.uniform(0, w), rng.choice([rng.uniform(0, 0.1), rng.uniform(0.9, 1)]) * h, rng.uniform(2, 12) * h / 256
        pen.ellipse([px - 2 * r, py - r / 2, px + 2 * r, py + r / 2], fill=(255, 255, 255))
    return back(image, rng.uniform(0.2, 1.2))


def glowing_field_from_above(rng, h, w, foot):
    """An open field under infra-red light from above: a floor that burns out where a lamp glows, its corners dim; walls of grey plastic
    that mirror it; lamps in their foot, scratches. No colour."""
    y, x = grid(h, w)
    picture = rng.uniform(0.35, 0.85) + 0.04 * smooth_noise(rng, h, w, 3)
    for _ in range(rng.integers(1, 4)):
        cx, cy = rng.uniform(-0.1, 1.1, 2)
        rx, ry = rng.uniform(0.1, 0.7, 2)
        picture = picture + rng.uniform(0.1, 0.6) * np.exp(-(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2) ** rng.uniform(0.7, 1.6))
    picture = picture * (1 - rng.uniform(0, 0.5) * (np.hypot(x - 0.5, y - 0.5) / 0.7) ** 2)
    edge = rng.uniform(-0.05, 0.16, 4)
    away = np.minimum.reduce([x - edge[0], 1 - edge[1] - x, y - edge[2], 1 - edge[3] - y])
    inside = np.clip(away * h / rng.uniform(1, 4), 0, 1)
    mirrored = picture[::-1] if rng.random() < 0.5 else picture[:, ::-1]
    wall = rng.uniform(0.1, 0.6) + rng.uniform(0, 0.35) * mirrored + 0.04 * fractal(rng, h, w, 3)
    seam = np.exp(-((away * h / rng.uniform(0.7, 4)) ** 2)) * rng.uniform(0, 0.6)
    picture = (picture * inside + wall * (1 - inside)) * (1 - seam)
    image, pen = canvas(np.repeat(np.minimum(picture, 1)[..., None], 3, 2))
    grey = lambda low, high: (int(rng.uniform(low, high)),) * 3
    for _ in range(rng.poisson(2.5)):  # lamps
        px, py, r = rng.uniform(0, w), rng.choice([rng.uniform(0, 0.06), rng.uniform(0.94, 1)]) * h, rng.uniform(1, 5) * h / 256
        pen.ellipse([px - 2.5 * r, py - r, px + 2.5 * r, py + r], fill=(255, 255, 255))
    for _ in range(rng.poisson(0.6)):
        pen.line([tuple(rng.uniform(0, 1, 2) * (w, h)) for _ in range(2)], fill=grey(40, 200), width=1)
    return back(image, rng.uniform(0.2, 1.2))


def cage_from_above(rng, h, w, foot):
    """A home cage from above: litter between walls, bowls, a wheel, a house, clips."""
    picture = (fine_bedding if rng.random() < 0.4 else bedding)(rng, h, w, 10 * h)
    if rng.random() < 0.5:  # not everywhere: the tray shows
        tray = rng.uniform(0.25, 1.0) * tint(rng, 0.05) * (1 + 0.1 * smooth_noise(rng, h, w, 4))[..., None]
        there = heap(rng, h, w)[..., None]
        picture = picture * there + tray * (1 - there)
    image, pen = canvas(picture)
    for _ in range(rng.integers(1, 5)):  # bowls and wheels: rings of one colour
        px, py, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.06, 0.3) * h
        colour = np.array([(190, 120, 20), (235, 235, 235), (120, 120, 125), (60, 60, 65), (200, 60, 50), (225, 215, 190)][rng.integers(6)])
        for part in np.sort(rng.uniform(0.1, 1, rng.integers(1, 5)))[::-1]:
            shade = tuple(int(c) for c in np.clip(colour * rng.uniform(0.55, 1.15), 0, 255))
            pen.ellipse([px - r * part, py - r * part, px + r * part, py + r * part], fill=shade)
    for _ in range(rng.integers(0, 4)):
        px, py, sx, sy = *(rng.uniform(-0.1, 1, 2) * (w, h)), *(rng.uniform(0.05, 0.3, 2) * h)
        pen.rectangle([px, py, px + sx, py + sy], fill=pen_colour(rng))
    wide = rng.uniform(0.03, 0.25)
    for side in rng.permutation(4)[: rng.integers(1, 5)]:
        colour = pen_colour(rng) if rng.random() < 0.6 else tuple(int(c) for c in rng.uniform(30, 250, 3))
        box = [(0, 0, w, wide * h), (0, (1 - wide) * h, w, h), (0, 0, wide * w, h), ((1 - wide) * w, 0, w, h)][side]
        pen.rectangle(box, fill=colour)
        for _ in range(rng.integers(0, 5)):
            px, py = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3])
            pen.rectangle([px, py, px + 0.02 * w, py + rng.uniform(0.02, 0.1) * h], fill=pen_colour(rng, 0, 90))
    return back(image, rng.uniform(0.3, 1.5))


def home_cage_from_above(rng, h, w, foot):
    """A clear tray of litter on a table, between coloured panes; in it a feeder, a running disc with ridges, a dome."""
    y, x = grid(h, w)
    picture = rng.uniform(0.3, 0.95) * tint(rng, 0.06) * (1 + 0.15 * fractal(rng, h, w, 4))[..., None]
    pane = rng.uniform(0, 1, 3) if rng.random() < 0.7 else np.full(3, rng.uniform(0.1, 0.9))
    for side in rng.permutation(4)[: rng.integers(0, 5)]:
        depth = (y, 1 - y, x, 1 - x)[side] + rng.normal(0, 0.03) * (x if side < 2 else y)
        there = np.clip((rng.uniform(0.04, 0.25) - depth) * h / 2, 0, 1)[..., None] * rng.uniform(0.5, 1)
        picture = picture * (1 - there) + there * pane * rng.uniform(0.7, 1.2) * (1 + 0.2 * fractal(rng, h, w, 12))[..., None]
    centre, radii = rng.uniform(0.4, 0.6, 2), rng.uniform(0.28, 0.5, 2)
    image, pen = canvas(tray(rng, picture, centre, radii))
    for _ in range(rng.poisson(3)):
        px, py = ((c + rng.uniform(-0.8, 0.8) * r) * side for c, r, side in zip(centre, radii, (w, h)))
        furniture(rng, pen, px, py, rng.uniform(0.05, 0.22) * h)
    for _ in range(rng.poisson(2)):  # clips
        px, py = rng.uniform(0, w), rng.uniform(0, h)
        pen.rectangle([px, py, px + rng.uniform(0.01, 0.05) * w, py + rng.uniform(0.02, 0.1) * h], fill=pen_colour(rng, 0, 90))
    return back(image, rng.uniform(0.2, 1.0))


def tray(rng, picture, centre, radii):
    """A clear tray with rounded corners, litter on its floor, light on its edges. f32 [H,W,3] → the same; centre and radii x, y of 0…1."""
    h, w = picture.shape[:2]
    y, x = grid(h, w)
    sharp, least = rng.uniform(4, 16), min(radii) * h
    radius = (np.abs((x - centre[0]) / radii[0]) ** sharp + np.abs((y - centre[1]) / radii[1]) ** sharp) ** (1 / sharp)
    inside = np.clip((1 - radius) * least / 2, 0, 1)[..., None]
    wall = picture * 0.6 + 0.4 * rng.uniform(0.3, 1) + 0.15 * fractal(rng, h, w, 10)[..., None]
    floor = fine_bedding(rng, h, w, -h) if rng.random() < 0.8 else bedding(rng, h, w, -h)
    edge = rng.uniform(0.75, 1)
    litter = np.clip((edge - radius) * least / 3, 0, 1)[..., None] * (1 if rng.random() < 0.5 else heap(rng, h, w)[..., None])
    picture = picture * (1 - inside) + inside * (wall * (1 - litter) + litter * floor)
    for r in (1.0, edge):
        line = np.exp(-(((radius - r) * least / rng.uniform(0.8, 3)) ** 2))
        picture = picture + (line * np.clip(0.5 + smooth_noise(rng, h, w, 8), 0, 1) * rng.uniform(0, 0.6))[..., None]
    return picture


def furniture(rng, pen, px, py, r):
    """A disc or a block with its shadow, at px, py, r pixels large: of clear orange plastic, or of any colour; with ridges, rings, a lamp."""
    def polygon(size, n, turn=0):
        return [(px + size * np.cos(turn + 2 * np.pi * i / n), py + size * np.sin(turn + 2 * np.pi * i / n)) for i in range(n)]

    def shade(low, high):
        return tuple(int(c) for c in np.clip(colour * rng.uniform(low, high), 0, 255))
    warm = np.array([rng.uniform(120, 220), rng.uniform(70, 140), rng.uniform(5, 60)])
    colour = warm if rng.random() < 0.5 else np.array(pen_colour(rng, 30, 250), float)
    sides, turn = (rng.integers(4, 9), rng.uniform(0, np.pi)) if rng.random() < 0.35 else (40, 0)
    pen.polygon([(a + r * 0.05, b + r * 0.08) for a, b in polygon(1.03 * r, sides, turn)], fill=shade(0.2, 0.6))
    pen.polygon(polygon(r, sides, turn), fill=shade(0.85, 1.15))
    if rng.random() < 0.5:
        for end in polygon(0.97 * r, int(rng.integers(20, 70))):
            pen.line([(px, py), end], fill=shade(0.8, 1.1))
    for part in np.sort(rng.uniform(0.15, 0.9, rng.integers(0, 4)))[::-1]:
        pen.polygon(polygon(r * part, 40), fill=shade(0.5, 1.2))
    if rng.random() < 0.5:
        a, b, s = px + rng.uniform(-0.5, 0.3) * r, py + rng.uniform(-0.5, 0.3) * r, rng.uniform(0.05, 0.2) * r
        pen.ellipse([a - 2 * s, b - s, a + 2 * s, b + s], fill=(255, 255, 250))
