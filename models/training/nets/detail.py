"""The detail network: a painted view and its keypoints -> the same view with twice the resolution. No pack has it yet."""
import torch
import torch.nn as nn
import torch.nn.functional as F

CONFIG = {"channels": [24, 48, 96], "blocks": 2, "fine": 16, "heat": 46, "heat_sigma": 2.5}


class Block(nn.Module):
    """x + conv2(SiLU(conv1(SiLU(x))))."""

    def __init__(self, channels: int):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.normal_(self.conv2.weight, std=1e-3)

    def forward(self, x):
        return x + self.conv2(F.silu(self.conv1(F.silu(x))))


class Detail(nn.Module):
    """A U-Net without normalisation, so that a window of a view gives what the whole view gives."""

    def __init__(self, config: dict = CONFIG):
        super().__init__()
        self.config = config
        c, fine = config["channels"], config["fine"]
        level = lambda n: nn.Sequential(*(Block(n) for _ in range(config["blocks"])))
        self.conv_in = nn.Conv2d(4 + config["heat"], c[0], 3, padding=1)
        self.enc = nn.ModuleList(level(n) for n in c)
        self.down = nn.ModuleList(nn.Conv2d(a, b, 3, 2, 1) for a, b in zip(c, c[1:]))
        self.merge = nn.ModuleList(nn.Conv2d(a + b, a, 3, padding=1) for a, b in zip(c, c[1:]))
        self.dec = nn.ModuleList(level(n) for n in c[:-1])
        self.enlarge = nn.Conv2d(c[0], 4 * fine, 3, padding=1)
        self.fine = Block(fine)
        self.conv_out = nn.Conv2d(fine, 4, 3, padding=1)
        nn.init.normal_(self.conv_out.weight, std=1e-3), nn.init.zeros_(self.conv_out.bias)

    def forward(self, view, heat):
        """view [B,4,h,w] (rgb, mask) in -1..1, heat [B,46,h,w], h and w multiples of 4 -> [B,4,2h,2w], not clamped."""
        x, kept = self.conv_in(torch.cat([view, heat], 1)), []
        for i, blocks in enumerate(self.enc):
            x = blocks(self.down[i - 1](x) if i else x)
            kept.append(x)
        for i in reversed(range(len(self.dec))):
            x = self.dec[i](self.merge[i](torch.cat([kept[i], F.interpolate(x, scale_factor=2.0)], 1)))
        x = F.silu(self.fine(F.pixel_shuffle(self.enlarge(x), 2)))
        return F.interpolate(view, scale_factor=2.0, mode="bilinear", align_corners=False) + self.conv_out(x)
