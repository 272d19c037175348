"""The matting network: a U-Net, letterboxed photo -> alpha (docs/models.md, matting.safetensors)."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from .residual import Residual

CONFIG = {"size": 256, "channels": [8, 16, 32, 64, 96, 128], "blocks": [0, 0, 0, 2, 4, 4], "groups": 4}


class Level(nn.Module):
    """conv1 -> norm1 -> SiLU -> conv2 -> norm2 -> SiLU."""

    def __init__(self, cin: int, cout: int, groups: int, stride: int = 1):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1)
        self.norm1 = nn.GroupNorm(groups, cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1)
        self.norm2 = nn.GroupNorm(groups, cout)

    def forward(self, x):
        return F.silu(self.norm2(self.conv2(F.silu(self.norm1(self.conv1(x))))))


class Matting(nn.Module):
    """image [B,3,S,S] in -1..1 -> alpha [B,1,S,S] in 0..1. `logits` gives the logits of alpha."""

    def __init__(self, config: dict = CONFIG):
        super().__init__()
        self.config = config
        c, groups = config["channels"], config["groups"]
        blocks = config.get("blocks", [0] * len(c))
        self.enc = nn.ModuleList(
            Level(c[i - 1] if i else 3, c[i], groups, 2 if i else 1) for i in range(len(c)))
        self.blocks = nn.ModuleList(
            nn.ModuleList(Residual(width, groups) for _ in range(count)) for width, count in zip(c, blocks))
        self.dec = nn.ModuleList(
            Level(c[i + 1] + c[i], c[i], groups) for i in range(len(c) - 1))
        self.out = nn.Conv2d(c[0], 1, 1)

    def logits(self, x):
        skips = []
        for level, blocks in zip(self.enc, self.blocks):
            x = level(x)
            for block in blocks:
                x = block(x)
            skips.append(x)
        for i in reversed(range(len(self.dec))):
            x = F.interpolate(x, scale_factor=2, mode="nearest")
            x = self.dec[i](torch.cat([x, skips[i]], 1))
        return self.out(x)

    def forward(self, x):
        return torch.sigmoid(self.logits(x))
