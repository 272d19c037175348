"""A pack with a reconstructor that finetune_gslrm.py has taught: the other pack's files, new weights, a new name.

    python lab_pack.py --pack ../mouse-demo --gslrm lab.pt --out DIR --id lab-mouse --title "Our mice"
    npx mouse-facelift reconstruct --views sample/images --cameras sample/opencv_cameras.json --pack DIR --out result

A folder models/<id> beside the page, its id in models/index.json, is in the page's list of packs.
"""
import argparse
import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

import torch

from export import save

NAME = "gslrm.safetensors"
LICENCE = "Not stated"


def licence(base: dict, name: str) -> dict:
    """The licence of the whole: what the laboratory says of its weights, and what the others came with."""
    return {"name": name, "text": f"Reconstructor fine-tuned by a laboratory on its own pictures ({name}). The other networks, "
            f"and the weights that it started from, are those of {base['id']} ({base['licence']['name']}): {base['licence']['text']}"}


def make_pack(pack: Path, checkpoint: Path, out: Path, ident: str, title: dict, licence_name: str = LICENCE) -> dict:
    """Writes the pack, pack.json last; returns what it says. ValueError where names or networks do not fit."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", ident):
        raise ValueError(f"--id {ident}: lower-case words joined by - are needed")
    if out.resolve() == pack.resolve():
        raise ValueError("--out is the pack that is started from")
    manifest = json.loads((pack / "pack.json").read_text())
    part = manifest["stages"]["reconstruct"]
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    if part["kind"] != "gslrm" or state["config"] != part["config"]:
        raise ValueError(f"{checkpoint} is not of the reconstructor of {manifest['id']}")
    if not all(torch.isfinite(v.half()).all() for v in state["ema"].values()):
        raise ValueError(f"{checkpoint}: some weights do not fit into fp16")
    out.mkdir(parents=True, exist_ok=True)
    kept = [f for f in manifest["files"] if f["name"] not in part["files"]]
    for file in kept:
        shutil.copyfile(pack / file["name"], out / file["name"])
    save(state["ema"], out / NAME)
    data = (out / NAME).read_bytes()
    part["files"] = [NAME]
    kept.append({"name": NAME, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    manifest |= {"licence": licence(manifest, licence_name), "id": ident, "title": title,
                 "files": sorted(kept, key=lambda f: f["name"])}
    (out / "pack.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    return manifest


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--pack", type=Path, required=True, help="the pack that the checkpoint was started from")
    p.add_argument("--gslrm", type=Path, required=True, help="checkpoint of finetune_gslrm.py")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--id", required=True, help="also the folder's name beside the page")
    p.add_argument("--title", required=True)
    p.add_argument("--title-ko", help="the Korean page's; without it the same")
    p.add_argument("--licence", default=LICENCE, help="of your weights, in a few words")
    args = p.parse_args()
    title = {"en": args.title, "ko": args.title_ko or args.title}
    try:
        manifest = make_pack(args.pack, args.gslrm, args.out, args.id, title, args.licence)
    except (OSError, ValueError) as error:
        sys.exit(f"lab_pack: {error}")
    print(f"{args.out}: {manifest['id']}, {sum(f['bytes'] for f in manifest['files']) / 2**20:.1f} MiB in {len(manifest['files'])} files")


if __name__ == "__main__":
    main()
