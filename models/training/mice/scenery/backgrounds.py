"""Puts a mouse without background into a laboratory scene, with the effects of a camera. For the matting network."""

import io

import numpy as np
from PIL import Image, ImageFilter

from .objects import clutter, faint_marks, instruments, occluders
from .scenes import random_scene
from .textures import smooth_noise, streaks


def ground_shadow(rng, alpha):
    """Shadow of the mouse on the floor: f32 [H,W], 0…1, 1 = no light. It is made of two flattened, blurred masks."""
    h, w = alpha.shape
    rows = np.nonzero((alpha > 0.5).sum(1) > 2)[0]
    if not len(rows):
        return np.zeros_like(alpha)
    foot = rows[-1] + 1
    shadow = np.zeros_like(alpha)
    contact = rng.uniform(0.1, 0.3), rng.uniform(0.01, 0.03), rng.uniform(0.15, 0.8)
    cast = rng.uniform(0.2, 0.9), rng.uniform(0.015, 0.06), rng.uniform(0, 0.45)
    for squash, soft, strength in (contact, cast):
        image = Image.fromarray((alpha * 255).astype(np.uint8))
        sink = foot + rng.uniform(-0.02, 0.03) * h
        lean = rng.normal(0, 0.5)
        # The output pixel (x, y) shows the mouse at height (sink − y) / squash above its feet.
        affine = 1, lean, -lean * sink, 0, 1 / squash, sink - sink / squash
        image = image.transform((w, h), Image.AFFINE, affine, Image.BILINEAR)
        image = image.filter(ImageFilter.GaussianBlur(soft * h))
        shadow = np.maximum(shadow, strength * np.asarray(image, np.float32) / 255)
    if rng.random() < 0.25:  # the reflection on a polished floor
        image = Image.fromarray((alpha * 255).astype(np.uint8))
        image = image.transform((w, h), Image.AFFINE, (1, 0, 0, 0, -1, 2 * foot - 1), Image.BILINEAR)
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.004, 0.015) * h))
        below = np.clip((np.arange(h) - foot + 6) / 6, 0, 1)[:, None]
        shadow = np.maximum(shadow, rng.uniform(0.05, 0.4) * below * np.asarray(image, np.float32) / 255)
    return shadow


def camera(rng, picture, grey=0.25):
    """Adds effects of a camera to f32 [H,W,3]: exposure, colour cast, vignette, blur, noise, JPEG → u8 [H,W,3].

    grey: probability that the picture becomes grey-scale."""
    h, w = picture.shape[:2]
    if rng.random() < 0.35:
        y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
        picture = picture * (1 - rng.uniform(0, 0.5) * (x * x + y * y) / 2)[..., None]
    picture = np.clip(picture, 0, 1.2) ** rng.uniform(0.8, 1.25) * rng.uniform(0.8, 1.15)
    picture = picture * (1 + rng.normal(0, 0.025, 3)) + rng.uniform(-0.05, 0.04)
    if rng.random() < grey:
        picture = np.repeat((picture @ np.array([0.3, 0.59, 0.11]))[..., None], 3, 2)
    if rng.random() < 0.15:  # a sensor whose rows differ slightly
        picture = picture * (1 + rng.uniform(0.002, 0.015) * streaks(rng, h, w)[..., None])
    image = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
    if rng.random() < 0.45:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.2, 1.3) * h / 256))
    picture = np.asarray(image, np.float32)
    if rng.random() < 0.5:  # in the others, noise disappeared when the photo was reduced
        strength, channels = rng.uniform(0.5, 9), 1 if rng.random() < 0.4 else 3
        picture = picture + strength * rng.standard_normal((h, w, channels), np.float32)
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    if rng.random() < 0.5:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=int(rng.integers(30, 95)))
        image = Image.open(buffer)
    return np.asarray(image.convert("RGB"))


def composite(photo_rgb, photo_alpha, rng, above=False, make_scene=random_scene):
    """photo_rgb u8 [H,W,3] on white, photo_alpha u8 [H,W] → rgb u8 [H,W,3] with a background, alpha u8 [H,W].

    above: the photo was taken from above. make_scene: a function with the arguments of `scenes.random_scene`."""
    alpha = photo_alpha.astype(np.float32) / 255
    h, w = alpha.shape
    mouse = photo_rgb.astype(np.float32) / 255 - (1 - alpha[..., None])  # premultiplied
    rows = np.nonzero((alpha > 0.5).any(1))[0]
    scene = make_scene(rng, h, w, rows[-1] if len(rows) else h * 0.7, above)
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
    if rng.random() < 0.06:  # infra-red: black fur is bright
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
