"""Procedural places in a laboratory: each maker returns f32 [H,W,3] in 0…1. `foot` is the row where the animal stands."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import gaussian_filter


def smooth_noise(rng, height, width, cells):
    """f32 [H,W] in about −1…1, `cells` bumps across."""
    rows = max(2, round(cells * height / max(height, width)) + 1)
    columns = max(2, round(cells * width / max(height, width)) + 1)
    small = rng.normal(0, 0.5, (rows, columns)).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.BICUBIC))


def fractal(rng, height, width, cells, octaves=3, fade=0.55):
    """Smooth noise of several scales, f32 [H,W]."""
    return sum(fade**i * smooth_noise(rng, height, width, cells * 2**i) for i in range(octaves))


def streaks(rng, height, width):
    """Fine stripes f32 [H,W] of standard deviation 1, level, upright or aslant: brushed plastic, cloth, the rows of a sensor."""
    side = int(1.5 * max(height, width))
    along, across = rng.uniform(2, 40) * height / 256, rng.uniform(0.3, 1.2) * height / 256
    field = gaussian_filter(rng.standard_normal((side, side), np.float32), (across, along), mode="wrap")
    field = field / field.std()
    turn = rng.random()
    if turn < 0.3:
        image = Image.fromarray(field).rotate(rng.uniform(0, 180), Image.BILINEAR)
        field = np.asarray(image)
    elif turn < 0.6:
        field = field.T
    top, left = (side - height) // 2, (side - width) // 2
    return field[top : top + height, left : left + width]


def grid(height, width):
    """y, x in 0…1 (row and column of pixel centres)."""
    return np.meshgrid((np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width, indexing="ij")


def canvas(picture):
    """PIL image and drawing pen over a f32 [H,W,3] picture."""
    image = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
    return image, ImageDraw.Draw(image)


def back(image, blur=0.0):
    """PIL image → f32 [H,W,3], blurred by `blur` pixels."""
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(float(blur)))
    return np.asarray(image, np.float32) / 255


def flat(tone, height, width):
    """One colour or grey value everywhere."""
    return np.broadcast_to(np.asarray(tone, np.float32), (height, width, 3)).copy()


def pen_colour(rng, low=0, high=255):
    """A mostly unsaturated random colour, 0…255."""
    grey = rng.uniform(low, high)
    return tuple(int(np.clip(grey + rng.normal(0, 25), 0, 255)) for _ in range(3))


def tint(rng, amount=0.04):
    """A colour cast [3] about 1."""
    warm = rng.normal(0, amount)
    return np.array([1 + warm, 1 + rng.normal(0, amount / 3), 1 - warm], np.float32)


def white(rng, h, w, foot):
    """A sheet of paper or a bright table, unevenly lit."""
    tone = rng.uniform(0.72, 1.0)
    return flat(tone, h, w) * tint(rng) + 0.1 * rng.random() * smooth_noise(rng, h, w, 2)[..., None]


def over_exposed(rng, h, w, foot):
    """Nearly all white; shapes drown in light."""
    picture = flat(rng.uniform(0.93, 1.05), h, w)
    return picture - 0.25 * np.clip(smooth_noise(rng, h, w, 3), 0, 1)[..., None] * rng.random()


def arena(rng, h, w, foot):
    """A round white floor with a rim before a dark wall."""
    y, x = grid(h, w)
    wall = rng.uniform(0.01, 0.2) * (1 + 0.5 * smooth_noise(rng, h, w, 3))
    picture = np.repeat(wall[..., None], 3, 2) * tint(rng, 0.12)
    cx, ry = rng.uniform(0.25, 0.75), rng.uniform(0.1, 0.4)
    rx = ry * rng.uniform(1.6, 3.2)
    cy = (foot / h) + rng.uniform(-0.6, 0.5) * ry
    r = np.hypot((x - cx) / rx, (y - cy) / ry)
    outer = rng.uniform(1.05, 1.9)
    horizon = cy - ry * rng.uniform(0.2, 1.1)
    beyond = np.clip((y - horizon) * h / rng.uniform(1.5, 8), 0, 1) * np.clip((outer - r) * 30, 0, 1) if rng.random() < 0.6 else np.clip((outer - r) * 40, 0, 1)
    tone = rng.uniform(0.45, 0.85)
    picture = picture * (1 - beyond[..., None]) + beyond[..., None] * tone * tint(rng, 0.03) * (1 + 0.12 * smooth_noise(rng, h, w, 2))[..., None]
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
    """A box under infra-red light: grey floor, darker walls, bright spots; no colour."""
    y, x = grid(h, w)
    hot = np.exp(-(((x - rng.uniform(0.2, 0.8)) / rng.uniform(0.3, 0.8)) ** 2 + ((y - rng.uniform(0.3, 0.9)) / rng.uniform(0.3, 0.8)) ** 2))
    floor = rng.uniform(0.25, 0.6) + rng.uniform(0.1, 0.5) * hot
    left, right, top = rng.uniform(-0.2, 0.12), rng.uniform(0.88, 1.2), rng.uniform(-0.2, 0.35)
    inside = np.clip(np.minimum(np.minimum(x - left, right - x), y - top) * h / rng.uniform(1, 8), 0, 1)
    picture = floor * inside + (1 - inside) * rng.uniform(0.05, 0.5) * (1 + 0.3 * smooth_noise(rng, h, w, 4))
    picture = picture + rng.uniform(0, 0.03) * rng.normal(0, 1, (h, w))
    return np.repeat(picture[..., None], 3, 2).astype(np.float32)


def bedding(rng, h, w, foot):
    """Wood chips or paper litter, with a cage wall above in most pictures."""
    base = np.array([(0.62, 0.5, 0.36), (0.75, 0.7, 0.6), (0.5, 0.42, 0.33), (0.82, 0.8, 0.76)][rng.integers(4)], np.float32)
    image, pen = canvas(flat(base * rng.uniform(0.6, 1.1), h, w))
    size = rng.uniform(3, 9) * (h / 256) ** 0.6
    for _ in range(int(260 * max(1, h / 256) ** 2)):
        px, py, a = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0, np.pi)
        dx, dy = size * np.cos(a), size * np.sin(a) * 0.6
        colour = tuple(int(c) for c in np.clip(base * rng.normal(0.85, 0.25) * 255, 0, 255))
        pen.line([(px - dx, py - dy), (px + dx, py + dy)], fill=colour, width=max(1, int(size * rng.uniform(0.3, 0.8))))
    picture = back(image, rng.uniform(0.3, 1.5)) * (1 + rng.uniform(0.05, 0.25) * fractal(rng, h, w, 25))[..., None]
    if rng.random() < 0.6:
        y, _ = grid(h, w)
        horizon = foot / h - rng.uniform(0.08, 0.5)
        wall = np.clip((horizon - y + 0.02 * smooth_noise(rng, h, w, 6)) * h / 4, 0, 1)[..., None]
        picture = picture * (1 - wall) + wall * (rng.uniform(0.15, 0.9) * tint(rng, 0.08) + 0.15 * smooth_noise(rng, h, w, 4)[..., None])
    return picture


def bench(rng, h, w, foot):
    """A table against a wall: two tones with a soft edge between."""
    y, x = grid(h, w)
    horizon = foot / h - rng.uniform(0.03, 0.5) + rng.normal(0, 0.06) * (x - 0.5)
    lower = np.clip((y - horizon) * h / rng.uniform(1, 25), 0, 1)[..., None]
    a, b = rng.uniform(0.02, 1.0), rng.uniform(0.1, 1.0)
    up = a * tint(rng, 0.12) * (1 + 0.25 * fractal(rng, h, w, 3))[..., None]
    down = b * tint(rng, 0.12) * (1 + rng.uniform(0.02, 0.2) * fractal(rng, h, w, rng.choice([2, 8, 40])))[..., None]
    return up * (1 - lower) + down * lower


def gradient(rng, h, w, foot):
    """A colour that fades into another one."""
    y, x = grid(h, w)
    a = rng.uniform(0, 2 * np.pi)
    t = np.clip(0.5 + (x - 0.5) * np.cos(a) + (y - 0.5) * np.sin(a) + 0.2 * smooth_noise(rng, h, w, 3), 0, 1)[..., None]
    one, two = rng.uniform(0, 1, 3) * 0.35 + rng.uniform(0, 0.65), rng.uniform(0, 1, 3) * 0.35 + rng.uniform(0, 0.65)
    return (one * (1 - t) + two * t).astype(np.float32)


def blurred_room(rng, h, w, foot):
    """Boxes and lights far out of focus."""
    image, pen = canvas(flat(rng.uniform(0.05, 0.9), h, w) * tint(rng, 0.1))
    for _ in range(rng.integers(5, 22)):
        px, py, sx, sy = rng.uniform(-0.1, 1) * w, rng.uniform(-0.1, 1) * h, rng.uniform(0.03, 0.5) * w, rng.uniform(0.03, 0.5) * h
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
            pen.line([(i * gap, -5), (i * gap + rng.normal(0, 1), h)], fill=colour, width=max(1, int(gap * rng.uniform(0.06, 0.25))))
    else:
        vx = rng.uniform(0, 1) * w
        for i in range(-12, 13):
            pen.line([(vx + i * 4, horizon), (vx + i * w * 0.22, h)], fill=colour, width=1)
        for i in range(1, 12):
            y = horizon + (h - horizon) * (i / 11) ** 1.8
            pen.line([(0, y), (w, y)], fill=colour, width=1)
    return back(image, rng.uniform(0.2, 2.0))


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
    picture = bedding(rng, h, w, 10 * h)
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


def dark_room(rng, h, w, foot):
    """Infra-red or stage light: next to black, with a few lamps, wires and a dotted sheet."""
    y, x = grid(h, w)
    base = rng.uniform(0.0, 0.12) + 0.05 * np.abs(smooth_noise(rng, h, w, 3))
    if rng.random() < 0.4:
        gap = rng.uniform(6, 20) * h / 256
        base = base + rng.uniform(0.03, 0.2) * ((np.sin(2 * np.pi * x * w / gap) * np.sin(2 * np.pi * y * h / gap)) > 0.5)
    image, pen = canvas(np.repeat(base[..., None], 3, 2).astype(np.float32))
    for _ in range(rng.poisson(1.2)):
        px, py, r = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(1, 6) * h / 256
        pen.ellipse([px - r, py - r, px + r, py + r], fill=(230, 230, 230))
    if rng.random() < 0.3:  # a wheel or a rail
        px, py, r = rng.uniform(0, w), rng.uniform(0.8, 2.0) * h, rng.uniform(0.6, 1.4) * h
        pen.ellipse([px - r, py - r, px + r, py + r], fill=pen_colour(rng, 20, 120), outline=pen_colour(rng, 60, 200), width=3)
    return back(image, rng.uniform(0.2, 2.0))


FROM_ABOVE = (floor_from_above, glowing_field_from_above, cage_from_above, dark_room)
PLACES = {white: 2.5, over_exposed: 1.2, arena: 3.5, open_field: 2.2, bedding: 1.6, bench: 1.8, gradient: 0.8, blurred_room: 1.0, tiles: 0.9, dark_room: 0.9, cage_from_above: 0.5, floor_from_above: 0.6, glowing_field_from_above: 1.0}


def place(rng, height, width, foot, above=False):
    """A random place, f32 [H,W,3]; `above`: the camera looks straight down."""
    if above and rng.random() < 0.85:
        return FROM_ABOVE[rng.choice(4, p=(0.25, 0.35, 0.28, 0.12))](rng, height, width, foot).astype(np.float32)
    makers, weight = list(PLACES), np.array(list(PLACES.values()))
    return makers[rng.choice(len(makers), p=weight / weight.sum())](rng, height, width, foot).astype(np.float32)
