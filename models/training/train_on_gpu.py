"""Pose, matting, multi-view model and decoder trained further, side by side on one GPU, on mice rendered for it.

    python train_on_gpu.py --start DIR --out DIR --work /dev/shm/mice --seconds 560

--start: checkpoints to go on from (unpack.py). All that runs shares the card; the multi-view model learns from the
pose network as it is by then, the decoder from the finished multi-view model. --out must be new; OUT/pack is the pack.
Mice in --work are kept for the next time. Seconds in all, rendering included. It needs nvcc.
"""
import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
EXPORT, DECODER = 15, 0.14           # seconds of the last step; share of the decoder
POSE = 0.58                          # share of the pose network
BATCH = {"pose": 512, "multiview": 64, "matting": 64, "decoder": 64}
PAGES = {"pose": 8192, "matting": 4096}


def python(*args) -> subprocess.Popen:
    print("+", *args, flush=True)
    return subprocess.Popen([sys.executable, *map(str, args)], cwd=HERE)


def finish(process) -> None:
    """Wait for it; if it failed, so does all."""
    if process.wait():
        sys.exit(f"failed: {process.args}")


def trained(process, checkpoint: Path) -> Path:
    """Wait for a training. What one that failed had saved by then is used; if it had saved nothing, all fails."""
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
    p.add_argument("--seconds", type=float, default=560, help="for everything, rendering included")
    p.add_argument("--mice", type=int, default=29000)
    p.add_argument("--above", type=int, default=4000)
    p.add_argument("--first-seed", type=int, default=10_000_000)
    p.add_argument("--workers", type=int, default=16)
    p.add_argument("--device", default="cuda")
    args = p.parse_args()
    end, work, out, start = time.time() + args.seconds, args.work.resolve(), args.out.resolve(), args.start.resolve()
    if any(out.glob("*.pt")):
        sys.exit(f"{out} holds checkpoints already: give --out a new folder, and --start this one to go on from them.")
    out.mkdir(parents=True, exist_ok=True)

    held = python("-m", "mice.dataset", "--out", work / "heldout", "--first-seed", 8_100_000, "--count", 100, "--workers", 2)
    if not (work / "mice").exists():
        finish(python("bank.py", "--out", work / "mice.part", "--first-seed", args.first_seed, "--count", args.mice,
                      "--above", args.above, "--workers", args.workers))
        (work / "mice.part").rename(work / "mice")
    finish(held)
    print(f"{end - time.time():.0f} s left for training", flush=True)

    def train(name: str, until: float, init: str, *more) -> subprocess.Popen:
        """Train until `until` seconds before the end; ten seconds go by before it begins."""
        minutes = max(0.05, (end - until - time.time() - 10) / 60)
        return python(f"train_{name}.py", "--device", args.device, "--data", work / "mice", "--heldout", work / "heldout", "--init", start / f"{init}.pt",
                      "--out", out / f"{name}.pt", "--minutes", minutes, "--report", max(0.05, minutes / 14), "--batch", BATCH[name], *more)

    left = end - time.time()
    last = EXPORT + DECODER * left
    live = work / "pose.pt"                                             # the pose network as it is
    shutil.copy(start / "pose.pt", live)
    pose = train("pose", left * (1 - POSE), "pose", "--lr", 1.5e-3, "--pages", PAGES["pose"], "--uses", 3)
    matting = train("matting", EXPORT, "matting", "--lr", 8e-4, "--start-size", 256,
                    "--pages", PAGES["matting"], "--uses", 4, "--workers", max(1, args.workers - 5), "--above", work / "mice/above")
    multiview = train("multiview", last, "multiview", "--vae", start / "vae.pt", "--pose", live, "--lr", 1.2e-3)
    seen = 0.0
    while multiview.poll() is None:
        time.sleep(1)
        found = out / "pose.pt"
        if found.exists() and found.stat().st_mtime > seen:
            seen = found.stat().st_mtime
            shutil.copy(found, work / "pose.part")
            (work / "pose.part").replace(live)
    for process, name in ((multiview, "multiview"), (pose, "pose")):
        trained(process, out / f"{name}.pt")
    decoder = train("decoder", EXPORT, "vae", "--vae", start / "vae.pt", "--pose", out / "pose.pt", "--multiview", out / "multiview.pt",
                    "--lr", 6e-4, "--new", 16)
    trained(decoder, out / "decoder.pt"), trained(matting, out / "matting.pt")
    for name in ("gslrm", "vae"):
        shutil.copy(start / f"{name}.pt", out / f"{name}.pt")
    finish(python("export.py", "--checkpoints", out, "--out", out / "pack", "--steps", 1))


if __name__ == "__main__":
    main()
