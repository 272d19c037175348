"""The cameras of a laboratory, from a calibration file of any format that the app reads."""
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from finetune.placement import centres_of, meeting_point, turn_from_z, up_of

READER = Path(__file__).with_name("cameras.mjs")


@dataclass
class Calibration:
    """V cameras in the frame and the units of the laboratory, with square pictures of side 1."""
    w2c: np.ndarray             # [V,4,4]
    k: np.ndarray               # [V,4]: fx fy cx cy as fractions of the side

    def __post_init__(self):
        self.centres = centres_of(self.w2c)
        self.upright = turn_from_z(up_of(self.w2c))         # rotation from Z-up to the laboratory's frame
        self.middle = meeting_point(self.centres, self.w2c[:, 2, :3])
        if self.middle is None:
            raise ValueError("the axes of the cameras meet in no point")
        self.distance = float(np.linalg.norm(self.centres - self.middle, axis=1).mean())


def central_square(frame: dict, fov_deg: float | None) -> list[float]:
    """fx fy cx cy of a square part of a camera's picture, as fractions of the part's side.

    It is the largest square in the middle of the picture, as the command `dataset` cuts it out. Or it is a square
    around the optical axis with an angle of view of fov_deg degrees, as `reconstruct` makes it from other pictures."""
    w, h, fx, fy, cx, cy = (frame[n] for n in ("w", "h", "fx", "fy", "cx", "cy"))
    if fov_deg:
        f = 0.5 / np.tan(np.radians(fov_deg) / 2)
        return [f, f, 0.5, 0.5]
    side = min(w, h)
    return [fx / side, fy / side, (cx - (w - side) // 2) / side, (cy - (h - side) // 2) / side]


def read_calibration(file, camera_size: str | None = None, fov_deg: float | None = None) -> Calibration:
    """Reads a calibration with the app's readers (Node). Raises ValueError with their sentence if it cannot be read."""
    words = ["node", str(READER), str(Path(file).resolve()), *(["--camera-size", camera_size] if camera_size else [])]
    try:
        end = subprocess.run(words, capture_output=True, text=True)
    except FileNotFoundError:
        raise ValueError("Node is not installed, which reads the calibration") from None
    if end.returncode:
        raise ValueError(end.stderr.strip())
    found = json.loads(end.stdout)
    if found["distorted"]:
        print(f"NOTE: {found['distorted']} cameras have lens distortion. The mice are rendered as in undistorted "
              "pictures.", flush=True)
    frames = found["frames"]
    if len(frames) < 2:
        raise ValueError(f"{file}: {len(frames)} camera is too few")
    return Calibration(np.array([f["w2c"] for f in frames]), np.array([central_square(f, fov_deg) for f in frames]))
