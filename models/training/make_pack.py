"""The demo pack from nothing: mice, five networks, export. Resumable: run it again after an interruption.

    python make_pack.py --work DIR --out ../mouse-demo --minutes 240

Two trainings at a time, one thread each (on a CPU that beats one with two threads).
"""
import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Shares of the time budget. Two columns run side by side; a line of a column starts when the one above ends.
# The decoder is the autoencoder's, taught what the multi-view model leaves. The reconstructor's second turn (its budget
# counts the first) learns from the multi-view model's own pictures.
COLUMNS = ([("vae", 0.16), ("multiview", 0.74), ("decoder", 0.08)],
           [("pose", 0.36), ("gslrm", 0.22), ("matting", 0.18), ("gslrm", 0.36)])
HELDOUT = 200


def mice_for(minutes: float) -> tuple[int, int, int]:
    """How many mice, photos alone, and photos from above a budget can learn from; rendering takes a tenth of it or so."""
    return int(min(8000, 50 + 30 * minutes)), int(min(24000, 50 + 90 * minutes)), int(min(2000, 50 + 8 * minutes))


def python(*args) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, *map(str, args)], cwd=HERE)


def run(*args) -> None:
    if python(*args).wait():
        sys.exit(f"failed: {' '.join(map(str, args))}")


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--out", type=Path, default=HERE.parent / "mouse-demo")
    p.add_argument("--minutes", type=float, default=240, help="of training; the mice take up to 12 more")
    args = p.parse_args()
    work = args.work.resolve()
    mice, photos, above = mice_for(args.minutes)
    for name, first, count, *kind in (("train", 0, mice), ("heldout", 9_000_000, HELDOUT), ("photos", 1_000_000, photos, "--photos"),
                                      ("above", 500_000, above, "--from-above")):
        run("-m", "mice.dataset", "--out", work / name, "--first-seed", first, "--count", count, "--workers", 2, *kind)

    def start(name: str, share: float) -> subprocess.Popen:
        extra = ["--above", work / "above"] if name == "matting" else []
        if name == "multiview" or name == "gslrm" and (work / "gslrm.pt").exists() and (work / "multiview.pt").exists():
            extra = ["--vae", work / "vae.pt", "--pose", work / "pose.pt"]
            extra += ["--cache", work / "latents"] if name == "multiview" else ["--multiview", work / "multiview.pt"]
        if name == "decoder":
            extra = ["--init", work / "vae.pt", "--vae", work / "vae.pt", "--pose", work / "pose.pt", "--multiview", work / "multiview.pt"]
        more = [work / "photos"] if name in ("pose", "matting") else []
        return python(f"train_{name}.py", "--data", work / "train", *more, "--heldout", work / "heldout",
                      "--out", work / f"{name}.pt", "--minutes", share * args.minutes, *extra)

    queues = [list(column) for column in COLUMNS]
    running: dict[int, subprocess.Popen] = {}
    while any(queues) or running:
        for i, queue in enumerate(queues):
            ready = queue and (queue[0][0] != "multiview" or (work / "pose.pt").exists())
            if i not in running and ready:
                running[i] = start(*queue.pop(0))
        for i, process in list(running.items()):
            try:
                if process.wait(timeout=2):
                    sys.exit(f"a training of column {i} failed")
                del running[i]
            except subprocess.TimeoutExpired:
                pass
    run("export.py", "--checkpoints", work, "--out", args.out.resolve())


if __name__ == "__main__":
    main()
