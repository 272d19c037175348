"""Tests of the placement of cameras: by geometry, and against the numbers of the app (Node)."""
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from finetune.placement import PLACEMENTS, centres_of, placement_of, subject_of, up_of
from finetune.samples import middle_of
from geometry.rig import RIG
from mice.frames import look_at, on_sphere

ROOT = Path(__file__).resolve().parents[3]
SIZE = 200                              # the app resamples masks to 320 pixels
K = np.array([1.1, 1.05, 0.52, 0.49])   # fx fy cx cy as fractions of the side
SUBJECT = np.array([0.3, -0.2, -0.1])
Y_UP = {"id": "y", "radius": 3.0, "imageSize": 512, "cameras": [
    {"fx": 549, "fy": 549, "cx": 256, "cy": 256,
     "w2c": (look_at(on_sphere(a, 10, 3)) @ np.array([[1, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])).ravel()
     .tolist()} for a in range(0, 360, 60)]}

# The app's function, for cases on stdin.
NODE = """
import { importBundled } from './evaluate/bundle.mjs';
const { placeViews } = await importBundled('../../../src/pipeline/posed/place.ts');
let text = '';
for await (const part of process.stdin) text += part;
const answers = JSON.parse(text).map(({ name, rig, cameras, alphas }) => {
  const photos = alphas.map(({ size, alpha }) => {
    const data = new Uint8ClampedArray(4 * size * size);
    alpha.forEach((value, i) => (data[4 * i + 3] = value));
    return { width: size, height: size, data };
  });
  const given = cameras.map((camera) => ({ ...camera, w2c: new Float64Array(camera.w2c) }));
  const { cameras: placed, placement } = placeViews(photos, given, name, rig);
  return { w2c: placed.map(({ w2c }) => [...w2c]), subject: placement.subject ?? null };
});
console.log(JSON.stringify(answers));
"""


def in_lab(poses) -> np.ndarray:
    """Cameras in the frame of a laboratory: millimetres, turned, elsewhere."""
    turn, _ = np.linalg.qr(np.random.default_rng(3).standard_normal((3, 3)))
    turn *= np.sign(np.linalg.det(turn))
    out = np.array(poses, float)
    out[:, :3, :3] = out[:, :3, :3] @ turn.T
    out[:, :3, 3] = 115 * out[:, :3, 3] - out[:, :3, :3] @ [900, -40, 310]
    return out


RIGS = {
    "ring": in_lab([look_at(on_sphere(a, 20)) for a in (10, 70, 140, 200, 260, 320)]),
    "uneven": in_lab([look_at(on_sphere(a, e, r), (0.1, 0.2, 0), 7) for a, e, r in
                      ((0, 5, 2), (80, 25, 3), (130, 40, 2.5), (190, 10, 2.2), (250, 30, 3.1))]),
    "wall": in_lab([look_at(on_sphere(0, e)) for e in (-30, 0, 30, 60)]),
    "two": in_lab([look_at(on_sphere(a, 30)) for a in (0, 100)]),
    "from above": in_lab([look_at(on_sphere(a, 80)) for a in (0, 120, 240)]),            # their own ups cancel
}


def lab_point() -> np.ndarray:
    """SUBJECT in the frame of the laboratory."""
    lab = in_lab([np.eye(4)])[0]
    return np.linalg.solve(lab[:3, :3], 115 * SUBJECT - lab[:3, 3])


def masks(w2c, blind=()) -> list[np.ndarray]:
    """Masks u8 of a ball at SUBJECT; empty for the cameras in `blind`."""
    y, x = np.mgrid[:SIZE, :SIZE] + 0.5
    out = []
    for i, m in enumerate(w2c):
        p = m[:3, :3] @ lab_point() + m[:3, 3]
        at = (p[:2] / p[2] * K[:2] + K[2:]) * SIZE
        inside = (x - at[0]) ** 2 + (y - at[1]) ** 2 < 15 ** 2
        out.append(np.where(inside & (i not in blind), 255, 0).astype(np.uint8))
    return out


def manifest(rig: dict) -> dict:
    return {"rig": rig}


def test_a_rig_in_any_frame_gets_the_same_distances_and_heights():
    w2c, k = RIGS["ring"], np.tile(K, (6, 1))
    middles = np.stack([middle_of(m) for m in masks(w2c)])
    found = subject_of(w2c, k, middles)
    assert np.abs(found - lab_point()).max() < 0.3                      # millimetres
    placed = placement_of(manifest(RIG), "auto")(w2c, k, middles)
    centres = centres_of(placed)
    assert abs(np.linalg.norm(centres, axis=1).mean() - 2.7) < 1e-6
    own = centres_of(np.array([look_at(on_sphere(a, 20)) for a in (10, 70, 140, 200, 260, 320)], float)) - SUBJECT
    scale = 2.7 / np.linalg.norm(own, axis=1).mean()
    assert np.abs(centres[:, 2] - scale * own[:, 2]).max() < 0.01       # the azimuth is free
    assert np.abs(up_of(placed) - (0, 0, 1)).max() < 1e-6


def test_the_cameras_of_the_pack_stay_as_they_are():
    place = placement_of(manifest(RIG), "auto")
    w2c, k = place.rig[0].numpy().astype(float), place.rig[1].numpy().astype(float)
    middles = np.full((6, 2), 0.4)
    assert place(w2c, k, middles) is w2c
    assert np.abs(placement_of(manifest(RIG), "subject")(w2c, k, middles) - w2c).max() > 0.01


def test_what_meets_nowhere_is_refused():
    place = placement_of(manifest(RIG), "subject")
    with pytest.raises(ValueError, match="the masks meet in no point"):
        place(RIGS["ring"], np.tile(K, (6, 1)), np.full((6, 2), np.nan))
    with pytest.raises(ValueError, match="the axes meet in no point"):
        placement_of(manifest(RIG), "axes")(np.stack([np.eye(4)] * 3), np.tile(K, (3, 1)), np.full((3, 2), 0.5))


@pytest.mark.skipif(not (shutil.which("node") and (ROOT / "node_modules").exists()), reason="Node is not installed")
def test_the_app_places_cameras_at_the_same_numbers():
    cases, ours = [], []
    for title, w2c in RIGS.items():
        for rig in (RIG, Y_UP):
            for name in PLACEMENTS[1:]:
                alphas = masks(w2c, blind={1} if title == "uneven" else ())
                k, middles = np.tile(K, (len(w2c), 1)), np.stack([middle_of(a) for a in alphas])
                fx, fy, cx, cy = (K * SIZE).tolist()
                pictures = [{"size": SIZE, "alpha": a.ravel().tolist()} for a in alphas]
                cameras = [{"width": SIZE, "height": SIZE, "fx": fx, "fy": fy, "cx": cx, "cy": cy,
                            "w2c": m.ravel().tolist()} for m in w2c]
                cases.append({"name": name, "rig": rig, "alphas": pictures, "cameras": cameras})
                ours.append((placement_of(manifest(rig), name)(w2c, k, middles), subject_of(w2c, k, middles)))
    end = subprocess.run(["node", "--input-type=module", "-e", NODE], input=json.dumps(cases), text=True,
                         capture_output=True, cwd=Path(__file__).parents[1])
    assert end.returncode == 0, end.stderr
    for case, answer, (w2c, subject) in zip(cases, json.loads(end.stdout), ours, strict=True):
        theirs = np.array(answer["w2c"]).reshape(-1, 4, 4)
        scale = max(1, np.abs(w2c).max())
        assert np.abs(theirs - w2c).max() < 1e-6 * scale, (case["name"], case["rig"]["id"], len(w2c))
        assert np.abs(np.array(answer["subject"]) - subject).max() < 1e-6
