"""Trains pose, matting, multi-view model and decoder further on one GPU, on mice that the GPU renders. Needs nvcc.

    python -m packs.train_on_gpu --start DIR --out DIR --work /dev/shm/mice --seconds 560

The first three trainings run at the same time. The multi-view model uses the latest checkpoint of the pose network. The
decoder is trained afterwards, on the finished multi-view model. --start: folder with the checkpoints to continue from
(packs/unpack.py). --out: a new folder; OUT/pack is the resulting pack. --work: folder for the mice. They stay there for
the next run.
"""
import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]           # models/training
EXPORT, DECODER = 15, 0.14           # seconds for the export; fraction of the training time for the decoder
POSE = 0.58                          # fraction of the training time for the pose network
BATCH = {"pose": 512, "multiview": 64, "matting": 64, "decoder": 64}
PAGES = {"pose": 8192, "matting": 4096}


def python(*args) -> subprocess.Popen:
    """Starts `python -m args…`."""
    print("+", *args, flush=True)
    return subprocess.Popen([sys.executable, "-m", *map(str, args)], cwd=ROOT)


def finish(process) -> None:
    """Waits for a process. If the process failed, the whole run ends."""
    if process.wait():
        sys.exit(f"failed: {process.args}")


def trained(process, checkpoint: Path) -> Path:
    """Waits for a training. A failed training's last checkpoint is used. Without a checkpoint, the whole run ends."""
    if process.wait():
        print(f"failed: {process.args}", flush=True)
        if not checkpoint.exists():
            sys.exit(1)
    return checkpoint


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--start", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--seconds", type=float, default=560, help="budget for the whole run, including rendering")
    p.add_argument("--mice", type=int, default=29000)
    p.add_argument("--above", type=int, default=4000)
    p.add_argument("--first-seed", type=int, default=10_000_000)
    p.add_argument("--workers", type=int, default=16)
    p.add_argument("--device", default="cuda")
    args = p.parse_args()
    end = time.time() + args.seconds
    work, out, start = args.work.resolve(), args.out.resolve(), args.start.resolve()
    if any(out.glob("*.pt")):
        sys.exit(f"{out} already has checkpoints: give --out a new folder. To continue, give this folder to --start.")
    out.mkdir(parents=True, exist_ok=True)

    held = python("mice.dataset", "--out", work / "heldout", "--first-seed", 8_100_000, "--count", 100, "--workers", 2)
    if not (work / "mice").exists():
        finish(python("data.render_bank", "--out", work / "mice.part", "--first-seed", args.first_seed, "--count",
                      args.mice, "--above", args.above, "--workers", args.workers))
        (work / "mice.part").rename(work / "mice")
    finish(held)
    print(f"{end - time.time():.0f} s left for training", flush=True)

    def train(name: str, until: float, init: str, *more) -> subprocess.Popen:
        """Starts a training that ends `until` seconds before the end. Ten seconds are reserved for its start."""
        minutes = max(0.05, (end - until - time.time() - 10) / 60)
        return python(f"train.{name}", "--device", args.device, "--data", work / "mice", "--heldout", work / "heldout",
                      "--init", start / f"{init}.pt", "--out", out / f"{name}.pt", "--minutes", minutes,
                      "--report", max(0.05, minutes / 14), "--batch", BATCH[name], *more)

    left = end - time.time()
    last = EXPORT + DECODER * left
    live = work / "pose.pt"                                             # latest checkpoint of the pose network
    shutil.copy(start / "pose.pt", live)
    pose = train("pose", left * (1 - POSE), "pose", "--lr", 1.5e-3, "--pages", PAGES["pose"], "--uses", 3)
    matting = train("matting", EXPORT, "matting", "--lr", 8e-4, "--start-size", 256,
                    "--pages", PAGES["matting"], "--uses", 4, "--workers", max(1, args.workers - 5),
                    "--above", work / "mice/above")
    multiview = train("multiview", last, "multiview", "--vae", start / "vae.pt", "--pose", live, "--lr", 1.2e-3)
    copied = 0.0                                                        # modification time of the copied checkpoint
    while multiview.poll() is None:
        time.sleep(1)
        found = out / "pose.pt"
        if found.exists() and found.stat().st_mtime > copied:
            copied = found.stat().st_mtime
            shutil.copy(found, work / "pose.part")
            (work / "pose.part").replace(live)
    for process, name in ((multiview, "multiview"), (pose, "pose")):
        trained(process, out / f"{name}.pt")
    decoder = train("decoder", EXPORT, "vae", "--vae", start / "vae.pt", "--pose", out / "pose.pt",
                    "--multiview", out / "multiview.pt", "--lr", 6e-4, "--new", 16)
    trained(decoder, out / "decoder.pt"), trained(matting, out / "matting.pt")
    for name in ("gslrm", "vae"):
        shutil.copy(start / f"{name}.pt", out / f"{name}.pt")
    finish(python("packs.export", "--checkpoints", out, "--out", out / "pack", "--steps", 1))


if __name__ == "__main__":
    main()
