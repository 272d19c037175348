"""The reconstructor GS-LRM: posed views -> one Gaussian per pixel (docs/models.md, gslrm.safetensors)."""
import torch
import torch.nn as nn
from torch.utils.checkpoint import checkpoint

from .attention import attention
from .pose import Attention, Norm

CONFIG = {"d": 256, "d_head": 64, "layers": 6, "patch": 8, "n_gaussians": 2, "image": 128, "views": 6}
CHANNELS = 14                       # xyz 3 | SH DC 3 | log scale 3 | rotation 4 | opacity 1


class Mlp(nn.Module):
    """`mlp.0`, gelu (erf), `mlp.2`, without biases."""

    def __init__(self, d: int):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(d, 4 * d, bias=False), nn.GELU(), nn.Linear(4 * d, d, bias=False))

    def forward(self, x):
        return self.mlp(x)


class PackedAttention(Attention):
    """Attention over a packed sequence [sum(lengths), d]. Tokens attend only to tokens of the same sample."""

    def forward(self, x, lengths):
        qkv = self.to_qkv(x)
        parts = []
        for part in qkv.split(lengths):
            q, k, v = part.view(len(part), 3, self.heads, -1).permute(1, 2, 0, 3)
            out = attention(q[None], k[None], v[None])[0]
            parts.append(out.transpose(0, 1).flatten(1))
        return self.fc(torch.cat(parts))


class Layer(nn.Module):
    def __init__(self, d: int, heads: int):
        super().__init__()
        self.norm1 = Norm(d)
        self.norm2 = Norm(d)
        self.attn = PackedAttention(d, heads)
        self.mlp = Mlp(d)

    def forward(self, x, lengths):
        x = x + self.attn(self.norm1(x), lengths)
        return x + self.mlp(self.norm2(x))


class Upsampler(nn.Module):
    """The output layer of the global Gaussians."""

    def __init__(self, d: int):
        super().__init__()
        self.layernorm = Norm(d)
        self.linear = nn.Linear(d, CHANNELS, bias=False)

    def forward(self, x):
        return self.linear(self.layernorm(x))


class GSLRM(nn.Module):
    """Patches of posed pixels -> raw Gaussian parameters. Tokens of several samples are packed into one sequence.

    recompute: for the gradients, the values inside of each group of so many layers are computed again instead of being
    kept in memory (gradient checkpointing). 0: all values are kept."""

    recompute = 0

    def __init__(self, config: dict = CONFIG):
        super().__init__()
        self.config = config
        d, p = config["d"], config["patch"]
        self.gaussian_position_embeddings = nn.Parameter(torch.randn(config["n_gaussians"], d) * 0.02)
        self.patch_embedder = nn.Sequential(nn.Identity(), nn.Linear(9 * p * p, d, bias=False))
        self.input_layer_norm = Norm(d)
        self.transformer_layers = nn.ModuleList(
            Layer(d, d // config["d_head"]) for _ in range(config["layers"]))
        self.gaussian_upsampler = Upsampler(d)
        self.pixel_gaussian_decoder = nn.Sequential(Norm(d), nn.Linear(d, CHANNELS * p * p, bias=False))

    def patches(self, x):
        """Pixels [B,V,H,W,C] -> patches [B, V*(H/p)*(W/p), p*p, C], ordered by view, row, column."""
        b, v, h, w, c = x.shape
        p = self.config["patch"]
        x = x.reshape(b, v, h // p, p, w // p, p, c).permute(0, 1, 2, 4, 3, 5, 6)
        return x.reshape(b, v * (h // p) * (w // p), p * p, c)

    def keep(self, rgb, prune: dict | None):
        """rgb [B,V,H,W,3] in 0..1 -> per sample the indices of the patches that go into the transformer.

        White patches are dropped. A patch is white if its least value over pixels and channels is >= keep_white_above.
        If more than max_tokens patches are left, those with the smallest least values are kept. Their order does not
        change. prune None: all patches are kept."""
        least = self.patches(rgb).amin((2, 3))
        if prune is None:
            return [torch.arange(least.shape[1])] * len(least)
        kept = []
        for row in least:
            index = (row < prune["keep_white_above"]).nonzero()[:, 0]
            if len(index) > prune["max_tokens"]:
                darkest = row[index].argsort(stable=True)[: prune["max_tokens"]]
                index = index[darkest].sort().values
            kept.append(index)
        return kept

    def through_layers(self, x, lengths):
        """The transformer, on packed tokens [sum(lengths), d]."""
        def group(x, first: int, count: int):
            for layer in self.transformer_layers[first:first + count]:
                x = layer(x, lengths)
            return x

        total = len(self.transformer_layers)
        if not (self.recompute and torch.is_grad_enabled()):
            return group(x, 0, total)
        for first in range(0, total, self.recompute):
            x = checkpoint(group, x, first, self.recompute, use_reentrant=False)
        return x

    def forward(self, rgb, rays, kept):
        """rgb [B,V,H,W,3] in 0..1; rays [V,H,W,6]: unit direction | point nearest the origin; kept: see `keep`.

        -> raw global Gaussians [B,G,14], raw pixel Gaussians [sum(kept), p*p, 14], packed."""
        features = torch.cat([rgb * 2 - 1, rays.expand(len(rgb), *rays.shape)], -1)
        patches = self.patches(features)
        p = self.config["patch"]
        start = self.gaussian_position_embeddings
        lengths = [len(k) + len(start) for k in kept]
        embedded = self.patch_embedder[1](
            torch.cat([row[k] for row, k in zip(patches, kept)]).flatten(1)).float()
        x = torch.cat([t for part in embedded.split([len(k) for k in kept]) for t in (start, part)])
        x = self.through_layers(self.input_layer_norm(x), lengths)
        rows = x.split(lengths)
        pixels = self.pixel_gaussian_decoder(torch.cat([r[len(start):] for r in rows])).float()
        glob = self.gaussian_upsampler(torch.stack([r[: len(start)] for r in rows])).float()
        return glob, pixels.view(-1, p * p, CHANNELS)


def activate(raw, rays):
    """Raw pixel Gaussians [..., 14] and their rays [..., 6] -> dict of activated values [..., n].

    With the ray's direction d and its point nearest the origin p: xyz = p + 1.8*delta*d, delta in -1..1."""
    delta = 2 * torch.sigmoid(raw[..., :3].mean(-1, keepdim=True)) - 1
    return {"xyz": rays[..., 3:] + 1.8 * delta * rays[..., :3], "delta": delta[..., 0],
            "rgb": 0.2820948 * raw[..., 3:6] + 0.5,
            "log_scale": (raw[..., 6:9] - 2.3).clamp(max=-1.2),
            "rotation": raw[..., 9:13], "opacity_logit": raw[..., 13] - 2.0}
