"""Tests of fine-tuning on rendered samples with a tiny reconstructor.

The last test runs the app's command line with Node on the resulting pack. It is skipped if Node is not installed."""
import argparse
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from scipy.ndimage import gaussian_filter

from finetune import gslrm
from finetune.options import options
from finetune.lab_pack import make_pack
from finetune.loop import FineTuning, StepFilter
from finetune.reconstructor import cloud, draw, read_pack
from finetune.samples import SampleError, folders_of, read_sample
from geometry.cameras import is_rig, mirrored, plucker_of, render_camera, rig_of
from geometry.rig import RIG, plucker
from mice.render import novel_cameras, render, sample_mouse
from nets import vae
from nets.gslrm import GSLRM
from train.losses import EncoderFeatures, picture_losses, ssim_map

SIZE, ROOT = 64, Path(__file__).resolve().parents[3]
CONFIG = {"d": 64, "d_head": 32, "layers": 2, "patch": 8, "n_gaussians": 2, "image": SIZE, "views": 6}
MANIFEST = {"format": "mouse-facelift-pack", "version": 2, "id": "tiny", "title": {"en": "Tiny", "ko": "Tiny"},
            "licence": {"name": "CC0-1.0", "text": "None."}, "rig": RIG,
            "defaults": {"seed": 4, "steps": 1, "guidance": 1},
            "stages": {"reconstruct": {"kind": "gslrm", "files": ["gslrm.safetensors"], "rig": RIG["id"],
                                       "viewSize": SIZE, "config": CONFIG, "minOpacity": 0.05,
                                       "prune": {"keep_white_above": 0.98, "max_tokens": 1536}}},
            "turntable": {"elevationDeg": 20, "frames": 2, "fps": 30}}


def write_sample(folder: Path, seed: int, size: int = 128, extra: int = 2) -> None:
    """Writes a mouse from the rig's six cameras and `extra` others, in the format of FaceLift's data sets."""
    w2c, k = rig_of(MANIFEST, size)
    new = novel_cameras(np.random.default_rng(seed), size, extra)
    cameras = [(m.numpy(), c.numpy()) for m, c in zip(w2c, k)] + [(m, k[0].numpy()) for m, _ in new]
    shots, frames = render(sample_mouse(seed), cameras, size, samples=1), []
    (folder / "images").mkdir(parents=True)
    for i, (m, c) in enumerate(cameras):
        Image.fromarray(np.dstack([shots["rgb"][i], shots["alpha"][i]])).save(folder / f"images/{i:03d}.png")
        frames.append({"w": size, "h": size, **dict(zip(("fx", "fy", "cx", "cy"), map(float, c))), "w2c": m.tolist(),
                       "file_path": f"images/{i:03d}.png"})
    (folder / "opencv_cameras.json").write_text(json.dumps({"frames": frames}))


@pytest.fixture(scope="session")
def work(tmp_path_factory) -> Path:
    """Four samples and a pack with a tiny reconstructor of random weights."""
    work = tmp_path_factory.mktemp("work")
    for seed in range(4):
        write_sample(work / f"samples/{seed:03d}", seed)
    torch.manual_seed(1)
    (work / "pack").mkdir()
    save_file({k: v.half() for k, v in GSLRM(CONFIG).state_dict().items()}, work / "pack/gslrm.safetensors")
    data = (work / "pack/gslrm.safetensors").read_bytes()
    files = [{"name": "gslrm.safetensors", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}]
    (work / "pack/pack.json").write_text(json.dumps(MANIFEST | {"files": files}))
    return work


def tuning(work: Path, out, *more: str) -> FineTuning:
    args = options(["--samples", str(work / "samples"), "--pack", str(work / "pack"), "--out", str(out),
                          "--steps", "40", "--batch", "2", "--pictures", "2", "--lr", "3e-3", "--threads", "1",
                          "--device", "cpu", *more])
    return FineTuning(args, *read_pack(args.pack), [read_sample(f, SIZE) for f in folders_of(args.samples)])


def total(run: FineTuning) -> float:
    """The sum of the losses of all samples over all pictures, which are not changed."""
    given, plain = run.args, {"pictures": 8, "mirror": 0, "brightness": 0, "contrast": 0}
    run.args = argparse.Namespace(**vars(given) | plain)
    with torch.no_grad():
        loss = sum(float(run.weights[n] * v) for s in run.samples for n, v in run.losses(s, random.Random(5)).items())
    run.args = given
    return loss


def equal(a: dict, b: dict) -> bool:
    return all(torch.equal(a[k], b[k]) for k in a)


def test_ssim_is_the_published_formula():
    rng = np.random.default_rng(0)
    a = rng.random((40, 50)).astype(np.float32)
    b = np.clip(a + 0.2 * rng.standard_normal(a.shape), 0, 1).astype(np.float32)
    blur = lambda x: gaussian_filter(x.astype(np.float64), 1.5, truncate=3.5, mode="nearest")       # 11 taps
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma ** 2, blur(b * b) - mb ** 2, blur(a * b) - ma * mb
    expected = (2 * ma * mb + 1e-4) * (2 * cov + 9e-4) / ((ma ** 2 + mb ** 2 + 1e-4) * (va + vb + 9e-4))
    grey = lambda x: torch.from_numpy(x)[None, ..., None].expand(-1, -1, -1, 3)
    assert np.abs(ssim_map(grey(a), grey(b))[0].numpy() - expected).max() < 1e-4
    assert torch.allclose(ssim_map(grey(a), grey(a)), torch.ones(1, 40, 50), atol=1e-4)


def test_each_loss_counts_its_own_region():
    true = torch.ones(1, 32, 32, 4)
    true[..., 3] = 0
    true[:, 8:16, 8:16] = torch.tensor([0.2, 0.2, 0.2, 1])
    only = lambda **w: dict.fromkeys(("l2", "background", "ssim", "outline", "perceptual"), 0) | w
    drawn, cover = true[..., :3].clone(), true[..., 3]
    drawn[:, 20:24, 20:24] -= 0.5                                       # far outside the mouse
    parts = picture_losses(drawn, cover, true, only(l2=1, background=1, ssim=1, outline=1))
    assert float(parts["l2"]) == 0 and float(parts["outline"]) == 0
    assert abs(float(parts["background"]) - 16 * 0.25 / 960) < 1e-6
    assert abs(float(parts["ssim"])) < 1e-2
    drawn = true[..., :3].clone()
    drawn[:, 8:16, 8:16] += 0.3
    parts = picture_losses(drawn, cover, true, only(l2=1, background=1))
    assert abs(float(parts["l2"]) - 0.09) < 1e-6 and float(parts["background"]) == 0


def test_features_of_the_encoder_distinguish_pictures():
    torch.manual_seed(0)
    features, a = EncoderFeatures(vae.build()), torch.rand(1, 32, 32, 3)
    b = a.clone().requires_grad_(True)
    assert features(a, b).item() == 0
    distance = features(a, b.flip(1))
    distance.backward()
    assert distance.item() > 0.01 and b.grad.abs().sum() > 0


def test_any_pinhole_camera_is_rendered(work):
    assert (plucker_of(*rig_of(MANIFEST, SIZE), SIZE) - plucker(SIZE)).abs().max() < 1e-5
    manifest, net = read_pack(work / "pack")
    # Rounding may put the alpha at a Gaussian's edge above or below 1/255.
    near = lambda a, b: (a - b).abs().max() < 5e-3 and (a - b).abs().mean() < 1e-5
    s = read_sample(work / "samples/000", SIZE)
    rig = rig_of(manifest, SIZE)
    assert is_rig(s.w2c, s.k, rig, SIZE) and not is_rig(s.w2c.roll(1, 0), s.k, rig, SIZE)
    views = s.pictures.float() / 255
    with torch.no_grad():
        g = cloud(net, views[:6, ..., :3], s.w2c[:6], s.k[:6], manifest["stages"]["reconstruct"]["prune"], 0.01)
        plain, _ = draw(g, s.w2c[:1], s.k[:1], SIZE)
        k = s.k[:1].clone()
        k[0, 2:] += torch.tensor([16.0, -8])
        moved, _ = draw(g, s.w2c[:1], k, SIZE)                          # the principal point moves the picture
        assert near(moved[0, :-8, 16:], plain[0, 8:, :-16])
        flipped = g | {"xyz": g["xyz"] * torch.tensor([-1.0, 1, 1]),
                       "rotation": g["rotation"] * torch.tensor([1.0, 1, -1, -1])}
        _, m, c = mirrored(views[:1], s.w2c[:1], k, SIZE)
        assert near(draw(flipped, m, c, SIZE)[0][0].flip(1), moved[0])
    onto, size, f = render_camera(s.w2c[0], torch.tensor([50.0, 70, 30, 35]), SIZE)
    x, y, z = (onto @ torch.tensor([0.1, 0.2, 0.3, 1]))[:3].tolist()
    p, q, depth = (s.w2c[0] @ torch.tensor([0.1, 0.2, 0.3, 1]))[:3].tolist()
    assert abs(x / z * f + size / 2 - (50 * p / depth + 30)) < 1e-3
    assert abs(y / z * f + size / 2 - (70 * q / depth + 35)) < 1e-3


def test_samples_with_masks_with_white_backgrounds_and_with_errors(work, tmp_path):
    shutil.copytree(work / "samples/001", tmp_path / "a")
    original = read_sample(tmp_path / "a", SIZE)
    assert original.keyed == 0 and original.pictures.shape == (8, SIZE, SIZE, 4)
    (tmp_path / "a/masks").mkdir()
    for file in (tmp_path / "a/images").iterdir():                      # the same pictures as RGB on black, with masks
        rgba = Image.open(file)
        alpha = rgba.getchannel("A")
        alpha.save(tmp_path / "a/masks" / file.name)
        black = Image.new("RGB", rgba.size)
        Image.composite(rgba.convert("RGB"), black, alpha.point(lambda v: 255 * (v > 0))).save(file)
    assert torch.equal(read_sample(tmp_path / "a", SIZE).pictures, original.pictures)
    for file in (tmp_path / "a/images").iterdir():                      # the same as RGB on white, without masks
        white, mask = Image.new("RGB", (128, 128), "white"), Image.open(tmp_path / "a/masks" / file.name)
        Image.composite(Image.open(file), white, mask).save(file)
    shutil.rmtree(tmp_path / "a/masks")
    keyed = read_sample(tmp_path / "a", SIZE)
    assert keyed.keyed == 8
    assert ((keyed.pictures[..., 3] > 127) == (original.pictures[..., 3] > 127)).float().mean() > 0.98
    cameras = tmp_path / "a/opencv_cameras.json"
    good = json.loads(cameras.read_text())
    for name, value in {"w2c": [[1] * 4] * 4, "fx": -1, "h": 100, "file_path": "images/none.png"}.items():
        frames = [good["frames"][0] | {name: value}, *good["frames"][1:]]
        cameras.write_text(json.dumps({"frames": frames}))
        with pytest.raises(SampleError, match="frame 0"):
            read_sample(tmp_path / "a", SIZE)


def test_the_loss_falls_and_frozen_layers_do_not_change(work, tmp_path):
    run = tuning(work, tmp_path / "lab.pt", "--freeze", "embedder,layers:0", "--outline", "0.1")
    start, before = {k: v.clone() for k, v in run.net.state_dict().items()}, total(run)
    while run.running:
        run.step()
    assert total(run) < 0.9 * before and run.steps == 40 and run.skipped == 0
    unchanged = {n for n, v in run.net.state_dict().items() if torch.equal(v, start[n])}
    assert unchanged == set(run.frozen) and "transformer_layers.0.attn.fc.weight" in unchanged
    assert equal({n: run.shadow.state_dict()[n] for n in unchanged}, start)
    with pytest.raises(ValueError, match="the layers are 0-1"):
        tuning(work, tmp_path / "lab.pt", "--freeze", "layers:0-2")


@pytest.mark.parametrize("damage", [lambda p: p.float() * 1e4, lambda p: p.float() * float("nan")])
def test_a_step_with_broken_pictures_is_dropped(work, tmp_path, damage):
    run = tuning(work, tmp_path / "lab.pt")
    for _ in range(8):
        assert run.step()["taken"]
    before, good = {k: v.clone() for k, v in run.net.state_dict().items()}, [s.pictures for s in run.samples]
    for s in run.samples:
        s.pictures = damage(s.pictures)
    assert not run.step()["taken"]
    assert run.skipped == 1 and sum(run.dropped.values()) == 2 and run.steps == 9
    assert equal(run.net.state_dict(), before)
    for s, pictures in zip(run.samples, good):
        s.pictures = pictures
    assert run.step()["taken"] and "dropped 1 (in them: " in run.report()


def test_the_step_filter_accepts_a_lasting_change():
    steps = StepFilter(5)
    assert all(steps.takes(1.0) for _ in range(10)) and not steps.takes(6.0) and not steps.takes(float("inf"))
    assert [steps.takes(6.0) for _ in range(12)][-1]


def test_a_resumed_run_equals_an_uninterrupted_one(work, tmp_path):
    one = tuning(work, tmp_path / "lab.pt", "--freeze", "globals")
    for _ in range(5):
        one.step()
    one.save()
    two = tuning(work, tmp_path / "lab.pt", "--freeze", "globals")
    assert two.steps == 5 and list(two.step_filter.norms) == list(one.step_filter.norms)
    for _ in range(2):
        assert one.step() == two.step()
    assert equal(one.shadow.state_dict(), two.shadow.state_dict()) and equal(one.net.state_dict(), two.net.state_dict())
    with pytest.raises(ValueError, match="another --freeze"):
        tuning(work, tmp_path / "lab.pt")


def test_supervision_by_new_cameras_only(work, tmp_path):
    run = tuning(work, tmp_path / "lab.pt", "--supervise", "new", "--pictures", "8", "--background", "0", "--ssim", "0",
                 "--brightness", "0", "--contrast", "0", "--mirror", "0")
    assert set(run.step()) == {"loss", "l2", "norm", "taken"}
    s = run.samples[0]
    views = s.pictures[:6, ..., :3].float() / 255
    with torch.no_grad():
        g = cloud(run.net, views, s.w2c[:6], s.k[:6], run.stage["prune"], 0.01, bf16=True)
        drawn, cover = draw(g, s.w2c[6:], s.k[6:], SIZE)
        expected = picture_losses(drawn, cover, s.pictures[6:].float() / 255, run.weights)["l2"]
        assert torch.allclose(run.losses(s, random.Random(0))["l2"], expected)
    for s in run.samples:
        s.pictures, s.w2c, s.k = s.pictures[:6], s.w2c[:6], s.k[:6]
    with pytest.raises(ValueError, match="use fewer inputs"):
        FineTuning(run.args, *read_pack(run.args.pack), run.samples)


def test_the_app_runs_the_pack(work, tmp_path, monkeypatch, capsys):
    shutil.copytree(work / "samples/000", tmp_path / "odd/000")
    cameras = tmp_path / "odd/000/opencv_cameras.json"
    cameras.write_text(json.dumps({"frames": json.loads(cameras.read_text())["frames"][1:7]}))
    words = ["--samples", str(tmp_path / "odd"), "--heldout", str(work / "samples/001"), "--pack", str(work / "pack"),
             "--out", str(tmp_path / "lab.pt"), "--steps", "3", "--threads", "1", "--device", "cpu"]
    monkeypatch.setattr(sys, "argv", ["gslrm", *words])
    gslrm.main()
    printed = capsys.readouterr().out
    assert "not the pack's rig" in printed and printed.count("given PSNR") == 2 and "step 3 loss" in printed
    out = tmp_path / "lab-mouse"
    made = make_pack(work / "pack", tmp_path / "lab.pt", out, "lab-mouse", {"en": "Our mice", "ko": "우리 쥐"})
    assert made["id"] == "lab-mouse" and "Tiny" not in json.dumps(made)
    ema = torch.load(tmp_path / "lab.pt", weights_only=True)["ema"]
    assert equal(load_file(out / "gslrm.safetensors"), {k: v.half() for k, v in ema.items()})
    if not (shutil.which("node") and (ROOT / "node_modules").exists()):
        pytest.skip("Node or its packages are not installed")
    sample = read_sample(work / "samples/000", SIZE)
    views, result = tmp_path / "views", tmp_path / "result"
    views.mkdir()
    for i in range(6):
        Image.fromarray(sample.pictures[i, ..., :3].numpy()).save(views / f"{i:03d}.png")
    (tmp_path / "six.json").write_text(json.dumps(
        {"frames": json.loads((work / "samples/000/opencv_cameras.json").read_text())["frames"][:6]}))
    end = subprocess.run(["node", str(ROOT / "scripts/cli.mjs"), "reconstruct", "--views", str(views), "--cameras",
                          str(tmp_path / "six.json"), "--pack", str(out), "--out", str(result), "--filters", "none",
                          "--backend", "cpu", "--turntable-size", "64"], capture_output=True, text=True)
    assert end.returncode == 0, end.stderr
    manifest, net = read_pack(out)
    with torch.no_grad():
        inputs = sample.pictures[:6, ..., :3].float() / 255
        g = cloud(net, inputs, sample.w2c[:6], sample.k[:6], manifest["stages"]["reconstruct"]["prune"], 0)
    assert int(re.search(r"(\d+) Gaussians", end.stdout + end.stderr).group(1)) == len(g["xyz"])
    assert json.loads((result / "run.json").read_text())["pack"]["id"] == "lab-mouse"
