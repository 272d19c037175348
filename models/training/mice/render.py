"""Pictures of a mouse, and the cameras of novel views and photos."""

import numpy as np

from .frames import AZIMUTH, intrinsics, look_at, on_sphere, project, rig_cameras
from .animal.mouse import Mouse, sample_mouse
from .tracer.cpu import trace

__all__ = ["Mouse", "novel_cameras", "photo_camera", "render", "rig_cameras", "sample_mouse"]


def render(mouse, cameras, size, samples=2):
    """Renders a mouse. cameras: list of (w2c [4,4], k [4]); size: pixels, or (width, height) in pixels.

    samples: a pixel at an edge gets samples² rays.
    → rgb u8 [V,H,W,3] on white (sRGB), alpha u8 [V,H,W], depth f16 [V,H,W] (camera z, 0 = empty)."""
    width, height = size if isinstance(size, tuple) else (size, size)
    out = [trace(mouse.prims, mouse.shading, w2c, k, width, height, samples) for w2c, k in cameras]
    rgb, alpha, depth = (np.stack(x) for x in zip(*out))
    rgb += 1 - alpha[..., None]
    return {"rgb": to_u8(rgb), "alpha": to_u8(alpha), "depth": depth.astype(np.float16)}


def to_u8(x):
    """Values 0…1 → u8 0…255."""
    return np.clip(x * 255 + 0.5, 0, 255).astype(np.uint8)


def novel_cameras(rng, size, count=2):
    """Cameras at radius 2.7, any azimuth, elevation −20…70°, aimed at the origin: list of (w2c, k)."""
    return [(look_at(on_sphere(rng.uniform(0, 360), rng.uniform(-20, 70))), intrinsics(size)) for _ in range(count)]


def photo_camera(rng, mouse, size, fill=(0.2, 0.8), off_centre=0.6, elevation=None):
    """A random camera (w2c, k) of a photo, at the azimuth of view 0. size: pixels, or (width, height) in pixels.

    fill: range of the animal's larger extent without its tail, as a fraction of the picture's shorter side.
    off_centre: largest distance of the mouse from the picture's centre, 0…1.
    elevation: degrees, random if None."""
    width, height = size if isinstance(size, tuple) else (size, size)
    if elevation is None:
        elevation = rng.uniform(0, 40) if rng.random() < 0.75 else rng.uniform(-10, 60)
    fov = rng.uniform(20, 60)
    short = min(width, height)
    f = short / 2 / np.tan(np.radians(fov) / 2)
    k = np.array([f, f, width / 2, height / 2], np.float32)
    body = np.concatenate([mouse.keypoints[:14], mouse.keypoints[19:]])
    # Rig view 0 and the photo's camera are in the same vertical plane through the middle of the mouse.
    direction = on_sphere(AZIMUTH, elevation, 1.0)
    middle = (body.min(0) + body.max(0)) / 2
    distance = 2.7
    target = rng.uniform(*fill) * short
    for _ in range(4):
        w2c = look_at(middle + direction * distance, middle, 0)
        uv, _ = project(body, w2c, k)
        extent = (uv.max(0) - uv.min(0)).max() + 0.22 * f / distance
        distance = max(distance * extent / target, 1.5)
    if distance <= 1.5:  # zoom instead: perspective of a nearer camera would deform the animal
        k[:2] *= np.clip(target / extent, 1, 3)
    # The camera turns away from the mouse, so that the principal point stays in the photo's centre.
    room = distance * np.tan(np.radians(fov) / 2) * max(1 - target / short, 0)
    aim = middle + room * off_centre * rng.uniform(-1, 1, 3)
    return look_at(middle + direction * distance, aim, rng.uniform(-8, 8)), k
