"""Makes a pack with a fine-tuned reconstructor. It copies the files of another pack, except the reconstructor's
weights.

    python -m finetune.lab_pack --pack ../mouse-demo --gslrm lab.pt --out DIR --id lab-mouse --title "Our mice"
    npm run --silent cli -- reconstruct --views sample/images --cameras sample/opencv_cameras.json \\
        --pack DIR --out result

To list the pack on the page, copy its folder to models/<id> beside the page, and add its id to models/index.json.
"""
import argparse
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import torch

from packs.export import save

WEIGHTS_FILE = "gslrm.safetensors"
LICENCE = "Not stated"


def licence(base: dict, name: str) -> dict:
    """The licence of the whole pack. Its name is that of the laboratory's weights (`name`). Its text also contains the
    licence of the base pack."""
    text = (f"Reconstructor: fine-tuned by a laboratory on its own pictures, licence: {name}. The other networks, and "
            f"the weights that the training started from, are those of {base['id']} ({base['licence']['name']}): "
            f"{base['licence']['text']}")
    return {"name": name, "text": text}


def make_pack(pack: Path, checkpoint: Path, out: Path, ident: str, title: dict, licence_name: str = LICENCE) -> dict:
    """Writes the pack, pack.json last. Returns the content of pack.json.

    Raises ValueError if the id is not allowed, or if `out` is the folder of `pack`. It also raises ValueError if the
    checkpoint does not fit the pack's reconstructor, or if a weight is not finite in fp16."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", ident):
        raise ValueError(f"--id {ident}: must have 1 to 64 lower-case letters, digits and hyphens, and must not begin "
                         "with a hyphen")
    if out.resolve() == pack.resolve():
        raise ValueError("--out must not be the folder of --pack")
    manifest = json.loads((pack / "pack.json").read_text())
    stage = manifest["stages"]["reconstruct"]
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    if stage["kind"] != "gslrm" or state["config"] != stage["config"]:
        raise ValueError(f"{checkpoint} does not fit the reconstructor of {manifest['id']}")
    if not all(torch.isfinite(v.half()).all() for v in state["ema"].values()):
        raise ValueError(f"{checkpoint}: some weights are not finite in fp16")
    out.mkdir(parents=True, exist_ok=True)
    kept = [f for f in manifest["files"] if f["name"] not in stage["files"]]
    for file in kept:
        shutil.copyfile(pack / file["name"], out / file["name"])
    save(state["ema"], out / WEIGHTS_FILE)
    data = (out / WEIGHTS_FILE).read_bytes()
    stage["files"] = [WEIGHTS_FILE]
    stage["viewSize"] = state.get("size", stage["viewSize"])
    kept.append({"name": WEIGHTS_FILE, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    manifest |= {"licence": licence(manifest, licence_name), "id": ident, "title": title,
                 "files": sorted(kept, key=lambda f: f["name"])}
    (out / "pack.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    return manifest


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--pack", type=Path, required=True, help="the pack that the fine-tuning started from")
    p.add_argument("--gslrm", type=Path, required=True, help="checkpoint of finetune.gslrm")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--id", required=True, help="id of the pack, and the name of its folder beside the page")
    p.add_argument("--title", required=True)
    p.add_argument("--title-ko", help="title on the Korean page; default: --title")
    p.add_argument("--licence", default=LICENCE, help=f"name of the licence of your weights; default: {LICENCE}")
    args = p.parse_args()
    title = {"en": args.title, "ko": args.title_ko or args.title}
    try:
        manifest = make_pack(args.pack, args.gslrm, args.out, args.id, title, args.licence)
    except (OSError, ValueError) as error:
        sys.exit(f"lab_pack: {error}")
    files = manifest["files"]
    print(f"{args.out}: {manifest['id']}, {sum(f['bytes'] for f in files) / 2**20:.1f} MiB in {len(files)} files")


if __name__ == "__main__":
    main()
