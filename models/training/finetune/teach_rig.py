"""Teaches a pack's reconstructor the cameras of a laboratory, with made-up mice. No pictures of the laboratory are
needed.

    python -m finetune.teach_rig --cameras label3d_dannce.mat --camera-size 1152x1024 --pack ../mouse-demo \\
        --work DIR --minutes 30

It renders mice as the laboratory's cameras would see them, and fine-tunes the reconstructor on them. The results are
DIR/mice, DIR/heldout (samples in FaceLift's format), and DIR/gslrm.pt with its sheets. An interrupted run goes on where
it was. All other options are those of finetune.gslrm.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np

from .gslrm import train
from .options import options
from .reconstructor import read_pack
from .rig.calibration import read_calibration
from .rig.mice import Arena, arena_like, write_mice
from .samples import SampleError, folders_of

HELDOUT_SEED = 9_000_000


def parser() -> argparse.ArgumentParser:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                allow_abbrev=False)
    add = p.add_argument
    add("--cameras", required=True, help="the calibration: a file or folder in any format of docs/formats.md")
    add("--camera-size", metavar="WxH", help="size of the pictures, if the calibration does not state it")
    add("--fov", type=float,
        help="angle of view of the square views, degrees; default: the middle square of each picture")
    add("--pack", required=True, help="folder of the pack whose reconstructor the training starts from")
    add("--work", required=True, type=Path, help="folder for mice, checkpoint and sheets")
    add("--mice", type=int, default=300, help="number of made-up mice")
    add("--heldout-mice", type=int, default=20, help="number of further mice to measure on")
    add("--extra", type=int, default=2, help="further pictures of each mouse, from new cameras around it")
    add("--arena", type=float, default=0.15,
        help="radius of the floor that the mice use, as a part of the mean distance of the cameras")
    add("--fill", type=float, default=0.17, help="size of a mouse: root of the part of a picture that it covers")
    add("--like", nargs="+", help="real samples of this rig; the mice then have their places and their size")
    return p


def keep_settings(work: Path, settings: dict) -> None:
    """Writes the settings of the mice. Raises ValueError if the folder has mice with other settings."""
    file = work / "mice.json"
    if file.exists() and json.loads(file.read_text()) != settings:
        raise ValueError(f"{work} has mice with other settings ({file.name}); choose another --work")
    work.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(settings, indent=1))


def teach(args, rest: list[str]) -> None:
    """Makes the mice, and trains. Raises ValueError if something cannot be used."""
    manifest, _ = read_pack(args.pack)
    training = options(["--samples", str(args.work / "mice"), "--heldout", str(args.work / "heldout"), "--pack",
                        args.pack, "--out", str(args.work / "gslrm.pt"), *rest], __doc__)
    size = training.size or manifest["stages"]["reconstruct"]["viewSize"]
    rig = read_calibration(args.cameras, args.camera_size, args.fov)
    arena = (arena_like(folders_of(args.like), args.arena) if args.like else
             Arena(rig.middle[None], args.arena, args.fill))
    print(f"{len(rig.k)} cameras, {rig.distance:.4g} from the point where their axes meet", flush=True)
    keep_settings(args.work, {"cameras": np.round(rig.w2c, 6).tolist(), "k": np.round(rig.k, 6).tolist(), "size": size,
                              "points": np.round(arena.points, 6).tolist(), "arena": arena.reach,
                              "fill": round(arena.fill, 6), "extra": args.extra})
    write_mice(args.work / "mice", range(args.mice), rig, arena, size, args.extra)
    others = range(HELDOUT_SEED, HELDOUT_SEED + args.heldout_mice)
    write_mice(args.work / "heldout", others, rig, arena, size, args.extra)
    train(training)


def main() -> None:
    args, rest = parser().parse_known_args()
    try:
        teach(args, rest)
    except (SampleError, ValueError) as error:
        sys.exit(f"finetune.teach_rig: {error}")


if __name__ == "__main__":
    main()
