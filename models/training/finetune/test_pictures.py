"""Tests of the changes of pictures, of the sheets, and of gradient checkpointing."""
import random

import numpy as np
import torch
from PIL import Image

from finetune.augment import BACKGROUNDS, light, on_background, relit
from finetune.optimiser import AdamW, rate
from finetune.reconstructor import Picture, figures_of
from finetune.sheet import COLUMNS, GAP, TITLE, heat, row_of, write_sheet
from nets.gslrm import GSLRM
from nets.precision import seeded

CONFIG = {"d": 64, "d_head": 64, "layers": 4, "patch": 8, "n_gaussians": 2, "image": 32, "views": 2}


def scene():
    """One picture 4 x 4: dark and light mouse pixels, one half covered, the rest white."""
    alpha = torch.zeros(1, 4, 4)
    colour = torch.ones(1, 4, 4, 3)
    for (y, x), a, c in (((0, 0), 1, 0.2), ((0, 1), 1, 0.6), ((1, 0), 0.5, 0.4)):
        alpha[0, y, x], colour[0, y, x] = a, c
    return torch.cat([alpha[..., None] * colour + 1 - alpha[..., None], alpha[..., None]], -1)


def test_the_light_changes_the_mouse_alone():
    picture = scene()
    assert torch.allclose(relit(picture, 1, 1), picture)
    mean = (0.2 + 0.6 + 0.5 * 0.4) / 2.5
    lit = relit(picture, 1.1, 0.9)
    expected = lambda c: 1.1 * (mean + 0.9 * (c - mean))
    assert torch.allclose(lit[0, 0, :2, 0], torch.tensor([expected(0.2), expected(0.6)]))
    assert torch.allclose(lit[0, 1, 0, 0], torch.tensor(0.5 * expected(0.4) + 0.5))     # half covered
    assert torch.equal(lit[..., 3], picture[..., 3]) and torch.equal(lit[0, 2:], picture[0, 2:])
    assert relit(picture, 3, 1)[0, 0, 1].max() == 1                                      # clamped
    factors = [light(random.Random(i), 0.1, 0.2) for i in range(200)]
    low, high = np.min(factors, 0), np.max(factors, 0)
    assert (low > [0.9, 0.8]).all() and (low < [0.91, 0.82]).all() and (high > [1.09, 1.18]).all()


def test_backgrounds():
    picture = scene()
    rgb, alpha = picture[..., :3], picture[..., 3]
    black = on_background(rgb, alpha, 0)
    assert torch.allclose(black[0, 0, 0], torch.tensor(0.2)) and black[0, 3, 3].max() == 0
    assert torch.allclose(black[0, 1, 0], torch.tensor(0.2))                             # half of 0.4
    assert torch.equal(on_background(rgb, alpha, 1), rgb) and set(BACKGROUNDS["three"]) == {0, 0.5, 1}


def test_gradient_checkpointing_gives_the_same_gradients_and_keeps_less():
    with seeded():
        net, rgb, rays = GSLRM(CONFIG), torch.rand(1, 2, 32, 32, 3), torch.randn(2, 32, 32, 6)
    kept = net.keep(rgb, None)

    def run(every: int):
        sizes = []
        net.recompute = every
        net.zero_grad()
        with torch.autograd.graph.saved_tensors_hooks(lambda t: sizes.append(t.numel()) or t, lambda t: t):
            glob, raw = net(rgb, rays, kept)
        (glob.square().sum() + raw.square().sum()).backward()
        return [p.grad.clone() for p in net.parameters()], sum(sizes)

    plain, whole = run(0)
    for every in (1, 3):
        grads, saved = run(every)
        assert all(torch.allclose(a, b, rtol=1e-4, atol=1e-6) for a, b in zip(plain, grads))
        assert saved < 0.6 * whole


def test_adamw_is_torchs_and_norms_do_not_decay():
    net = torch.nn.Sequential(torch.nn.Linear(4, 4, bias=False), torch.nn.LayerNorm(4))
    ours = AdamW(net, 0.1, (0.9, 0.95), 0.5)
    for p in net.parameters():
        p.grad = torch.zeros_like(p)
    before = [p.clone() for p in net.parameters()]
    ours.step(0.5, 1.0)
    assert torch.allclose(net[0].weight, before[0] * (1 - 0.5 * 0.1 * 0.5)) and torch.equal(net[1].weight, before[1])


def test_rates():
    assert rate("linear", 40, 0, 0) == 1 / 40 and rate("linear", 40, 0.4, 100) == 1
    assert abs(rate("linear", 40, 1, 100) - 0.02) < 1e-9
    assert rate("cosine", 0, 0.5, 1) == 0.5 and rate("cosine", 500, 1, 1000) == 0


def test_a_sheet_shows_truth_prediction_masks_and_error(tmp_path):
    true = torch.ones(64, 64, 4)
    true[..., 3] = 0
    true[10:30, 10:30] = torch.tensor([0.2, 0.2, 0.2, 1])
    drawn, cover = true[..., :3].clone(), true[..., 3].clone()
    drawn[10:20, 10:30] += 0.15                                             # half of the largest error
    cover[25:30, 10:30], cover[40:44, 40:44] = 0, 1
    pictures = [Picture("a", given, true, drawn, cover) for given in (True, False)]
    truth, prediction, masks, error = row_of(pictures[0])
    assert truth[15, 15].tolist() == [51] * 3 and prediction[15, 15, 0] in (89, 90)
    assert masks[27, 15].tolist() == [31, 89, 191] and masks[42, 42].tolist() == [214, 38, 41]
    assert np.abs(error[15, 15] - heat(np.array(0.15))).max() <= 1 and error[22, 15].tolist() == [0, 0, 4]
    assert error[50, 50].tolist() == [77] * 3 or error[50, 50].tolist() == [76] * 3
    write_sheet(pictures, tmp_path / "s/step_000001.png", 6, "before")
    sheet = Image.open(tmp_path / "s/step_000001.png")
    assert sheet.size == (len(COLUMNS) * (128 + GAP), 2 * TITLE + 2 * (128 + TITLE + GAP))
    assert sheet.getpixel((30, 3 * TITLE + 30)) == (51, 51, 51)
    assert "given PSNR" in figures_of(pictures) and "new PSNR" in figures_of(pictures)
