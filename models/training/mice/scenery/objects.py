"""Draws objects in front of and behind the mouse: cables, hands, instruments, faint outlines, bars."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .textures import back, canvas, pen_colour

# Colours of hands and gloves, 0…255.
HANDS = ((205, 150, 125), (120, 80, 60), (70, 110, 190), (235, 235, 235), (130, 90, 170), (40, 40, 42))


def clutter(rng, picture):
    """Draws objects of a laboratory into f32 [H,W,3]: cables, hands in gloves, stands, boxes, screws, letters."""
    h, w = picture.shape[:2]
    image, pen = canvas(picture)
    for _ in range(rng.poisson(0.7)):  # cables
        p = rng.uniform(-0.2, 1.2, (4, 2)) * (w, h)
        t = np.linspace(0, 1, 24)[:, None]
        curve = (1 - t) ** 3 * p[0] + 3 * t * (1 - t) ** 2 * p[1] + 3 * t**2 * (1 - t) * p[2] + t**3 * p[3]
        if rng.random() < 0.6:
            colour = pen_colour(rng)
        else:
            colour = (int(rng.uniform(150, 230)), int(rng.uniform(120, 200)), int(rng.uniform(10, 90)))
        if rng.random() < 0.25:  # as pink as a tail
            colour = (int(rng.uniform(150, 220)), int(rng.uniform(110, 170)), int(rng.uniform(100, 160)))
        pen.line([tuple(q) for q in curve], fill=colour, width=int(rng.uniform(1, 7) * h / 256) + 1, joint="curve")
    if rng.random() < 0.14:  # a hand: palm and fingers
        colour = HANDS[rng.integers(6)]
        x = rng.choice([rng.uniform(-0.1, 0.15), rng.uniform(0.85, 1.1)]) * w
        palm = np.array([x, rng.uniform(0.1, 1.0) * h])
        towards = np.arctan2(h / 2 - palm[1], w / 2 - palm[0])
        wide = rng.uniform(0.05, 0.1) * h
        pen.ellipse([*(palm - 2.2 * wide), *(palm + 2.2 * wide)], fill=colour)
        for i in range(4):
            a, length = towards + (i - 1.5) * 0.3 + rng.normal(0, 0.1), rng.uniform(3, 5.5) * wide
            tip = palm + length * np.array([np.cos(a), np.sin(a)])
            shade = tuple(int(c * rng.uniform(0.8, 1.05)) if c < 240 else c for c in colour)
            pen.line([tuple(palm), tuple(tip)], fill=shade, width=int(wide))
            pen.ellipse([*(tip - wide / 2), *(tip + wide / 2)], fill=shade)
    for _ in range(rng.poisson(0.6)):  # stands, boxes, screws
        x, y = rng.uniform(0, 1, 2) * (w, h)
        sx, sy = rng.uniform(0.01, 0.12) * w, rng.uniform(0.01, 0.4) * h
        (pen.rectangle if rng.random() < 0.7 else pen.ellipse)([x, y, x + sx, y + sy], fill=pen_colour(rng, 0, 200))
    if rng.random() < 0.15:  # tracks, scratches, droppings
        for _ in range(rng.integers(2, 14)):
            x, y, r = rng.uniform(0, w), rng.uniform(0.3, 1) * h, rng.uniform(0.5, 3.5) * h / 256
            pen.ellipse([x - 1.8 * r, y - r, x + 1.8 * r, y + r], fill=pen_colour(rng, 0, 110))
    if rng.random() < 0.12:
        text = "".join(chr(rng.integers(48, 90)) for _ in range(rng.integers(3, 16)))
        pen.text((rng.uniform(0, 0.7) * w, rng.choice([2, h - 14])), text, fill=pen_colour(rng))
    return back(image, rng.choice([0.5, 0.8, 1.5, 3.0]) * h / 256)


def faint_marks(rng, picture):
    """Draws faint outlines, lines and sheets into f32 [H,W,3]. A network must not take an outline alone for a mouse.

    The marks imitate tape, seams, scratches, the path of a tracker, and paper on paper."""
    h, w = picture.shape[:2]
    layer = Image.new("L", (w, h), 128)
    pen = ImageDraw.Draw(layer)
    for _ in range(1 + rng.poisson(1.5)):
        sign = rng.choice((-1, -1, 1))
        tone = int(128 + sign * rng.uniform(4, 80))
        width = 1 if rng.random() < 0.7 else int(rng.uniform(1, 4) * h / 256) + 1
        sheet = int(128 + sign * rng.uniform(2, 20)) if rng.random() < 0.3 else None
        centre, size, kind = rng.uniform(0.1, 0.9, 2), rng.uniform(0.05, 0.45), rng.random()
        if kind < 0.35:  # a closed outline
            angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 14)))
            around = np.stack([np.cos(angles), np.sin(angles)], 1) * size * rng.uniform(0.5, 1, (len(angles), 1))
            points = [tuple(q) for q in (centre + around) * (w, h)]
            pen.polygon(points, fill=sheet)
            pen.line([*points, points[0]], fill=tone, width=width)
        elif kind < 0.5:
            box = [*((centre - size / 2) * (w, h)), *((centre + size * rng.uniform(0.2, 0.6)) * (w, h))]
            (pen.ellipse if rng.random() < 0.5 else pen.rectangle)(box, fill=sheet, outline=tone, width=width)
        else:  # a path, with marks at its stops
            steps = rng.normal(0, size / 2, (rng.integers(2, 12), 2))
            if rng.random() < 0.6:  # horizontal and steep sections
                steps[::2, 1] *= 0.03
                steps[1::2, 0] *= 0.25
            points = (centre + np.cumsum(steps, 0)) * (w, h)
            pen.line([tuple(q) for q in points], fill=tone, width=width)
            for px, py in points[::2] if rng.random() < 0.5 else ():
                pen.ellipse([px - 2, py - 2, px + 2, py + 2], outline=tone)
    shade = np.asarray(layer.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0) * h / 256)), np.float32) / 128
    return picture * shade[..., None]


def instruments(rng, picture, alpha):
    """Draws dark objects behind the mouse into f32 [H,W,3]: cameras with a lens on a stand, tubes, their cables."""
    h, w = picture.shape[:2]
    rows, columns = (np.nonzero((alpha > 0.5).any(axis))[0] for axis in (1, 0))
    if not len(rows):
        return picture
    image, pen = canvas(picture)
    extent = max(rows[-1] - rows[0], columns[-1] - columns[0])
    for _ in range(rng.integers(1, 4)):
        # mostly beside and above the mouse, near its head
        x = rng.uniform(columns[0] - 0.4 * extent, columns[-1] + 0.4 * extent)
        y = rows[0] + rng.normal(0.0, 0.3) * extent
        size, dark = rng.uniform(0.06, 0.24) * extent, int(rng.uniform(5, 60))

        def tone(low=-5, high=25):
            return tuple(int(np.clip(dark + rng.uniform(low, high) + rng.normal(0, 4), 0, 255)) for _ in range(3))

        if rng.random() < 0.75:  # a stand
            grey = int(rng.uniform(10, 190))
            foot = x + rng.normal(0, 0.1) * size, y + rng.uniform(0.5, 4) * extent
            pen.line([(x, y), foot], fill=(grey, grey, grey), width=max(1, int(rng.uniform(0.1, 0.5) * size)))
        wide, high = size * rng.uniform(0.6, 1.3), size * rng.uniform(0.5, 1.3)
        pen.rectangle([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2], fill=tone())
        if rng.random() < 0.7:
            r = min(wide, high) * rng.uniform(0.3, 0.6)
            pen.ellipse([x - r, y - r, x + r, y + r], fill=tone(), outline=tone(10, 90), width=max(1, int(r / 5)))
        for _ in range(rng.poisson(0.8)):
            if rng.random() < 0.5:
                colour = tone()
            else:
                colour = (int(rng.uniform(120, 220)), int(rng.uniform(100, 180)), int(rng.uniform(10, 60)))
            bend = x + rng.normal(0, 0.6) * extent, y + rng.normal(0, 0.5) * extent
            end = x + rng.normal(0, 1.2) * extent, y + rng.normal(0, 1) * extent
            pen.line([(x, y), bend, end], fill=colour, width=max(1, int(rng.uniform(0.5, 4) * h / 256)), joint="curve")
    return back(image, rng.choice([0.4, 0.7, 1.2, 2.5]) * h / 256)


def occluders(rng, alpha):
    """Bars or a thin cable in front of the mouse: f32 [H,W], 1 where it is hidden."""
    h, w = alpha.shape
    image = Image.new("L", (w, h), 0)
    pen, width = ImageDraw.Draw(image), int(rng.uniform(2, 9) * h / 256)
    if rng.random() < 0.5:
        gap, start = rng.uniform(0.15, 0.4) * w, rng.uniform(0, 0.3) * w
        for i in range(8):
            pen.line([(start + i * gap, 0), (start + i * gap, h)], fill=255, width=width)
    else:
        pen.line([(0, rng.uniform(0, h)), (w, rng.uniform(0, h))], fill=255, width=width)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(0.6)), np.float32) / 255
