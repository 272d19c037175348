"""Tests of checkpoints in FaceLift's format: written, imported by the app's command line, and run by it."""
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch

from finetune.facelift_pt import facelift_checkpoint, write_checkpoint
from finetune.placement import centres_of, placement_of
from finetune.reconstructor import cloud, read_pack, start_from
from finetune.rig.mice import Arena, write_mice
from finetune.samples import read_sample
from finetune.test_rig import ring
from nets.gslrm import GSLRM
from nets.precision import seeded

ROOT = Path(__file__).resolve().parents[3]
CONFIG = {"d": 64, "d_head": 64, "layers": 2, "patch": 8, "n_gaussians": 2, "image": 64, "views": 6}
SIZE = 64


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory) -> Path:
    """A checkpoint as the training writes it, of a tiny network with random weights."""
    file = tmp_path_factory.mktemp("pt") / "lab.pt"
    with seeded(3):
        ema, model = GSLRM(CONFIG).state_dict(), GSLRM(CONFIG).state_dict()
    torch.save({"ema": ema, "model": model, "config": CONFIG, "steps": 136}, file)
    return file


def node(*words) -> str:
    end = subprocess.run(["node", str(ROOT / "scripts/cli.mjs"), *map(str, words)], capture_output=True, text=True)
    assert end.returncode == 0, end.stderr
    return end.stdout + end.stderr


def test_the_names_are_those_of_facelift(checkpoint):
    content, config = facelift_checkpoint(checkpoint)
    names = set(content["model"])
    assert config == CONFIG and content["fwdbwd_pass_step"] == 136 and len(names) == 7 + 6 * 2
    assert {"patch_embedder.1.weight", "transformer_layers.1.mlp.mlp.2.weight", "pixel_gaussian_decoder.1.weight",
            "gaussian_position_embeddings", "gaussian_upsampler.linear.weight", "input_layer_norm.weight"} <= names
    assert {t.dtype for t in content["model"].values()} == {torch.float32}


def test_a_training_starts_from_it(checkpoint, tmp_path):
    write_checkpoint(checkpoint, tmp_path / "ckpt.pt")
    content = torch.load(tmp_path / "ckpt.pt", weights_only=True)
    ema = torch.load(checkpoint, weights_only=True)["ema"]
    ddp = {f"module.{n}": t for n, t in content["model"].items()}     # as FaceLift's training saves it
    ddp["module.loss_calculator.net.conv1.weight"] = torch.ones(3)
    torch.save({"model": ddp, "fwdbwd_pass_step": 1}, tmp_path / "ddp.pt")
    for file in (checkpoint, tmp_path / "ckpt.pt", tmp_path / "ddp.pt"):
        net = GSLRM(CONFIG)
        start_from(net, file)
        assert all(torch.equal(ema[n], t) for n, t in net.state_dict().items())
    with pytest.raises(ValueError, match="does not fit"):
        start_from(GSLRM(CONFIG | {"layers": 3}), checkpoint)
    (tmp_path / "text.pt").write_text("text")
    with pytest.raises(ValueError, match="cannot be read"):
        start_from(net, tmp_path / "text.pt")


def test_what_is_no_checkpoint_is_refused(checkpoint, tmp_path):
    torch.save({"ema": {}}, tmp_path / "other.pt")
    with pytest.raises(ValueError, match="no checkpoint"):
        facelift_checkpoint(tmp_path / "other.pt")
    state = torch.load(checkpoint, weights_only=True)
    state["ema"]["input_layer_norm.weight"][3] = float("nan")
    torch.save(state, tmp_path / "broken.pt")
    with pytest.raises(ValueError, match="input_layer_norm.weight is not finite"):
        write_checkpoint(tmp_path / "broken.pt", tmp_path / "out.pt")
    assert not (tmp_path / "out.pt").exists()


@pytest.mark.skipif(not (shutil.which("node") and (ROOT / "node_modules").exists()), reason="Node is not installed")
def test_the_app_imports_it_and_computes_the_same(checkpoint, tmp_path):
    out = tmp_path / "ckpt_0000000000000136.pt"
    write_checkpoint(checkpoint, out)
    node("import", out, "--out", tmp_path / "pack", "--dtype", "f32")
    manifest, net = read_pack(tmp_path / "pack")
    ema = torch.load(checkpoint, weights_only=True)["ema"]
    assert all(torch.equal(ema[name], tensor) for name, tensor in net.state_dict().items())
    stage = manifest["stages"]["reconstruct"]
    assert stage["config"] | {"image": SIZE} == CONFIG and stage["anySize"]
    # The app draws the sample's own cameras: its figures must be those of PyTorch.
    rig = ring()
    write_mice(tmp_path / "mice", range(1), rig, Arena(rig.middle[None], 0.05, 0.2), SIZE, 0)
    folder = tmp_path / "mice/sample_000000"
    node("reconstruct", "--sample", folder, "--pack", tmp_path / "pack", "--out", tmp_path / "result", "--ply",
         "facelift", "--filters", "none", "--backend", "cpu", "--no-turntable")
    compare(folder, tmp_path / "result", manifest, net)


def compare(folder: Path, result: Path, manifest: dict, net) -> None:
    """Compares a result of the app with PyTorch on the same sample: the placement, and the Gaussians."""
    placed = json.loads((result / "placement.json").read_text())
    cameras = json.loads((folder / "opencv_cameras.json").read_text())
    for frame, shift in zip(cameras["frames"], placed.get("shifts", [])):    # the app made the masks fit
        frame["cx"] += shift["x"]
        frame["cy"] += shift["y"]
    (folder / "opencv_cameras.json").write_text(json.dumps(cameras))
    sample = read_sample(folder, SIZE, placement_of(manifest, "subject"))
    apart = lambda s: np.linalg.norm(np.diff(centres_of(s.w2c.numpy().astype(float))[:2], axis=0))
    assert abs(apart(sample) / apart(read_sample(folder, SIZE)) / placed["scale"] - 1) < 1e-5
    with torch.no_grad():
        g = cloud(net, sample.pictures[..., :3].float() / 255, sample.w2c, sample.k, None, 0)
    theirs = positions(result / "gaussians.ply")
    assert theirs.shape == g["xyz"].shape and np.abs(theirs - g["xyz"].numpy()).max() < 1e-3


def positions(file: Path) -> np.ndarray:
    """x, y, z of the vertices of a binary PLY in FaceLift's layout (239 bytes per vertex)."""
    data = file.read_bytes()
    start = data.index(b"end_header\n") + len(b"end_header\n")
    rows = np.frombuffer(data, np.uint8, offset=start).reshape(-1, 239)
    return rows[:, :12].copy().view("<f4")
