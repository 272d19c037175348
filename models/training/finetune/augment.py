"""Changes of the light and the background of a sample's pictures. All pictures of a sample get the same change."""
import random

import torch

BACKGROUNDS = {"white": (1.0,), "grey": (0.5,), "black": (0.0,), "three": (1.0, 0.5, 0.0)}


def relit(pictures, brightness: float, contrast: float):
    """Pictures [V,S,S,4] (rgb on white, alpha; 0..1) with another light on the mouse. The background stays white.

    A colour c becomes brightness·(mean + contrast·(c − mean)), clamped to 0..1. mean: mean colour of the mouse."""
    if brightness == contrast == 1:
        return pictures                                             # without errors of rounding
    alpha = pictures[..., 3:]
    fur = pictures[..., :3] - (1 - alpha)                           # colours times alpha
    mean = fur.sum((0, 1, 2)) / alpha.sum().clamp(min=1)
    lit = brightness * (alpha * mean + contrast * (fur - alpha * mean))
    return torch.cat([lit.clamp(min=0).minimum(alpha) + 1 - alpha, alpha], -1)


def on_background(rgb, alpha, grey: float):
    """Pictures on white, rgb [...,3] with alpha [...], on a grey background (0..1) instead."""
    return rgb + (1 - alpha[..., None]) * (grey - 1)


def light(rng: random.Random, brightness: float, contrast: float) -> tuple[float, float]:
    """Random factors of brightness and contrast, in 1 ± `brightness` and 1 ± `contrast`."""
    return rng.uniform(1 - brightness, 1 + brightness), rng.uniform(1 - contrast, 1 + contrast)
