"""Writes a pack from checkpoints: the averaged (EMA) weights as fp16 safetensors, and pack.json.

    python -m packs.export --checkpoints DIR --out NEW
"""
import argparse
import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from geometry.rig import DEPTH_SCALE, RIG, SIGMA
from nets import gslrm, matting, pose, unet, vae
from nets.checkpoints import read_checkpoint
from nets.sampling import TEMPERATURE

LICENCE = ("Weights trained by this project on mice that it renders itself; no rights reserved (CC0-1.0). "
           "A demonstration, not FaceLift.")


TITLE = {"en": "Demo mouse (small)", "ko": "데모 생쥐(소형)"}


def save(tensors: dict, path: Path) -> None:
    """Writes tensors as contiguous fp16, in the order of their names."""
    save_file({k: v.half().contiguous() for k, v in sorted(tensors.items())}, path)
    path.chmod(0o644)


def manifest_of(scaling: float, files: list[Path], steps: int, guidance: float, name: str, title: dict) -> dict:
    """The content of pack.json (docs/models.md). scaling: scaling factor of the latents."""
    rig = RIG["id"]
    return {
        "format": "mouse-facelift-pack", "version": 2, "id": name, "title": title,
        "licence": {"name": "CC0-1.0", "text": LICENCE},
        "rig": RIG,
        "stages": {
            "matting": {"kind": "unet", "files": ["matting.safetensors"], "config": matting.CONFIG},
            "centring": {"method": "pixel_based", "ratio": 0.3, "size": 512},
            "pose": {"files": ["pose.safetensors"], "rig": rig, "config": {**pose.CONFIG, "up": True}},
            "multiview": {
                "rig": rig, "viewSize": 128, "subject": "view-0",
                "unet": {"files": ["unet.safetensors"], "config": unet.CONFIG},
                "vae": {"files": ["vae.safetensors"], "config": {**vae.CONFIG, "scaling_factor": scaling}},
                "viewEmbeds": {"file": "view_embeds.safetensors", "tensor": "view_embeds", "rig": rig},
                "heatmaps": {"keypoints": 23, "sigma": SIGMA, "depthScale": DEPTH_SCALE},
                "scheduler": {"betaStart": 0.00085, "betaEnd": 0.012, "schedule": "scaled_linear", "trainSteps": 1000,
                              "prediction": "v_prediction", "stepsOffset": 1, "setAlphaToOne": False,
                              "spacing": "trailing", "eta": 0},
                "oneStep": {"temperature": TEMPERATURE, "mirrored": True}},
            "reconstruct": {
                "kind": "gslrm", "files": ["gslrm.safetensors"], "rig": rig, "viewSize": 128, "config": gslrm.CONFIG,
                "prune": {"keep_white_above": 0.98, "max_tokens": 1536}, "photoSides": True, "minOpacity": 0.1}},
        "defaults": {"seed": 4, "steps": steps, "guidance": guidance},
        "turntable": {"elevationDeg": 20, "frames": 150, "fps": 30},
        "files": [{"name": f.name, "bytes": f.stat().st_size, "sha256": hashlib.sha256(f.read_bytes()).hexdigest()}
                  for f in files],
    }


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--checkpoints", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--id", default="mouse-demo", help="id of the pack, and the name of its folder in the app")
    p.add_argument("--title", help="title of the pack on the page; default: the title of the demo pack")
    p.add_argument("--steps", type=int, default=1, help="default denoising steps")
    p.add_argument("--guidance", type=float, default=1, help="default guidance scale")
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    state_of = lambda name: read_checkpoint(args.checkpoints / f"{name}.pt")
    for name in ("matting", "pose", "gslrm"):
        save(state_of(name)["ema"], args.out / f"{name}.safetensors")
    # If decoder.pt exists, it contains the whole autoencoder, with the decoder that train/decoder.py trained further.
    autoencoder = "decoder" if (args.checkpoints / "decoder.pt").exists() else "vae"
    save(state_of(autoencoder)["ema"], args.out / "vae.safetensors")
    state = state_of("multiview")
    tensors = {k.removeprefix("unet."): v for k, v in state["ema"].items() if k.startswith("unet.")}
    save(tensors, args.out / "unet.safetensors")
    save({"view_embeds": state["ema"]["view_embeds"]}, args.out / "view_embeds.safetensors")
    files = sorted(args.out.glob("*.safetensors"))
    title = {"en": args.title, "ko": args.title} if args.title else TITLE
    manifest = manifest_of(state["scaling"], files, args.steps, args.guidance, args.id, title)
    (args.out / "pack.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    print(f"{sum(f.stat().st_size for f in files) / 2**20:.1f} MiB in {len(files)} files")


if __name__ == "__main__":
    main()
