"""Masks with the errors of a matting network, and colours with the errors of a camera."""
import torch
import torch.nn.functional as F

MARKS = ((1, 0, 0), (0, 0, 1), (0, 1, 0), (1, 1, 0), (1, 0.2, 0.2))       # colours of annotation marks


def soft_noise(batch: int, channels: int, size: int, cells: int) -> torch.Tensor:
    """Smooth random fields [B,C,S,S], distributed approximately as N(0,1)."""
    return F.interpolate(torch.randn(batch, channels, cells, cells), size=(size, size), mode="bilinear") * 1.3


def blurred(x, radius: int):
    """Box blur of [B,C,S,S]; radius in pixels."""
    n = 2 * radius + 1
    x = F.avg_pool2d(F.pad(x, (radius, radius, 0, 0), mode="replicate"), (1, n), 1)
    return F.avg_pool2d(F.pad(x, (0, 0, radius, radius), mode="replicate"), (n, 1), 1)


def rough_masks(alpha: torch.Tensor) -> torch.Tensor:
    """Masks [B,1,S,S] with the errors of a matting network: moved and blurred outlines, and soft holes.

    40 % of the masks stay unchanged. The others are computed at half the size."""
    b, _, s, _ = alpha.shape
    half = F.avg_pool2d(alpha, 2)
    shift = soft_noise(b, 1, s // 2, 6) * 0.12 + torch.randn(b, 1, 1, 1) * 0.08
    moved = ((blurred(half, 3) + shift - 0.5) * torch.empty(b, 1, 1, 1).uniform_(2.5, 8) + 0.5).clamp(0, 1)
    # In most masks, thin regions of the true mask (tail, ears) are kept.
    moved = torch.where(torch.rand(b, 1, 1, 1) < 0.6, torch.maximum(moved, half), moved)
    holes = (soft_noise(b, 1, s // 2, 8) > 2.3).float() * (torch.rand(b, 1, 1, 1) < 0.15)
    moved = F.interpolate(moved * (1 - 0.8 * holes), size=(s, s), mode="bilinear", align_corners=False)
    return torch.where(torch.rand(b, 1, 1, 1) < 0.4, alpha, moved)


def recolour(rgb):
    """Changes rgb [B,3,H,W] in 0..1 as a camera does: exposure, contrast, tint, grey, blur and noise."""
    b = len(rgb)
    u = lambda p: (torch.rand(b, 1, 1, 1) < p).float()
    gain = torch.exp(torch.randn(b, 1, 1, 1) * 0.2 * u(0.7) + torch.randn(b, 3, 1, 1) * 0.05 * u(0.5))
    gamma = torch.exp(torch.randn(b, 1, 1, 1) * 0.2 * u(0.6))
    rgb = (rgb * gain).clamp(1e-4, 1) ** gamma
    rgb = rgb.lerp(rgb.mean(1, keepdim=True).expand_as(rgb), u(0.12))
    rgb = rgb.lerp(blurred(rgb, 1), torch.rand(b, 1, 1, 1) * u(0.4))
    return (rgb + torch.randn_like(rgb) * 0.03 * torch.rand(b, 1, 1, 1) * u(0.5)).clamp(0, 1)


def mark(rgb, centre, scale, probability: float = 0.12):
    """Draws one or two coloured dots or rings near the mouse into some photos [B,3,H,W], as annotation tools do.

    centre [B,2], scale [B]: `subjects.centring` of the mask."""
    b, _, h, w = rgb.shape
    y, x = torch.arange(h)[:, None] + 0.5, torch.arange(w) + 0.5
    out, chosen = rgb, torch.rand(b) < probability
    for fraction in (1, 1 / 3):
        here = (chosen & (torch.rand(b) < fraction)).nonzero()[:, 0]
        n, size = len(here), 0.3 / scale[here]
        at = centre[here] + torch.randn(n, 2) * 0.12 * size[:, None]
        r = ((x - at[:, 0, None, None]) ** 2 + (y - at[:, 1, None, None]) ** 2).sqrt()
        radius = (size * torch.empty(n).uniform_(0.015, 0.06))[:, None, None]
        dot = torch.where(torch.rand(n, 1, 1) < 0.6, r < radius, (r - radius).abs() < 0.25 * radius)[:, None]
        colour = torch.tensor(MARKS).float()[torch.randint(len(MARKS), (n,))][:, :, None, None]
        out = out.index_copy(0, here, torch.where(dot, colour, out[here]))
    return out
