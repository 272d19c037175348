"""LGM's network in PyTorch: an asymmetric U-Net over all views, then a 1×1 convolution.

It was written from the published description. Tensor names are those of the checkpoint. record_lgm.py compares this
network with the original.
"""
import torch
from torch import nn
from torch.nn import functional as F

GROUPS, HEADS, VALUES = 32, 16, 14

BIG = {"down_channels": [64, 128, 256, 512, 1024, 1024], "down_attention": [False, False, False, True, True, True],
       "mid_attention": True, "up_channels": [1024, 1024, 512, 256, 128],
       "up_attention": [True, True, True, False, False]}


def conv(inner: int, outer: int, kernel: int = 3, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inner, outer, kernel, stride, kernel // 2)


class Resnet(nn.Module):
    def __init__(self, inner: int, outer: int):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(GROUPS, inner), conv(inner, outer)
        self.norm2, self.conv2 = nn.GroupNorm(GROUPS, outer), conv(outer, outer)
        self.shortcut = nn.Identity() if inner == outer else conv(inner, outer, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.conv2(F.silu(self.norm2(h)))
        return (h + self.shortcut(x)) * 0.5**0.5


class Heads(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.qkv, self.proj = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        batch, length, width = tokens.shape
        q, k, v = self.qkv(tokens).reshape(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (width // HEADS) ** -0.5
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width))


class Attention(nn.Module):
    """Attention over the pixels of all views in the batch. All views show the same object."""

    def __init__(self, width: int):
        super().__init__()
        self.norm, self.attn = nn.GroupNorm(GROUPS, width), Heads(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        views, width, height, columns = x.shape
        tokens = self.norm(x).permute(0, 2, 3, 1).reshape(1, -1, width)
        mixed = self.attn(tokens).reshape(views, height, columns, width).permute(0, 3, 1, 2)
        return (mixed + x) * 0.5**0.5


class Block(nn.Module):
    """A sequence of resnets. If the level has attention, each resnet is followed by attention."""

    def __init__(self, widths: list[tuple[int, int]], attends: bool, attentions: int | None = None):
        super().__init__()
        self.nets = nn.ModuleList(Resnet(inner, outer) for inner, outer in widths)
        if attends:
            count = len(widths) if attentions is None else attentions
            self.attns = nn.ModuleList(Attention(outer) for _, outer in widths[:count])
        self.depth = len(self.attns) if attends else 0

    def step(self, j: int, x: torch.Tensor) -> torch.Tensor:
        x = self.nets[j](x)
        return self.attns[j](x) if j < self.depth else x


class UNet(nn.Module):
    def __init__(self, config: dict):
        super().__init__()
        down, up = config["down_channels"], config["up_channels"]
        self.conv_in = conv(9, down[0])
        widths, entry = [down[0]], down[0]
        self.down_blocks, self.up_blocks = nn.ModuleList(), nn.ModuleList()
        for i, width in enumerate(down):
            block = Block([(entry, width), (width, width)], config["down_attention"][i])
            widths += [width, width]
            if i < len(down) - 1:
                block.downsample = conv(width, width, 3, 2)
                widths.append(width)
            self.down_blocks.append(block)
            entry = width
        self.mid_block = Block([(entry, entry), (entry, entry)], config["mid_attention"], 1)
        for i, width in enumerate(up):
            inner = []
            for _ in range(3):
                inner.append((entry + widths.pop(), width))
                entry = width
            block = Block(inner, config["up_attention"][i])
            if i < len(up) - 1:
                block.upsample = conv(width, width)
            self.up_blocks.append(block)
        self.norm_out, self.conv_out = nn.GroupNorm(GROUPS, entry), conv(entry, VALUES)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.conv_in(x)
        skips = [x]
        for block in self.down_blocks:
            for j in range(2):
                x = block.step(j, x)
                skips.append(x)
            if hasattr(block, "downsample"):
                x = block.downsample(x)
                skips.append(x)
        for j in range(2):
            x = self.mid_block.step(j, x)
        for block in self.up_blocks:
            for j in range(3):
                x = block.step(j, torch.cat([x, skips.pop()], 1))
            if hasattr(block, "upsample"):
                x = block.upsample(F.interpolate(x, scale_factor=2.0, mode="nearest"))
        return self.conv_out(F.silu(self.norm_out(x)))


class LGM(nn.Module):
    """views [V, 9, S, S] → raw maps [V, 14, s, s]."""

    def __init__(self, config: dict):
        super().__init__()
        self.unet, self.conv = UNet(config), conv(VALUES, VALUES, 1)

    def forward(self, views: torch.Tensor) -> torch.Tensor:
        return self.conv(self.unet(views))


def activate(maps: torch.Tensor) -> dict[str, torch.Tensor]:
    """The Gaussians with the values that LGM's PLY writer stores, in double precision, view by view, row by row."""
    raw = maps.double().permute(0, 2, 3, 1).reshape(-1, VALUES)
    rgb = 0.5 * torch.tanh(raw[:, 11:14]) + 0.5
    return {"raw": raw, "xyz": raw[:, 0:3].clamp(-1, 1), "opacity": torch.sigmoid(raw[:, 3:4]),
            "log_scale": (0.1 * F.softplus(raw[:, 4:7]) + 1e-8).log(), "rotation": F.normalize(raw[:, 7:11], dim=-1),
            "sh_dc": (rgb - 0.5) / 0.28209479177387814}
