"""EMA weights of the checkpoints -> a pack: fp16 safetensors and pack.json.

    python export.py --checkpoints DIR --out ../mouse-demo --steps 2
"""
import argparse
import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from nets import gslrm, matting, pose, unet, vae
from rig import DEPTH_SCALE, RIG, SIGMA
from train_multiview import TEMPERATURE

LICENCE = "Weights trained by this project on mice that it renders itself; no rights reserved (CC0-1.0). A demonstration, not FaceLift."


def weights(folder: Path, name: str) -> dict:
    state = torch.load(folder / f"{name}.pt", weights_only=False, map_location="cpu")
    return state["ema"], state


def save(tensors: dict, path: Path) -> None:
    """fp16, contiguous, in the order of the names."""
    save_file({k: v.half().contiguous() for k, v in sorted(tensors.items())}, path)
    path.chmod(0o644)


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--checkpoints", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--steps", type=int, default=2)
    p.add_argument("--guidance", type=float, default=1)
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)

    for name in ("matting", "pose", "gslrm"):
        save(weights(args.checkpoints, name)[0], args.out / f"{name}.safetensors")
    taught = (args.checkpoints / "decoder.pt").exists()                     # by train_decoder.py: the whole autoencoder
    tensors, _ = weights(args.checkpoints, "decoder" if taught else "vae")
    save(tensors, args.out / "vae.safetensors")
    tensors, state = weights(args.checkpoints, "multiview")
    save({k.removeprefix("unet."): v for k, v in tensors.items() if k.startswith("unet.")}, args.out / "unet.safetensors")
    save({"view_embeds": tensors["view_embeds"]}, args.out / "view_embeds.safetensors")

    rig = RIG["id"]
    manifest = {
        "format": "mouse-facelift-pack", "version": 2, "id": "mouse-demo",
        "title": {"en": "Demo mouse (small)", "ko": "데모 생쥐(소형)"},
        "licence": {"name": "CC0-1.0", "text": LICENCE},
        "rig": RIG,
        "stages": {
            "matting": {"kind": "unet", "files": ["matting.safetensors"], "config": matting.CONFIG},
            "centring": {"method": "pixel_based", "ratio": 0.3, "size": 512},
            "pose": {"files": ["pose.safetensors"], "rig": rig, "config": {**pose.CONFIG, "up": True}},
            "multiview": {
                "rig": rig, "viewSize": 128, "subject": "view-0",
                "unet": {"files": ["unet.safetensors"], "config": unet.CONFIG},
                "vae": {"files": ["vae.safetensors"], "config": {**vae.CONFIG, "scaling_factor": state["scaling"]}},
                "viewEmbeds": {"file": "view_embeds.safetensors", "tensor": "view_embeds", "rig": rig},
                "heatmaps": {"keypoints": 23, "sigma": SIGMA, "depthScale": DEPTH_SCALE},
                "scheduler": {"betaStart": 0.00085, "betaEnd": 0.012, "schedule": "scaled_linear", "trainSteps": 1000,
                              "prediction": "v_prediction", "stepsOffset": 1, "setAlphaToOne": False,
                              "spacing": "trailing", "eta": 0},
                "oneStep": {"temperature": TEMPERATURE, "mirrored": True}},
            "reconstruct": {"kind": "gslrm", "files": ["gslrm.safetensors"], "rig": rig, "viewSize": 128, "config": gslrm.CONFIG,
                            "prune": {"keep_white_above": 0.98, "max_tokens": 1536}, "photoSides": True, "minOpacity": 0.1}},
        "defaults": {"seed": 4, "steps": args.steps, "guidance": args.guidance},
        "turntable": {"elevationDeg": 20, "frames": 150, "fps": 30},
    }
    files = sorted(args.out.glob("*.safetensors"))
    manifest["files"] = [{"name": f.name, "bytes": f.stat().st_size,
                          "sha256": hashlib.sha256(f.read_bytes()).hexdigest()} for f in files]
    (args.out / "pack.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    print(f"{sum(f.stat().st_size for f in files) / 2**20:.1f} MiB in {len(files)} files")


if __name__ == "__main__":
    main()
