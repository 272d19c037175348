"""Tests of the inputs of the trainers (crops, windows, banks of mice, subjects), and of `packs.grow_pose`."""
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from data import render_bank
from data.streams import Bank, stacked
from data.subjects import inputs
from mice.dataset import one
from nets.checkpoints import read_checkpoint
from nets.pose import CONFIG, Pose
from packs import grow_pose
from train import crops
from train.crops import close_squares, extent, letterbox
from train.decoder import windows


@pytest.fixture(scope="module")
def mouse():
    return one(41)


def test_extent_is_the_first_and_last_true_index():
    occupied = torch.tensor([[0, 1, 0, 1, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]]).bool()
    assert [t.tolist() for t in extent(occupied)] == [[1, 0, 0], [3, 4, 4]]


@pytest.mark.parametrize("size", [64, 256])
def test_letterbox_keeps_all_of_the_mouse(size, monkeypatch):
    """A rectangular mouse is still a complete rectangle of the same proportions, on a background of one colour."""
    monkeypatch.setattr(crops, "CLOSE", 0)
    torch.manual_seed(0)
    alpha = torch.zeros(32, 1, 256, 256)
    alpha[:, :, 120:200, 60:100] = 1
    rgb = torch.where(alpha > 0, 0.9, 0.2).expand(-1, 3, -1, -1)
    pictures, mask = letterbox(rgb, alpha, size)
    assert pictures.shape == (32, 3, size, size) and mask.shape == (32, 1, size, size)
    for picture, cover in zip(pictures, mask[:, 0] > 0.5):
        high, wide = cover.any(1).sum(), cover.any(0).sum()
        scale = float(wide) / 40
        assert scale >= size / 256 * 0.97                            # the photo is cropped, but never reduced
        assert abs(float(high) - 80 * scale) <= 4
        assert 0 <= high * wide - cover.sum() <= 4                   # corners are soft
        assert torch.allclose(picture[:, cover].median(), torch.tensor(0.9), atol=0.01)
        assert torch.allclose(picture[:, ~cover].median(), torch.tensor(0.2), atol=0.01)
    assert len({int(m.sum()) for m in mask}) > 8                     # the crops differ


def test_close_crops_are_squares_with_all_of_the_mouse():
    torch.manual_seed(0)
    rows, columns = torch.zeros(64, 256, dtype=torch.bool), torch.zeros(64, 256, dtype=torch.bool)
    rows[:, 150:230] = True
    columns[:, 3:40] = True
    y0, y1, x0, x1 = close_squares(rows, columns)
    assert torch.equal(y1 - y0, x1 - x0) and len(set((y1 - y0).tolist())) > 8
    assert (y0 <= 150).all() and (y1 >= 230).all() and (x0 <= 3).all() and (x1 >= 40).all()
    assert (y0 >= 0).all() and (y1 <= 256).all() and (x0 >= 0).all() and (x1 <= 256).all()
    assert (y1 - y0 >= 80).all() and (y1 - y0 <= 1.8 * 80).all()


def test_windows_are_the_same_region_of_latents_and_pictures():
    torch.manual_seed(0)
    z = torch.arange(32 * 32).float().view(1, 1, 32, 32).expand(5, -1, -1, -1)
    rgb = z.repeat_interleave(4, 2).repeat_interleave(4, 3).expand(-1, 3, -1, -1)
    alpha = torch.zeros(5, 1, 128, 128)
    alpha[:, :, 80:96, 20:32] = 1
    a, b, c = windows(z, rgb, alpha, 16)
    assert a.shape == (5, 1, 16, 16) and b.shape == (5, 3, 64, 64)
    assert torch.equal(b[:, :1, ::4, ::4], a) and (c.sum((1, 2, 3)) > 0).all()


def test_a_bank_has_the_mice_that_were_saved(tmp_path, mouse):
    arrays = stacked([mouse, one(42)])
    render_bank.save(arrays, tmp_path)
    assert not (tmp_path / "depth.npy").exists()
    bank = Bank(SimpleNamespace(data=[tmp_path, tmp_path], heldout="elsewhere"), ("rgb", "photo_uv"))
    batch = bank.batch(7)
    assert len(bank) == 4 and batch["rgb"].shape == (7, 6, 128, 128, 3)
    saved = {t.numpy().tobytes() for t in arrays["photo_uv"]}
    assert {t.numpy().tobytes() for t in batch["photo_uv"]} == saved


def test_keypoints_of_an_input_are_on_the_mouse(mouse):
    """Keypoints of the body are on the mouse, in the photo and in every view of the ring."""
    torch.manual_seed(0)
    for photo in (1, 0):
        rgb, alpha, uv, turns, points, _ = inputs(stacked([mouse] * 24), photo)
        assert rgb.shape == (24, 3, 256, 256) and (len(turns.unique()) == (1 if photo else 6))
        at = uv[:, :8].round().long().clamp(0, 255)
        assert alpha[torch.arange(24)[:, None], 0, at[..., 1], at[..., 0]].mean() > 0.9
        radius = torch.from_numpy(mouse["keypoints"]).norm(dim=-1)
        assert torch.allclose(points.norm(dim=-1), radius.expand(24, -1), atol=1e-4)


def test_a_grown_network_has_the_same_outputs(tmp_path, monkeypatch):
    torch.manual_seed(0)
    small = Pose({**CONFIG, "blocks": 1, "layers": 2}).eval()
    torch.save({"ema": small.state_dict()}, tmp_path / "small.pt")
    monkeypatch.setattr(sys, "argv", ["grow_pose", str(tmp_path / "small.pt"), "--out", str(tmp_path / "large.pt")])
    grow_pose.main()
    large = Pose(CONFIG).eval()
    large.load_state_dict(read_checkpoint(tmp_path / "large.pt")["ema"])
    picture = torch.from_numpy(np.random.default_rng(0).normal(size=(1, 3, 256, 256)).astype(np.float32))
    with torch.no_grad():
        assert torch.allclose(small(picture)[0], large(picture)[0], atol=1e-6)
    assert sum(p.numel() for p in large.parameters()) > sum(p.numel() for p in small.parameters())
