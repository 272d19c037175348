"""Laboratory scenes from above, for a camera that points straight down. Arguments and results as in `scenes`."""

import numpy as np

from .litter import bedding, fine_bedding, heap
from .textures import back, canvas, fractal, grid, pen_colour, smooth_noise, tint

# Colours of bowls and wheels, 0…255.
BOWLS = ((190, 120, 20), (235, 235, 235), (120, 120, 125), (60, 60, 65), (200, 60, 50), (225, 215, 190))


def floor_from_above(rng, h, w, foot):
    """A box from above. The floor is lit from one side and has scratches, screws, reflections of lamps, and walls."""
    y, x = grid(h, w)
    slope = rng.uniform(0, 0.5) * ((x - 0.5) * rng.normal() + (y - 0.5) * rng.normal())
    light = 1 + slope + 0.08 * smooth_noise(rng, h, w, 3)
    floor = rng.uniform(0.3, 1.0) * light[..., None] * tint(rng, 0.05 if rng.random() < 0.5 else 0)
    edge = rng.uniform(-0.05, 0.14, 4)
    distance = np.minimum.reduce([x - edge[0], 1 - edge[1] - x, y - edge[2], 1 - edge[3] - y])
    inside = np.clip(distance * h / rng.uniform(1, 8), 0, 1)[..., None]
    wall = rng.uniform(0.02, 0.5) * (1 + 0.4 * fractal(rng, h, w, 4))[..., None]
    image, pen = canvas(floor * inside + wall * (1 - inside))
    for _ in range(rng.poisson(1.5)):  # scratches and seams, as dark as a tail
        points = [tuple(rng.uniform(0, 1, 2) * (w, h)) for _ in range(rng.integers(2, 5))]
        pen.line(points, fill=pen_colour(rng, 20, 220), width=1)
    for _ in range(rng.poisson(1.0)):
        px, py = rng.uniform(0, w), rng.choice([rng.uniform(0, 0.1), rng.uniform(0.9, 1)]) * h
        r = rng.uniform(2, 12) * h / 256
        pen.ellipse([px - 2 * r, py - r / 2, px + 2 * r, py + r / 2], fill=(255, 255, 255))
    return back(image, rng.uniform(0.2, 1.2))


def glowing_field_from_above(rng, h, w, foot):
    """An open field from above under infra-red light, without colour.

    The floor is overexposed near the lamps and dark in the corners. Walls of grey plastic reflect the floor. Lamps are
    at the foot of the walls. The floor has scratches."""
    y, x = grid(h, w)
    picture = rng.uniform(0.35, 0.85) + 0.04 * smooth_noise(rng, h, w, 3)
    for _ in range(rng.integers(1, 4)):
        cx, cy = rng.uniform(-0.1, 1.1, 2)
        rx, ry = rng.uniform(0.1, 0.7, 2)
        r2 = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2
        picture = picture + rng.uniform(0.1, 0.6) * np.exp(-(r2 ** rng.uniform(0.7, 1.6)))
    picture = picture * (1 - rng.uniform(0, 0.5) * (np.hypot(x - 0.5, y - 0.5) / 0.7) ** 2)
    edge = rng.uniform(-0.05, 0.16, 4)
    distance = np.minimum.reduce([x - edge[0], 1 - edge[1] - x, y - edge[2], 1 - edge[3] - y])
    inside = np.clip(distance * h / rng.uniform(1, 4), 0, 1)
    mirrored = picture[::-1] if rng.random() < 0.5 else picture[:, ::-1]
    wall = rng.uniform(0.1, 0.6) + rng.uniform(0, 0.35) * mirrored + 0.04 * fractal(rng, h, w, 3)
    seam = np.exp(-((distance * h / rng.uniform(0.7, 4)) ** 2)) * rng.uniform(0, 0.6)
    picture = (picture * inside + wall * (1 - inside)) * (1 - seam)
    image, pen = canvas(np.repeat(np.minimum(picture, 1)[..., None], 3, 2))
    grey = lambda low, high: (int(rng.uniform(low, high)),) * 3
    for _ in range(rng.poisson(2.5)):  # lamps
        px, py = rng.uniform(0, w), rng.choice([rng.uniform(0, 0.06), rng.uniform(0.94, 1)]) * h
        r = rng.uniform(1, 5) * h / 256
        pen.ellipse([px - 2.5 * r, py - r, px + 2.5 * r, py + r], fill=(255, 255, 255))
    for _ in range(rng.poisson(0.6)):
        pen.line([tuple(rng.uniform(0, 1, 2) * (w, h)) for _ in range(2)], fill=grey(40, 200), width=1)
    return back(image, rng.uniform(0.2, 1.2))


def cage_from_above(rng, h, w, foot):
    """A home cage from above, with walls, litter, bowls, a wheel, a house and clips."""
    picture = (fine_bedding if rng.random() < 0.4 else bedding)(rng, h, w, 10 * h)
    if rng.random() < 0.5:  # the tray is visible between heaps
        tray = rng.uniform(0.25, 1.0) * tint(rng, 0.05) * (1 + 0.1 * smooth_noise(rng, h, w, 4))[..., None]
        covered = heap(rng, h, w)[..., None]
        picture = picture * covered + tray * (1 - covered)
    image, pen = canvas(picture)
    for _ in range(rng.integers(1, 5)):  # bowls and wheels: rings of one colour
        px, py, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0.06, 0.3) * h
        colour = np.array(BOWLS[rng.integers(6)])
        for size in np.sort(rng.uniform(0.1, 1, rng.integers(1, 5)))[::-1]:
            shade = tuple(int(c) for c in np.clip(colour * rng.uniform(0.55, 1.15), 0, 255))
            pen.ellipse([px - r * size, py - r * size, px + r * size, py + r * size], fill=shade)
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
    """A clear tray of litter on a table, between coloured panes, with a feeder, a dome, and a ridged running disc."""
    y, x = grid(h, w)
    picture = rng.uniform(0.3, 0.95) * tint(rng, 0.06) * (1 + 0.15 * fractal(rng, h, w, 4))[..., None]
    pane = rng.uniform(0, 1, 3) if rng.random() < 0.7 else np.full(3, rng.uniform(0.1, 0.9))
    for side in rng.permutation(4)[: rng.integers(0, 5)]:
        depth = (y, 1 - y, x, 1 - x)[side] + rng.normal(0, 0.03) * (x if side < 2 else y)
        opacity = np.clip((rng.uniform(0.04, 0.25) - depth) * h / 2, 0, 1)[..., None] * rng.uniform(0.5, 1)
        colour = opacity * pane * rng.uniform(0.7, 1.2) * (1 + 0.2 * fractal(rng, h, w, 12))[..., None]
        picture = picture * (1 - opacity) + colour
    centre, radii = rng.uniform(0.4, 0.6, 2), rng.uniform(0.28, 0.5, 2)
    image, pen = canvas(tray(rng, picture, centre, radii))
    for _ in range(rng.poisson(3)):
        px, py = ((c + rng.uniform(-0.8, 0.8) * r) * length for c, r, length in zip(centre, radii, (w, h)))
        furniture(rng, pen, px, py, rng.uniform(0.05, 0.22) * h)
    for _ in range(rng.poisson(2)):  # clips
        px, py = rng.uniform(0, w), rng.uniform(0, h)
        end = px + rng.uniform(0.01, 0.05) * w, py + rng.uniform(0.02, 0.1) * h
        pen.rectangle([px, py, *end], fill=pen_colour(rng, 0, 90))
    return back(image, rng.uniform(0.2, 1.0))


def tray(rng, picture, centre, radii):
    """Puts a clear tray with litter into a picture f32 [H,W,3]. It has rounded corners and reflections on its edges.

    centre, radii: x and y, 0…1."""
    h, w = picture.shape[:2]
    y, x = grid(h, w)
    sharp, least = rng.uniform(4, 16), min(radii) * h
    radius = (np.abs((x - centre[0]) / radii[0]) ** sharp + np.abs((y - centre[1]) / radii[1]) ** sharp) ** (1 / sharp)
    inside = np.clip((1 - radius) * least / 2, 0, 1)[..., None]
    wall = picture * 0.6 + 0.4 * rng.uniform(0.3, 1) + 0.15 * fractal(rng, h, w, 10)[..., None]
    floor = fine_bedding(rng, h, w, -h) if rng.random() < 0.8 else bedding(rng, h, w, -h)
    edge = rng.uniform(0.75, 1)
    cover = 1 if rng.random() < 0.5 else heap(rng, h, w)[..., None]
    litter = np.clip((edge - radius) * least / 3, 0, 1)[..., None] * cover
    picture = picture * (1 - inside) + inside * (wall * (1 - litter) + litter * floor)
    for r in (1.0, edge):
        line = np.exp(-(((radius - r) * least / rng.uniform(0.8, 3)) ** 2))
        picture = picture + (line * np.clip(0.5 + smooth_noise(rng, h, w, 8), 0, 1) * rng.uniform(0, 0.6))[..., None]
    return picture


def furniture(rng, pen, px, py, r):
    """Draws a disc or block with its shadow, at px, py, radius r (pixels), of clear orange plastic or of any colour.

    Some have ridges, rings, or the reflection of a lamp."""
    def polygon(size, n, turn=0):
        angles = [turn + 2 * np.pi * i / n for i in range(n)]
        return [(px + size * np.cos(angle), py + size * np.sin(angle)) for angle in angles]

    def shade(low, high):
        return tuple(int(c) for c in np.clip(colour * rng.uniform(low, high), 0, 255))
    warm = np.array([rng.uniform(120, 220), rng.uniform(70, 140), rng.uniform(5, 60)])
    colour = warm if rng.random() < 0.5 else np.array(pen_colour(rng, 30, 250), float)
    corners, turn = (rng.integers(4, 9), rng.uniform(0, np.pi)) if rng.random() < 0.35 else (40, 0)
    pen.polygon([(a + r * 0.05, b + r * 0.08) for a, b in polygon(1.03 * r, corners, turn)], fill=shade(0.2, 0.6))
    pen.polygon(polygon(r, corners, turn), fill=shade(0.85, 1.15))
    if rng.random() < 0.5:
        for end in polygon(0.97 * r, int(rng.integers(20, 70))):
            pen.line([(px, py), end], fill=shade(0.8, 1.1))
    for size in np.sort(rng.uniform(0.15, 0.9, rng.integers(0, 4)))[::-1]:
        pen.polygon(polygon(r * size, 40), fill=shade(0.5, 1.2))
    if rng.random() < 0.5:
        a, b, s = px + rng.uniform(-0.5, 0.3) * r, py + rng.uniform(-0.5, 0.3) * r, rng.uniform(0.05, 0.2) * r
        pen.ellipse([a - 2 * s, b - s, a + 2 * s, b + s], fill=(255, 255, 250))
