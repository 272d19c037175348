"""Renders the app's sample photos.

    python -m mice.sample_photos --out ../../public/samples --index ../../src/app/samples.json

The photos in public/samples were then saved once more, by sharp: quality 82 with quantisation table 3, trellis
quantisation and overshoot deringing, not progressive. They have a third of the size.
"""

import argparse
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

from .render import photo_camera, render, sample_mouse
from .scenery import scenes
from .scenery.backgrounds import ground_shadow

SIZE = (1024, 768)
SAMPLES = (  # file, seed, pose, fur, scene, elevation, fill, title in English and Korean
    ("arena-rearing", 4, "rear", "black", scenes.arena, 14, 0.62,
     "Black mouse rearing in an arena", "원형 아레나에서 일어선 검은 쥐"),
    ("table-crouching", 3, "crouch", "agouti", scenes.white, 22, 0.5,
     "Agouti mouse crouching on a table", "탁자 위에 웅크린 아구티 쥐"),
    ("cage-sniffing", 6, "sniff", "brown", scenes.bedding, 30, 0.55,
     "Brown mouse sniffing the bedding", "깔짚 냄새를 맡는 갈색 쥐"),
    ("bench-albino", 9, "sit", "white", scenes.bench, 12, 0.55,
     "White mouse sitting on a bench", "실험대에 앉은 흰 쥐"),
    ("field-walking", 2, "walk", "black", scenes.open_field, 32, 0.48,
     "Black mouse walking in an open field", "오픈 필드를 걷는 검은 쥐"),
    ("patchy-walking", 8, "walk", "patchy", scenes.arena, 18, 0.55,
     "Patched mouse on a white floor", "흰 바닥 위의 얼룩 쥐"),
)


def photo(seed, pose, fur, make_scene, elevation, fill, size=SIZE):
    """A photo u8 [H,W,3] of the mouse of a seed, in a scene."""
    mouse, rng = sample_mouse(7_000_000 + seed, pose, fur), np.random.default_rng(seed)
    camera = photo_camera(rng, mouse, size, fill=(fill, fill), off_centre=0.25, elevation=elevation)
    shot = render(mouse, [camera], size, samples=3)
    alpha = shot["alpha"][0].astype(np.float32) / 255
    rgb = shot["rgb"][0].astype(np.float32) / 255 - (1 - alpha[..., None])
    foot = np.nonzero((alpha > 0.5).any(1))[0][-1]
    scene = make_scene(rng, size[1], size[0], foot - 0.04 * size[1]).astype(np.float32)
    scene = scene * (1 - 0.75 * ground_shadow(np.random.default_rng(11), alpha)[..., None])
    picture = rgb + scene * (1 - alpha[..., None]) + 0.012 * rng.standard_normal((size[1], size[0], 3), np.float32)
    return (np.clip(picture, 0, 1) * 255).astype(np.uint8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="folder of the photos")
    parser.add_argument("--index", required=True, help="file of their list")
    args = parser.parse_args()
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    index = []
    for name, *rest, english, korean in SAMPLES:
        image = Image.fromarray(photo(*rest))
        for quality in (90, 84, 78, 70):
            data = io.BytesIO()
            image.save(data, "JPEG", quality=quality, optimize=True)
            if data.tell() <= 200_000:
                break
        (out / f"{name}.jpg").write_bytes(data.getvalue())
        index.append({"name": name, "file": f"{name}.jpg", "title": {"en": english, "ko": korean}})
    Path(args.index).write_text(json.dumps(index, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
