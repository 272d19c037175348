"""Records the lab's three preprocessing methods on small made-up views, for the tests of src/core/preprocess.

    python models/parity/record_preprocess.py

The formulas of docs/preprocess.md with numpy and OpenCV 4, whose bytes are recorded. OpenCV 5 no longer rounds the
weights of linear warps, so its bytes differ by a few levels. Needs opencv-python-headless and pillow.
"""
import json
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

OUT = Path(__file__).resolve().parent / "preprocess"
SIDE, N = 72, 64
WHITE, CLEAR = 255, 0


def view(blobs, tail, seed):
    """An RGBA picture: grey ellipses with stripes and soft edges on white, and a tail. blobs: x, y, rx, ry."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(float)
    cover = np.zeros((SIDE, SIDE))
    for cx, cy, rx, ry in blobs:
        cover = np.maximum(cover, np.clip((1.1 - np.hypot((x - cx) / rx, (y - cy) / ry)) * 5, 0, 1))
    if tail:
        (x0, y0), (x1, y1) = tail
        t = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2), 0, 1)
        cover = np.maximum(cover, np.clip(2 - np.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)), 0, 1))
    fur = 90 + 50 * np.sign(np.sin(x / 2.3 + seed)) + 30 * np.sign(np.cos(y / 3.1 - seed))
    rgb = np.stack([fur, fur * 0.8, fur * 0.6], -1)
    alpha = np.round(cover * 255)
    # Colours under transparent pixels are white, as a renderer leaves them.
    rgb = np.where(alpha[..., None] > 0, rgb, WHITE)
    return np.dstack([rgb, alpha]).astype(np.uint8)


VIEWS = [
    view([(30, 40, 9, 6), (38, 37, 4, 4)], ((22, 42), (8, 50)), 0),
    view([(38, 36, 27, 22), (60, 30, 9, 9)], None, 1),
    view([(52, 20, 11, 8)], ((44, 24), (26, 46)), 2),
    view([], None, 3),
]


def mask_facts(alpha):
    """√(area / all), centre of mass and box of the pixels with an alpha above 10, or None."""
    rows, columns = np.nonzero(alpha > 10)
    if len(rows) == 0:
        return None
    return {
        "ratio": float(np.sqrt(len(rows) / alpha.size)),
        "com": (float(columns.mean()), float(rows.mean())),
        "box": tuple(int(v) for v in (columns.min(), rows.min(), columns.max(), rows.max())),
    }


def apart(picture, change):
    """Changes colours and alpha apart. change: function of an array and of the value outside."""
    return np.dstack([change(picture[..., :3].copy(), (WHITE,) * 3), change(picture[..., 3].copy(), (CLEAR,))])


def to_middle(picture, com, scale):
    """The centre of mass comes to the middle of the output. INTER_AREA is INTER_LINEAR in warpAffine."""
    matrix = np.array([[scale, 0, N / 2 - com[0] * scale], [0, scale, N / 2 - com[1] * scale]], np.float32)
    how = cv2.INTER_LANCZOS4 if scale > 1 else cv2.INTER_AREA
    return apart(picture, lambda a, outside: cv2.warpAffine(
        a, matrix, (N, N), flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=outside))


def paste(resized, size, at, outside):
    """The resized picture with its corner at `at` (x, y) on a square of the value outside."""
    whole = np.empty((size, size) + resized.shape[2:], np.uint8)
    whole[:] = outside
    ys, xs = [slice(max(0, o), max(0, min(size, o + n))) for o, n in zip(at[::-1], resized.shape[:2])]
    whole[ys, xs] = resized[ys.start - at[1]:ys.stop - at[1], xs.start - at[0]:xs.stop - at[0]]
    return whole


def pixel_based(views, frames, ratio):
    pictures, kept, stats = [], [], []
    for i, picture in enumerate(views):
        facts = mask_facts(picture[..., 3])
        if facts is None:
            stats.append({"view_idx": i, "success": False, "reason": "empty_mask"})
            continue
        scale = ratio / facts["ratio"]
        out = to_middle(picture, facts["com"], scale)
        after = mask_facts(out[..., 3])
        x0, y0, x1, y1 = facts["box"]
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        stats.append({
            "view_idx": i, "success": True, "original_com": facts["com"], "original_bbox_center": middle,
            "com_bbox_diff": float(np.hypot(*np.subtract(facts["com"], middle))),
            "original_size_ratio": facts["ratio"], "scale_factor": scale,
            "output_com": after["com"], "output_size_ratio": after["ratio"],
        })
        pictures.append(out), kept.append(frames[i])
    info = {"method": "center_of_mass_and_pixel_scale", "target_size_ratio": ratio, "output_size": N, "view_stats": stats}
    return pictures, kept, {"pixel_based_preprocessing": info}


def centered(views, frames, ratio):
    boxes = []
    for picture in views:
        rows, columns = np.nonzero(picture[..., 3] > 0)
        boxes.append((columns.min(), rows.min(), columns.max(), rows.max()) if len(rows) else None)
    longest = max(max(b[2] - b[0], b[3] - b[1]) for b in boxes if b)
    scale = SIDE * ratio / longest
    pictures = []
    for picture, box in zip(views, boxes):
        if box is None:
            pictures.append(picture)
            continue
        at = [int(SIDE / 2 - (box[k] + box[k + 2]) / 2 * scale) for k in (0, 1)]
        side = int(SIDE * scale)
        pictures.append(apart(picture, lambda a, outside: paste(
            cv2.resize(a, (side, side), interpolation=cv2.INTER_LANCZOS4), SIDE, at, outside)))
    return pictures, frames, {}


def uniform(views, frames, ratio, margin, fit):
    facts = [mask_facts(picture[..., 3]) for picture in views]
    safe = []
    for f in facts:
        if f is None:
            safe.append(1.0)
            continue
        (cx, cy), (x0, y0, x1, y1) = f["com"], f["box"]
        reach = [d for d in (cx - x0, x1 - cx, cy - y0, y1 - cy) if d > 0] if fit else []
        safe.append(min([ratio / f["ratio"]] + [N / 2 * (1 - margin) / d for d in reach]))
    scale = min(safe)
    pictures, moved = [], []
    for picture, f, frame in zip(views, facts, frames):
        if fit and f:
            pictures.append(to_middle(picture, f["com"], scale))
        else:
            side = int(SIDE * scale)
            at = [int(N / 2 - side / 2)] * 2
            how = {3: cv2.INTER_LANCZOS4 if scale > 1 else cv2.INTER_AREA, 2: cv2.INTER_LINEAR}
            pictures.append(apart(picture, lambda a, outside: paste(
                cv2.resize(a, (side, side), interpolation=how[a.ndim]), N, at, outside)))
        cx, cy = f["com"] if f else (frame["w"] / 2, frame["h"] / 2)
        moved.append(frame | {
            "fx": frame["fx"] * scale, "fy": frame["fy"] * scale, "w": N, "h": N,
            "cx": (frame["cx"] - cx) * scale + N / 2, "cy": (frame["cy"] - cy) * scale + N / 2,
        })
    info = {
        "method": "sample_uniform_scale", "target_ratio": ratio, "safe_margin": margin, "uniform_scale": scale,
        "original_ratios": [f["ratio"] if f else 0.0 for f in facts], "per_view_safe_scales": safe,
        "intrinsics_updated": True,
    }
    return pictures, moved, {"uniform_scale_info": info}


def camera(i):
    """A frame of opencv_cameras.json, turned about the y axis."""
    s, c = np.sin(0.9 * i), np.cos(0.9 * i)
    w2c = [[c, 0, s, 0.1 * i], [0, 1, 0, -0.05], [-s, 0, c, 2.7], [0, 0, 0, 1]]
    return {"w": SIDE, "h": SIDE, "fx": 77.2 + i, "fy": 78.5, "cx": 35.5, "cy": 36.25 + i, "w2c": w2c,
            "file_path": f"images/cam_{i:03d}.png", "view_id": i}


def strip(pictures, name):
    Image.fromarray(np.hstack(pictures)).save(OUT / f"{name}.png", optimize=True)


CASES = {
    "pixel_based": (pixel_based, [0, 1, 2, 3], {"ratio": 0.3}),
    "centered": (centered, [0, 1, 2, 3], {"ratio": 0.7}),
    "uniform": (uniform, [0, 1, 2, 3], {"ratio": 0.6, "margin": 0.05, "fit": True}),
    "uniform_larger": (uniform, [0, 2], {"ratio": 0.45, "margin": 0.05, "fit": True}),
    "legacy": (uniform, [0, 1], {"ratio": 0.6, "margin": 0.05, "fit": False}),
    "legacy_larger": (uniform, [0], {"ratio": 0.3, "margin": 0.05, "fit": False}),
}


def main():
    OUT.mkdir(exist_ok=True)
    strip(VIEWS, "views")
    record = {"opencv": cv2.__version__, "side": SIDE, "size": N, "frames": [camera(i) for i in range(len(VIEWS))], "cases": []}
    for name, (method, at, options) in CASES.items():
        pictures, frames, fields = method([VIEWS[i] for i in at], [camera(i) for i in at], **options)
        strip(pictures, name)
        record["cases"].append({"name": name, "method": method.__name__, "views": at, **options, "frames": frames, "fields": fields})
    (OUT / "record.json").write_text(json.dumps(record) + "\n")
    for path in sorted(OUT.iterdir()):
        path.chmod(0o644)
        print(f"{path.name}: {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    main()
