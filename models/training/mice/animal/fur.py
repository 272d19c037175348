"""Colours of fur, skin and light. All colours are linear RGB."""

from dataclasses import dataclass

import numpy as np

from mice.kinds import FURS
from mice.tracer.cpu import SHADING

FUR_WEIGHT = {"black": 0.46, "agouti": 0.12, "brown": 0.1, "white": 0.12, "grey": 0.08, "patchy": 0.06, "fawn": 0.06}


def linear(r, g, b):
    """sRGB 0…255 → linear [3]."""
    c = np.array([r, g, b], float) / 255
    return np.where(c < 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


@dataclass
class Coat:
    """The albedos of a mouse, and the numbers of SHADING that describe its hair."""

    kind: str
    back: np.ndarray
    belly: np.ndarray
    skin: np.ndarray  # paws, nose
    tail: tuple  # base, tip
    ear: tuple  # outside, inside
    eye: np.ndarray
    shading: dict


BASE = {  # sRGB of back and belly
    "black": ((41, 38, 36), (54, 49, 46)), "agouti": ((104, 84, 62), (158, 140, 118)),
    "brown": ((92, 60, 40), (130, 98, 74)), "white": ((226, 222, 214), (234, 230, 224)),
    "grey": ((112, 110, 110), (156, 154, 152)), "patchy": ((48, 43, 40), (214, 210, 202)),
    "fawn": ((190, 146, 96), (222, 196, 160)),
}


def coat(rng, kind=None):
    """A random Coat."""
    kind = str(kind or rng.choice(FURS, p=[FUR_WEIGHT[f] for f in FURS]))
    back, belly = (linear(*c) for c in BASE[kind])
    back = back * rng.uniform(0.7, 1.35) * (1 + rng.normal(0, 0.03, 3))
    belly = belly * rng.uniform(0.75, 1.25) * (1 + rng.normal(0, 0.03, 3))
    if kind == "white":
        back, belly = np.minimum(back, 0.84), np.minimum(belly, 0.86)
    if kind in ("black", "brown") and rng.random() < 0.5:
        belly = back * rng.uniform(1.0, 1.5)
    dark = {"black": 0.75, "agouti": 0.5, "brown": 0.45, "grey": 0.5, "patchy": 0.4}.get(kind, 0.0)
    dark = dark * rng.uniform(0.5, 1.2)
    skin = linear(218, 172, 162) * (1 - dark) + linear(126, 96, 88) * dark
    skin = skin * rng.uniform(0.8, 1.1) * (1 + rng.normal(0, 0.04, 3))
    grey = linear(104, 88, 84)
    tail = skin * rng.uniform(0.9, 1.2) * (1 - 0.4 * dark) + linear(140, 124, 120) * 0.4 * dark
    outside = 0.6 * back + 0.4 * (skin * (1 - 0.5 * dark) + grey * 0.5 * dark) * 0.9
    inside = skin * 0.9 * (1 - 0.6 * dark) + linear(140, 116, 98) * 0.6 * dark
    eye = linear(150, 24, 30) if kind == "white" and rng.random() < 0.85 else linear(14, 12, 12)
    darkness = 1 - np.clip(back.mean() / 0.25, 0, 1)
    shading = {
        "streak": rng.uniform(0.25, 0.5) * (0.3 + 0.7 * darkness),
        "sheen": rng.uniform(0.015, 0.07) * (0.4 + 0.6 * darkness),
        "bump": rng.uniform(0.7, 1.2),
        "patch": linear(228, 224, 216), "patch_at": 1.5, "patch_scale": rng.uniform(2.2, 3.6),
        "offset": rng.uniform(0, 60, 3), "tick": 0.0, "tick_rgb": linear(178, 142, 92),
        "belly_at": rng.uniform(-0.75, -0.35), "belly_width": rng.uniform(0.15, 0.4),
        "rough": rng.uniform(0.003, 0.0075),
    }
    if kind == "patchy":
        shading["patch_at"] = rng.uniform(-0.3, 0.35)
    elif kind == "agouti":
        shading["tick"] = rng.uniform(0.3, 0.7)
    elif kind in ("brown", "grey"):
        shading["tick"] = rng.uniform(0.0, 0.3)
        shading["tick_rgb"] = back * 2.0
    tip = tail * rng.uniform(0.9, 1.25)
    return Coat(kind, back, belly, skin, (tail, tip), (outside, inside), eye, shading)


def lighting(rng, coat):
    """SHADING [1]: a random key light, sky light, floor light and rim light, with the numbers of the coat."""
    shading = np.zeros(1, SHADING)
    a, e = rng.uniform(0, 2 * np.pi), np.radians(rng.uniform(25, 85))
    shading["key"] = np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)
    warm = rng.normal(0, 0.05)
    tint = np.array([1 + warm, 1 + 0.15 * rng.normal(0, 0.05), 1 - warm])
    key = rng.uniform(0.45, 1.25)
    shading["key_rgb"] = key * tint
    shading["sky"] = rng.uniform(0.35, 0.8) * tint
    shading["ground"] = rng.uniform(0.12, 0.62) * (0.5 + 0.5 * tint)
    shading["rim"] = rng.uniform(0.0, 0.035) + (rng.random() < 0.12) * rng.uniform(0.03, 0.15)
    shading["gain"] = rng.uniform(0.78, 1.15) / (0.45 * key + 0.62)
    if rng.random() < 0.06:  # over-exposed
        shading["gain"] *= rng.uniform(1.2, 1.5)
    for name, value in coat.shading.items():
        shading[name] = value
    return shading
