"""Tests of made-up mice in a laboratory's rig, and of teach_rig."""
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from finetune import teach_rig
from finetune.placement import placement_of, subject_of
from finetune.rig.calibration import Calibration, central_square, read_calibration
from finetune.rig.mice import Arena, arena_like, in_lab_frame, in_mouse_frame, write_mice
from finetune.samples import folders_of, read_sample
from finetune.test_finetune import work                         # noqa: F401 (a fixture)
from geometry.rig import RIG
from mice.frames import look_at, on_sphere

ROOT = Path(__file__).resolve().parents[3]
HAS_NODE = shutil.which("node") and (ROOT / "node_modules").exists()


def lab_cameras() -> list[dict]:
    """Six cameras of a laboratory: millimetres, Z up, uneven heights, frames of 1152 x 1024."""
    poses = [look_at(100 * on_sphere(a, e, r), (8, -5, 3)) for a, e, r in
             ((0, 10, 3), (62, 25, 2.8), (118, 12, 3.2), (177, 30, 2.9), (240, 15, 3), (305, 22, 3.1))]
    return [{"w": 1152, "h": 1024, "fx": 1650.0, "fy": 1645.0, "cx": 580.0, "cy": 500.0,
             "w2c": m.astype(float).tolist()} for m in poses]


def ring() -> Calibration:
    """The same cameras, as the calibration is read."""
    frames = lab_cameras()
    return Calibration(np.array([f["w2c"] for f in frames]), np.array([central_square(f, None) for f in frames]))


def test_the_middle_square_of_a_picture():
    frame = lab_cameras()[0]
    assert np.allclose(central_square(frame, None), [1650 / 1024, 1645 / 1024, (580 - 64) / 1024, 500 / 1024])
    assert np.allclose(central_square(frame, 90), [0.5, 0.5, 0.5, 0.5])


def test_frames_of_a_mouse_and_of_the_laboratory():
    rig, place = ring(), np.array([10.0, 20, -5])
    w2c = in_mouse_frame(rig.w2c, rig, place, 40.0)
    assert np.abs(in_lab_frame(w2c, rig, place, 40.0) - rig.w2c).max() < 1e-4
    point = np.array([0.3, -0.2, 0.5])                                   # the same point, seen from both
    a = w2c[0, :3, :3] @ point + w2c[0, :3, 3]
    b = rig.w2c[0, :3, :3] @ (place + 40 * rig.upright @ point) + rig.w2c[0, :3, 3]
    assert np.abs(40 * a - b).max() < 1e-4


def test_mice_are_seen_by_the_cameras_in_the_wanted_size(tmp_path):
    rig = ring()
    arena = Arena(rig.middle[None], 0.1, 0.2)
    write_mice(tmp_path, range(3), rig, arena, 64, 2)
    sizes, places = [], []
    for folder in folders_of([tmp_path]):
        seen = {}
        sample = read_sample(folder, 64, lambda w2c, k, middles: seen.update(a=(w2c, k, middles)) or w2c)
        assert sample.keyed == 0 and len(sample.k) == 8
        assert np.abs(seen["a"][0][:6] - rig.w2c).max() < 1e-3 and np.abs(seen["a"][1][:6] - rig.k).max() < 1e-6
        places.append(subject_of(*(x[:6] for x in seen["a"])))
        sizes.append(float((sample.pictures[:6, ..., 3] > 127).float().mean()) ** 0.5)
        placed = placement_of({"rig": RIG}, "auto")(*seen["a"])
        assert np.abs(placed[:, :2, 3]).max() < 0.5                      # the further cameras look at the mouse
    assert max(np.linalg.norm((p - rig.middle)[:2]) for p in places) < 0.1 * rig.distance + 40
    assert all(0.14 < s < 0.26 for s in sizes)
    like = arena_like(folders_of([tmp_path]), 0.02)                      # measured from the pictures, as from real ones
    assert abs(like.fill - np.mean(np.square(sizes)) ** 0.5) < 0.03 and np.abs(like.points - places).max() < 3


def test_an_interrupted_run_goes_on(tmp_path):
    rig = ring()
    arena = Arena(rig.middle[None], 0.1, 0.2)
    write_mice(tmp_path, range(2), rig, arena, 64, 0)
    first = (tmp_path / "sample_000000/images/cam_000.png").read_bytes()
    times = [f.stat().st_mtime_ns for f in sorted(tmp_path.glob("*/opencv_cameras.json"))]
    shutil.rmtree(tmp_path / "sample_000001")
    (tmp_path / ".sample_000001.part/images").mkdir(parents=True)        # what a killed run leaves
    write_mice(tmp_path, range(2), rig, arena, 64, 0)
    assert (tmp_path / "sample_000000/images/cam_000.png").read_bytes() == first
    again = [f.stat().st_mtime_ns for f in sorted(tmp_path.glob("*/opencv_cameras.json"))]
    assert again[0] == times[0] and again[1] > times[1] and not list(tmp_path.glob(".*part"))


@pytest.mark.skipif(not HAS_NODE, reason="Node is not installed")
def test_teach_rig_from_a_calibration_to_a_checkpoint(work, tmp_path, monkeypatch, capsys):                # noqa: F811
    rows = {f"cam_{i}": {"matrix": [[f["fx"], 0, f["cx"]], [0, f["fy"], f["cy"]], [0, 0, 1]], "size": [f["w"], f["h"]],
                         "w2c": f["w2c"]} for i, f in enumerate(lab_cameras())}
    text = "".join(f"[{name}]\nname = \"{name}\"\nsize = {r['size']}\nmatrix = {r['matrix']}\n"
                   "distortions = [0.1, 0, 0, 0, 0]\n"
                   f"rotation = {rotation_vector(np.array(r['w2c'])[:3, :3]).tolist()}\n"
                   f"translation = {[row[3] for row in r['w2c'][:3]]}\n" for name, r in rows.items())
    (tmp_path / "calibration.toml").write_text(text)
    rig = read_calibration(tmp_path / "calibration.toml")
    assert np.abs(rig.w2c - ring().w2c).max() < 1e-3 and np.abs(rig.k - ring().k).max() < 1e-9
    assert "6 cameras have lens distortion" in capsys.readouterr().out
    words = ["teach_rig", "--cameras", str(tmp_path / "calibration.toml"), "--pack", str(work / "pack"), "--work",
             str(tmp_path / "work"), "--mice", "4", "--heldout-mice", "2", "--extra", "1", "--steps", "3", "--threads",
             "1", "--device", "cpu", "--pictures", "2"]
    monkeypatch.setattr(sys, "argv", words)
    teach_rig.main()
    said = capsys.readouterr().out
    assert "4 made-up mice, 4 of them new" in said and "the cameras of 4 were placed" in said and "step 3 loss" in said
    assert torch.load(tmp_path / "work/gslrm.pt", weights_only=True)["steps"] == 3
    assert (tmp_path / "work/gslrm.sheets/step_000003.png").exists()
    monkeypatch.setattr(sys, "argv", [*words, "--steps", "4"])
    teach_rig.main()
    said = capsys.readouterr().out
    assert "4 made-up mice, 0 of them new" in said and "resumed" in said and "step 4 loss" in said
    monkeypatch.setattr(sys, "argv", [*words, "--fill", "0.3"])
    with pytest.raises(SystemExit, match="mice with other settings"):
        teach_rig.main()
    monkeypatch.setattr(sys, "argv", [*words, "--cameras", str(tmp_path / "none.toml")])
    with pytest.raises(SystemExit, match="none.toml"):
        teach_rig.main()


def rotation_vector(r) -> np.ndarray:
    """A rotation matrix as a rotation vector (Rodrigues)."""
    angle = np.arccos(np.clip((np.trace(r) - 1) / 2, -1, 1))
    axis = np.array([r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1]])
    return axis / (2 * np.sin(angle)) * angle
