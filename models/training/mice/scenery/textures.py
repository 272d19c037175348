"""Tools for procedural scenes: noise, stripes, colours, pens."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import gaussian_filter


def smooth_noise(rng, height, width, cells):
    """Smooth noise f32 [H,W], approximately in −1…1, with `cells` bumps along the longer side."""
    rows = max(2, round(cells * height / max(height, width)) + 1)
    columns = max(2, round(cells * width / max(height, width)) + 1)
    small = rng.normal(0, 0.5, (rows, columns)).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.BICUBIC))


def fractal(rng, height, width, cells, octaves=3, fade=0.55):
    """The sum of smooth noises of several scales: f32 [H,W]."""
    return sum(fade**i * smooth_noise(rng, height, width, cells * 2**i) for i in range(octaves))


def streaks(rng, height, width):
    """Fine stripes f32 [H,W] with standard deviation 1: horizontal, vertical or oblique.

    The stripes imitate brushed plastic, cloth, and the rows of a sensor."""
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
    """y and x of the pixel centres, in 0…1."""
    return np.meshgrid((np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width, indexing="ij")


def canvas(picture):
    """A PIL copy of a picture f32 [H,W,3], and a drawing pen for this copy."""
    image = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
    return image, ImageDraw.Draw(image)


def back(image, blur=0.0):
    """PIL image → f32 [H,W,3], blurred by `blur` pixels."""
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(float(blur)))
    return np.asarray(image, np.float32) / 255


def flat(tone, height, width):
    """A picture f32 [H,W,3] of one colour or grey value."""
    return np.broadcast_to(np.asarray(tone, np.float32), (height, width, 3)).copy()


def pen_colour(rng, low=0, high=255):
    """A random colour of low saturation, 0…255."""
    grey = rng.uniform(low, high)
    return tuple(int(np.clip(grey + rng.normal(0, 25), 0, 255)) for _ in range(3))


def tint(rng, amount=0.04):
    """Random factors [3] near 1, for a colour cast."""
    warm = rng.normal(0, amount)
    return np.array([1 + warm, 1 + rng.normal(0, amount / 3), 1 - warm], np.float32)
