"""Makes the demo pack from nothing: renders mice, trains five networks, and exports. Run it again to resume it.

    python -m packs.make_pack --work DIR --out ../mouse-demo --minutes 240

Two trainings run at the same time with one thread each. On a CPU this is faster than one training with two threads.
"""
import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]          # models/training
# Fractions of the time budget. The two queues run at the same time, and the trainings of a queue one after the other.
# The decoder learns from the latents of the multi-view model. The second training of the reconstructor continues the
# first training, and learns from generated views. The second fraction includes the first.
QUEUES = ([("vae", 0.16), ("multiview", 0.74), ("decoder", 0.08)],
          [("pose", 0.36), ("gslrm", 0.22), ("matting", 0.18), ("gslrm", 0.36)])
HELDOUT = 200


def mice_for(minutes: float) -> tuple[int, int, int]:
    """Numbers of mice, of single photos, and of photos from above. Rendering takes about a tenth of the time budget."""
    return int(min(8000, 50 + 30 * minutes)), int(min(24000, 50 + 90 * minutes)), int(min(2000, 50 + 8 * minutes))


def python(*args) -> subprocess.Popen:
    """Starts `python -m args…`."""
    return subprocess.Popen([sys.executable, "-m", *map(str, args)], cwd=ROOT)


def run(*args) -> None:
    if python(*args).wait():
        sys.exit(f"failed: {' '.join(map(str, args))}")


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--out", type=Path, default=ROOT.parent / "mouse-demo")
    p.add_argument("--minutes", type=float, default=240, help="minutes of training; rendering takes up to 12 more")
    args = p.parse_args()
    work = args.work.resolve()
    mice, photos, above = mice_for(args.minutes)
    for name, first, count, *kind in (("train", 0, mice), ("heldout", 9_000_000, HELDOUT),
                                      ("photos", 1_000_000, photos, "--photos"),
                                      ("above", 500_000, above, "--from-above")):
        run("mice.dataset", "--out", work / name, "--first-seed", first, "--count", count, "--workers", 2, *kind)

    def start(name: str, fraction: float) -> subprocess.Popen:
        extra = ["--above", work / "above"] if name == "matting" else []
        if name == "multiview" or name == "gslrm" and (work / "gslrm.pt").exists() and (work / "multiview.pt").exists():
            extra = ["--vae", work / "vae.pt", "--pose", work / "pose.pt"]
            extra += ["--cache", work / "latents"] if name == "multiview" else ["--multiview", work / "multiview.pt"]
        if name == "decoder":
            extra = ["--init", work / "vae.pt", "--vae", work / "vae.pt", "--pose", work / "pose.pt",
                     "--multiview", work / "multiview.pt"]
        more = [work / "photos"] if name in ("pose", "matting") else []
        return python(f"train.{name}", "--data", work / "train", *more, "--heldout", work / "heldout",
                      "--out", work / f"{name}.pt", "--minutes", fraction * args.minutes, *extra)

    queues = [list(queue) for queue in QUEUES]
    running: dict[int, subprocess.Popen] = {}
    while any(queues) or running:
        for i, queue in enumerate(queues):
            ready = queue and (queue[0][0] != "multiview" or (work / "pose.pt").exists())
            if i not in running and ready:
                running[i] = start(*queue.pop(0))
        for i, process in list(running.items()):
            try:
                if process.wait(timeout=2):
                    sys.exit(f"failed: {' '.join(process.args)}")
                del running[i]
            except subprocess.TimeoutExpired:
                pass
    run("packs.export", "--checkpoints", work, "--out", args.out.resolve(), "--steps", 2)


if __name__ == "__main__":
    main()
