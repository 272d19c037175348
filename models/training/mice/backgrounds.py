"""Puts a mouse without background into a laboratory, as a camera would see it: for training the matting."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .scenery import place
from .textures import back, canvas, pen_colour, smooth_noise, streaks


def clutter(rng, picture):
    """Cables, hands in gloves, bars, screws, letters: things that are not mouse. f32 [H,W,3] → the same."""
    h, w = picture.shape[:2]
    image, pen = canvas(picture)
    for _ in range(rng.poisson(0.7)):  # cables
        p = rng.uniform(-0.2, 1.2, (4, 2)) * (w, h)
        t = np.linspace(0, 1, 24)[:, None]
        curve = (1 - t) ** 3 * p[0] + 3 * t * (1 - t) ** 2 * p[1] + 3 * t**2 * (1 - t) * p[2] + t**3 * p[3]
        colour = pen_colour(rng) if rng.random() < 0.6 else (int(rng.uniform(150, 230)), int(rng.uniform(120, 200)), int(rng.uniform(10, 90)))
        if rng.random() < 0.25:  # as pink as a tail
            colour = (int(rng.uniform(150, 220)), int(rng.uniform(110, 170)), int(rng.uniform(100, 160)))
        pen.line([tuple(q) for q in curve], fill=colour, width=int(rng.uniform(1, 7) * h / 256) + 1, joint="curve")
    if rng.random() < 0.14:  # a hand: palm and fingers
        colour = [(205, 150, 125), (120, 80, 60), (70, 110, 190), (235, 235, 235), (130, 90, 170), (40, 40, 42)][rng.integers(6)]
        palm = np.array([rng.choice([rng.uniform(-0.1, 0.15), rng.uniform(0.85, 1.1)]) * w, rng.uniform(0.1, 1.0) * h])
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
    """Outlines, lines and sheets hardly darker or brighter than what they are on, so that an outline alone makes no mouse: tape,
    seams, scratches, a tracker's path, paper on paper. f32 [H,W,3] → the same."""
    h, w = picture.shape[:2]
    layer = Image.new("L", (w, h), 128)
    pen = ImageDraw.Draw(layer)
    for _ in range(1 + rng.poisson(1.5)):
        sign = rng.choice((-1, -1, 1))
        tone, width = int(128 + sign * rng.uniform(4, 80)), 1 if rng.random() < 0.7 else int(rng.uniform(1, 4) * h / 256) + 1
        sheet = int(128 + sign * rng.uniform(2, 20)) if rng.random() < 0.3 else None
        centre, size, kind = rng.uniform(0.1, 0.9, 2), rng.uniform(0.05, 0.45), rng.random()
        if kind < 0.35:  # closed, round to crooked
            angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 14)))
            around = np.stack([np.cos(angles), np.sin(angles)], 1) * size * rng.uniform(0.5, 1, (len(angles), 1))
            points = [tuple(q) for q in (centre + around) * (w, h)]
            pen.polygon(points, fill=sheet)
            pen.line([*points, points[0]], fill=tone, width=width)
        elif kind < 0.5:
            box = [*((centre - size / 2) * (w, h)), *((centre + size * rng.uniform(0.2, 0.6)) * (w, h))]
            (pen.ellipse if rng.random() < 0.5 else pen.rectangle)(box, fill=sheet, outline=tone, width=width)
        else:  # a path, with the marks of its stops
            steps = rng.normal(0, size / 2, (rng.integers(2, 12), 2))
            if rng.random() < 0.6:  # level, then steep
                steps[::2, 1] *= 0.03
                steps[1::2, 0] *= 0.25
            points = (centre + np.cumsum(steps, 0)) * (w, h)
            pen.line([tuple(q) for q in points], fill=tone, width=width)
            for px, py in points[::2] if rng.random() < 0.5 else ():
                pen.ellipse([px - 2, py - 2, px + 2, py + 2], outline=tone)
    shade = np.asarray(layer.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.0) * h / 256)), np.float32) / 128
    return picture * shade[..., None]


def instruments(rng, picture, alpha):
    """Dark things close to the mouse, behind it: cameras with a lens on a stand, tubes, their cables. f32 [H,W,3] → the same."""
    h, w = picture.shape[:2]
    rows, columns = (np.nonzero((alpha > 0.5).any(axis))[0] for axis in (1, 0))
    if not len(rows):
        return picture
    image, pen = canvas(picture)
    side = max(rows[-1] - rows[0], columns[-1] - columns[0])
    for _ in range(rng.integers(1, 4)):
        # mostly beside and above: where a mouse's head is
        x = rng.uniform(columns[0] - 0.4 * side, columns[-1] + 0.4 * side)
        y = rows[0] + rng.normal(0.0, 0.3) * side
        size, dark = rng.uniform(0.06, 0.24) * side, int(rng.uniform(5, 60))
        tone = lambda low=-5, high=25: tuple(int(np.clip(dark + rng.uniform(low, high) + rng.normal(0, 4), 0, 255)) for _ in range(3))
        if rng.random() < 0.75:  # a stand
            grey = int(rng.uniform(10, 190))
            pen.line([(x, y), (x + rng.normal(0, 0.1) * size, y + rng.uniform(0.5, 4) * side)], fill=(grey, grey, grey), width=max(1, int(rng.uniform(0.1, 0.5) * size)))
        wide, high = size * rng.uniform(0.6, 1.3), size * rng.uniform(0.5, 1.3)
        pen.rectangle([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2], fill=tone())
        if rng.random() < 0.7:
            r = min(wide, high) * rng.uniform(0.3, 0.6)
            pen.ellipse([x - r, y - r, x + r, y + r], fill=tone(), outline=tone(10, 90), width=max(1, int(r / 5)))
        for _ in range(rng.poisson(0.8)):
            colour = tone() if rng.random() < 0.5 else (int(rng.uniform(120, 220)), int(rng.uniform(100, 180)), int(rng.uniform(10, 60)))
            pen.line([(x, y), (x + rng.normal(0, 0.6) * side, y + rng.normal(0, 0.5) * side), (x + rng.normal(0, 1.2) * side, y + rng.normal(0, 1) * side)],
                     fill=colour, width=max(1, int(rng.uniform(0.5, 4) * h / 256)), joint="curve")
    return back(image, rng.choice([0.4, 0.7, 1.2, 2.5]) * h / 256)


def ground_shadow(rng, alpha):
    """How much light the mouse takes from the floor: f32 [H,W], 0…1. A squashed, blurred copy of it at its feet, and a cast one."""
    h, w = alpha.shape
    rows = np.nonzero((alpha > 0.5).sum(1) > 2)[0]
    if not len(rows):
        return np.zeros_like(alpha)
    foot = rows[-1] + 1
    shadow = np.zeros_like(alpha)
    for squash, soft, strength in ((rng.uniform(0.1, 0.3), rng.uniform(0.01, 0.03), rng.uniform(0.15, 0.8)), (rng.uniform(0.2, 0.9), rng.uniform(0.015, 0.06), rng.uniform(0, 0.45))):
        image = Image.fromarray((alpha * 255).astype(np.uint8))
        sink = foot + rng.uniform(-0.02, 0.03) * h
        lean = rng.normal(0, 0.5)
        # The output pixel (x, y) takes the mouse at height (sink − y) / squash above its feet.
        image = image.transform((w, h), Image.AFFINE, (1, lean, -lean * sink, 0, 1 / squash, sink - sink / squash), Image.BILINEAR)
        image = image.filter(ImageFilter.GaussianBlur(soft * h))
        shadow = np.maximum(shadow, strength * np.asarray(image, np.float32) / 255)
    if rng.random() < 0.25:  # a mirror image on a polished floor
        image = Image.fromarray((alpha * 255).astype(np.uint8)).transform((w, h), Image.AFFINE, (1, 0, 0, 0, -1, 2 * foot - 1), Image.BILINEAR)
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.004, 0.015) * h))
        below = np.clip((np.arange(h) - foot + 6) / 6, 0, 1)[:, None]
        shadow = np.maximum(shadow, rng.uniform(0.05, 0.4) * below * np.asarray(image, np.float32) / 255)
    return shadow


def camera(rng, picture, grey=0.25):
    """What a camera does to f32 [H,W,3]: exposure, cast, vignette, blur, grain, JPEG, grey-scale in `grey` of the pictures → u8 [H,W,3]."""
    h, w = picture.shape[:2]
    if rng.random() < 0.35:
        y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
        picture = picture * (1 - rng.uniform(0, 0.5) * (x * x + y * y) / 2)[..., None]
    picture = np.clip(picture, 0, 1.2) ** rng.uniform(0.8, 1.25) * rng.uniform(0.8, 1.15) * (1 + rng.normal(0, 0.025, 3)) + rng.uniform(-0.05, 0.04)
    if rng.random() < grey:
        picture = np.repeat((picture @ np.array([0.3, 0.59, 0.11]))[..., None], 3, 2)
    if rng.random() < 0.15:  # a sensor whose rows are not quite alike
        picture = picture * (1 + rng.uniform(0.002, 0.015) * streaks(rng, h, w)[..., None])
    image = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
    if rng.random() < 0.45:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.3) * h / 256))
    picture = np.asarray(image, np.float32)
    if rng.random() < 0.5:  # in the others there was some before they were reduced to this size
        picture = picture + rng.uniform(0.5, 9) * rng.standard_normal((h, w, 1 if rng.random() < 0.4 else 3), np.float32)
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    if rng.random() < 0.5:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=int(rng.integers(30, 95)))
        image = Image.open(buffer)
    return np.asarray(image.convert("RGB"))


def occluders(rng, alpha):
    """Bars or a thin cable before the mouse: f32 [H,W], 1 where something hides it (in few pictures)."""
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


def composite(photo_rgb, photo_alpha, rng, above=False, place=place):
    """photo_rgb u8 [H,W,3] on white, photo_alpha u8 [H,W] → (rgb u8 [H,W,3] with a background, alpha u8 [H,W]).
    above: the photo was taken from above; place: makes the background, as `scenery.place` does."""
    alpha = photo_alpha.astype(np.float32) / 255
    h, w = alpha.shape
    mouse = photo_rgb.astype(np.float32) / 255 - (1 - alpha[..., None])  # premultiplied, black behind
    rows = np.nonzero((alpha > 0.5).any(1))[0]
    scene = place(rng, h, w, rows[-1] if len(rows) else h * 0.7, above)
    if rng.random() < (0.5 if above else 0.3):
        scene = faint_marks(rng, scene)
    if rng.random() < (0.5 if above else 0.35):  # a texture as fine as fur
        scene = scene * (1 + rng.uniform(0.003, 0.04) * streaks(rng, h, w)[..., None])
    if rng.random() < 0.4:
        scene = instruments(rng, scene, alpha)
    if rng.random() < 0.6:
        scene = clutter(rng, scene)
    dark = rng.uniform(0.0, 0.5)
    scene = scene * (1 - (1 - dark) * ground_shadow(rng, alpha)[..., None]) if rng.random() < 0.85 else scene
    mouse = mouse * rng.uniform(0.75, 1.2) * (1 + 0.15 * smooth_noise(rng, h, w, 3)[..., None])
    if rng.random() < 0.06:  # infra-red: black fur shines
        mouse = mouse.mean(-1, keepdims=True) ** rng.uniform(0.4, 0.9) * alpha[..., None] * np.ones(3, np.float32)
    picture = mouse + scene * (1 - alpha[..., None])
    if rng.random() < 0.04:
        hide = occluders(rng, alpha)
        picture = picture * (1 - hide[..., None]) + hide[..., None] * rng.uniform(0, 0.9)
        alpha = alpha * (1 - hide)
    if rng.random() < 0.15:  # haze or glare of glass
        glare = np.clip(smooth_noise(rng, h, w, 2), 0, 1)[..., None] * rng.uniform(0.05, 0.35)
        picture = picture * (1 - glare) + glare
    return camera(rng, picture, 0.5 if above else 0.25), (alpha * 255 + 0.5).astype(np.uint8)
