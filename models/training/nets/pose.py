"""The pose network (docs/models.md, pose.safetensors). It computes heat maps. A transformer with 23 tokens for 3D
keypoints and one token for the up direction follows."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from .attention import attention
from .residual import Residual

KEYPOINTS = 23
CONFIG = {"size": 256, "stem": 24, "stem_stride": 4, "channels": [40, 80, 160, 256], "blocks": 4, "groups": 8,
          "fpn": 96, "width": 128, "heads": 4, "layers": 6}


class Norm(nn.Module):
    """LayerNorm with a weight and no bias, eps 1e-5. It always computes in fp32."""

    def __init__(self, width: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.layer_norm(x.float(), x.shape[-1:], self.weight.float(), None, 1e-5)


class Attention(nn.Module):
    """Self-attention without biases. The rows of to_qkv are q, then k, then v. Each head has contiguous rows."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.to_qkv = nn.Linear(width, 3 * width, bias=False)
        self.fc = nn.Linear(width, width, bias=False)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.to_qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        x = attention(q, k, v)
        return self.fc(x.transpose(1, 2).reshape(b, n, d))


class Block(nn.Module):
    """Pre-norm transformer block without biases. Its MLP is `mlp.0`, gelu (erf), `mlp.2`."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.norm1 = Norm(width)
        self.attn = Attention(width, heads)
        self.norm2 = Norm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width, bias=False), nn.GELU(),
                                 nn.Linear(4 * width, width, bias=False))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


def grid(height: int, width: int) -> torch.Tensor:
    """Pixel centres, x right and y down in -1..1: [H*W, 2]."""
    y = (torch.arange(height) + 0.5) / height * 2 - 1
    x = (torch.arange(width) + 0.5) / width * 2 - 1
    return torch.stack([x.repeat(height), y.repeat_interleave(width)], 1)


class Pose(nn.Module):
    """image [B,3,S,S] in -1..1 -> points [B,24,4]: 23 keypoints and up, each x y z and log error; uv [B,23,2]
    in -1..1."""

    def __init__(self, config: dict = CONFIG):
        super().__init__()
        self.config = config
        stem, c, groups = config["stem"], config["channels"], config["groups"]
        fpn, width = config["fpn"], config["width"]
        stride = config.get("stem_stride", 2)
        self.stem = nn.Conv2d(3, stem, 3 * stride // 2, stride, stride // 2)
        self.stem_norm = nn.GroupNorm(groups, stem)
        self.down = nn.ModuleList(
            nn.Conv2d(c[i - 1] if i else stem, c[i], 3, 2, 1) for i in range(4))
        self.blocks = nn.ModuleList(
            nn.ModuleList(Residual(c[i], groups) for _ in range(config["blocks"])) for i in range(4))
        self.lateral1 = nn.Conv2d(c[1], fpn, 1)
        self.lateral2 = nn.Conv2d(c[2], fpn, 1)
        self.lateral3 = nn.Conv2d(c[3], fpn, 1)
        self.fpn = nn.Conv2d(fpn, fpn, 3, 1, 1)
        self.heat = nn.Conv2d(fpn, KEYPOINTS, 1)
        self.token = nn.Linear(fpn + 2, width)
        self.embed = nn.Parameter(torch.randn(KEYPOINTS + 1, width) * 0.5)
        setattr(self, "global", nn.Linear(c[3], width))
        self.layers = nn.ModuleList(Block(width, config["heads"]) for _ in range(config["layers"]))
        self.norm = Norm(width)
        self.head = nn.Linear(width, 4)

    def forward(self, x):
        x = F.silu(self.stem_norm(self.stem(x)))
        stages = []
        for down, blocks in zip(self.down, self.blocks):
            x = down(x)
            for block in blocks:
                x = block(x)
            stages.append(x)
        up = lambda t: F.interpolate(t, scale_factor=2, mode="nearest")
        f = self.lateral1(stages[1]) + up(self.lateral2(stages[2]) + up(self.lateral3(stages[3])))
        f = F.silu(self.fpn(f))
        with torch.autocast(x.device.type, enabled=False):                 # bf16 (8 bits) rounds to half a pixel of 256
            f = f.float()
            heat = self.heat(f).flatten(2).softmax(-1)                              # [B,23,P]
            uv = heat @ grid(*f.shape[2:]).to(heat)                                 # [B,23,2]
            features = heat @ f.flatten(2).transpose(1, 2)                          # [B,23,F]
            tokens = F.pad(self.token(torch.cat([features, uv], -1)), (0, 0, 0, 1)) + self.embed
            tokens = tokens + getattr(self, "global")(stages[3].float().mean((2, 3)))[:, None]
            for layer in self.layers:
                tokens = layer(tokens)
            return self.head(self.norm(tokens)), uv
