"""Measures what a GS-LRM loses if background patches are left out that it was trained with.

    python -m evaluate.heldout --pack ../mouse-demo --out MICE
    python -m evaluate.pruning --mice MICE --gslrm all.pt --choose
    python -m evaluate.pruning --mice MICE --gslrm all.pt --variants "all" "near above=0.95 cells=4"

all.pt: a checkpoint of `train.gslrm --tokens all`. The first half of the mice is for choosing (--choose), the second
half is for the figures that are quoted. Each figure is the PSNR of new views in dB: in whole pictures, and on the
mouse alone. A variant is a list of words: `evaluate.pruning.Variant` explains them.
"""
import argparse
import random
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from data.views import roughen
from geometry.rig import plucker
from geometry.splat import render
from nets.checkpoints import config_of, load
from nets.gslrm import GSLRM, activate
from nets.precision import use_threads
from train.losses import masked_mean

FAINTEST = 0.04                     # as in an imported pack
NEW_VIEWS = (0, 3, 6, 9)            # of the twelve: one of each elevation
CHOICES = ["all", *(f"above={a}" for a in (0.8, 0.9, 0.95, 0.98, 0.995)), "near", "near above=0.9",
           *(f"{ring}grid={n}{weigh}" for ring in ("", "near ") for n in (2, 4, 8) for weigh in ("", " weigh")),
           *(f"{ring}cells={n}" for ring in ("", "near ") for n in (2, 4, 8, 16))]


class Variant:
    """Which patches are kept: those with a value below `above`, and perhaps some background patches.

    above=A: default 0.98. near: the eight neighbours of each kept patch too. grid=N: every N-th background patch of
    every N-th row. random=K: K random background patches per view. weigh: each background patch that is kept for
    others counts as often as there are others, because log(count) is added to its attention scores. cells=N: in each
    square of N x N patches, the background patch nearest to the middle stands for all background patches of the
    square, and counts as often. all: every patch."""

    def __init__(self, text: str):
        self.text = text
        options = dict((word.split("=") + [""])[:2] for word in text.split())
        self.all, self.near, self.weigh = (name in options for name in ("all", "near", "weigh"))
        self.above = float(options.get("above", 0.98))
        self.grid, self.random, self.cells = (int(options.get(name, 0)) for name in ("grid", "random", "cells"))
        self.biased = self.weigh or self.cells > 0

    def choose(self, least, side: int):
        """least [V*side*side], the least value of each patch -> indices of kept patches, bias of their scores."""
        if self.all:
            return torch.arange(len(least)), torch.zeros(len(least))
        mouse = (least < self.above).view(-1, side, side)
        if self.near:
            mouse = F.max_pool2d(mouse[:, None].float(), 3, stride=1, padding=1)[:, 0] > 0
        spare = torch.zeros_like(mouse)
        if self.grid:
            spare[:, self.grid // 2::self.grid, self.grid // 2::self.grid] = True
        if self.random:
            score = torch.rand(mouse.shape, generator=torch.Generator().manual_seed(1)).masked_fill(mouse, 0)
            spare = (score >= score.flatten(1).topk(self.random).values[:, -1, None, None]) & (score > 0)
        spare &= ~mouse
        bias = torch.zeros(mouse.shape)
        if self.cells:
            spare, bias = self.standing(mouse, side)
        elif self.weigh:
            bias[spare] = ((~mouse).sum() / spare.sum().clamp(min=1)).log()
        index = (mouse | spare).flatten().nonzero()[:, 0]
        return index, bias.flatten()[index]

    def standing(self, mouse, side: int):
        """For cells=N. mouse [V,side,side] -> background patches that stand for their cell, log of their counts."""
        n, middle = self.cells, (self.cells - 1) / 2
        offset = torch.arange(side) % n - middle
        distance = (offset[:, None].square() + offset.square()).expand(mouse.shape).masked_fill(mouse, torch.inf)
        cells = lambda x: x.unfold(1, n, n).unfold(2, n, n).flatten(3)            # [V,side/n,side/n,n*n]
        count = cells((~mouse).float()).sum(-1)
        first = cells(distance).argmin(-1, keepdim=True)
        place = cells(torch.arange(mouse.numel()).view(mouse.shape)).gather(-1, first)[..., 0]
        spare, bias = torch.zeros(mouse.numel(), dtype=torch.bool), torch.zeros(mouse.numel())
        spare[place[count > 0]] = True
        bias[place[count > 0]] = count[count > 0].log()
        return spare.view(mouse.shape), bias.view(mouse.shape)


@torch.no_grad()
def gaussians(net, rgb, rays, variant: Variant):
    """rgb [6,S,S,3] -> the cloud for `render`, the number of kept patches."""
    patches = net.patches(torch.cat([rgb * 2 - 1, rays], -1)[None])[0]
    least = net.patches(rgb[None]).amin((2, 3))[0]
    kept, bias = variant.choose(least, rgb.shape[1] // net.config["patch"])
    start = net.gaussian_position_embeddings
    x = net.input_layer_norm(torch.cat([start, net.patch_embedder[1](patches[kept].flatten(1))]))
    mask = torch.cat([torch.zeros(len(start)), bias]) if variant.biased else None
    for layer in net.transformer_layers:
        x = x + attend(layer.attn, layer.norm1(x), mask)
        x = x + layer.mlp(layer.norm2(x))
    raw = net.pixel_gaussian_decoder(x[len(start):]).view(len(kept), -1, 14)
    out = {k: v.reshape(-1, *v.shape[2:]) for k, v in activate(raw, patches[kept][..., 3:]).items()}
    out["opacity"] = out["opacity_logit"].sigmoid()
    return {k: v[out["opacity"] > FAINTEST] for k, v in out.items()}, len(kept)


def attend(layer, x, bias):
    """The network's attention on x [T,d]. bias: [T], added to the scores of each key, or None."""
    q, k, v = layer.to_qkv(x).view(len(x), 3, layer.heads, -1).permute(1, 2, 0, 3)
    mask = None if bias is None else bias[None, None, None]
    out = F.scaled_dot_product_attention(q[None], k[None], v[None], attn_mask=mask)[0]
    return layer.fc(out.transpose(0, 1).flatten(1))


def errors(cloud, mouse, times: int):
    """Mean squared errors of the new views [N], in whole pictures and on the mouse. Each view is drawn at `times` its
    size and reduced, as evaluate.mjs does it."""
    rows = []
    for i in NEW_VIEWS:
        true, alpha = mouse["novel_rgb"][i].float() / 255, mouse["novel_alpha"][i].float() / 255
        size = len(true)
        rgb, _ = render(cloud, mouse["novel_w2c"][i], size * times, float(mouse["novel_k"][i, 0]) * times)
        drawn = F.avg_pool2d(rgb.movedim(-1, 0)[None], times)[0].movedim(0, -1).clamp(0, 1)
        square = (drawn - true).square().mean(-1)
        rows.append(torch.stack([square.mean(), masked_mean(square, (alpha > 0.5).float())]))
    return torch.stack(rows).mean(0)


def measure(net, mice, variant: Variant, times: int, rough: bool):
    """-> PSNR of each mouse [M,2] in dB (whole pictures, mouse), mean number of kept patches."""
    decibels, tokens, rays = [], [], plucker(128)
    for mouse in mice:
        rgb = mouse["views_rgb"].float() / 255
        if rough:
            torch.manual_seed(3)
            rgb = roughen(rgb[None])[0]
        cloud, count = gaussians(net, rgb, rays, variant)
        decibels.append(-10 * errors(cloud, mouse, times).clamp(min=1e-10).log10())
        tokens.append(count)
    return torch.stack(decibels), sum(tokens) / len(tokens)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--mice", type=Path, required=True, help="folder of evaluate.heldout")
    p.add_argument("--gslrm", type=Path, required=True, help="checkpoint")
    p.add_argument("--choose", action="store_true", help="measure many variants on the first half of the mice")
    p.add_argument("--variants", nargs="+", default=CHOICES)
    p.add_argument("--count", type=int, help="number of mice; default: the half")
    p.add_argument("--times", type=int, default=4, help="pictures are drawn this many times as large as the true ones")
    p.add_argument("--rough", action="store_true", help="views that are degraded as a multi-view model degrades them")
    p.add_argument("--threads", type=int, default=1)
    args = p.parse_args()
    use_threads(args.threads)
    random.seed(0)
    files = sorted(args.mice.glob("*.safetensors"))
    half = files[: len(files) // 2] if args.choose else files[len(files) // 2:]
    mice = [load_file(file) for file in half[: args.count]]
    net = load(args.gslrm, GSLRM(config_of(args.gslrm)))
    run = lambda text: measure(net, mice, Variant(text), args.times, args.rough)
    every, _ = run("all")
    patches = 6 * (128 // net.config["patch"]) ** 2
    print(f"{len(mice)} mice, {patches} patches. Whole pictures and mouse: PSNR, loss, largest loss of a mouse (dB)")
    for text in args.variants:
        found, tokens = (every, patches) if text == "all" else run(text)
        loss = every - found
        cells = [f"{found[:, i].mean():.3f} {loss[:, i].mean():+.3f} {loss[:, i].max():+.3f}" for i in (0, 1)]
        print(f"{text:32} {tokens:6.0f} patches, {patches / tokens:4.1f} times fewer | {' | '.join(cells)}", flush=True)


if __name__ == "__main__":
    main()
