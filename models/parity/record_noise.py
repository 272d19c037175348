"""Records random numbers of torch's CPU generator, for the tests of src/core/noise/noise.ts.

    python models/parity/record_noise.py && npx prettier --write src/core/fixtures/torch_randn.json

A stream is one seed with several successive draws. A draw is recorded as its first and last sixteen numbers, and the
SHA-256 of all numbers as little-endian float32 (float16 draws are converted). A draw of fewer than sixteen numbers has
no hash, because torch computes these numbers with sine and logarithm of the C library, in double precision.
"""
import hashlib
import json
from pathlib import Path

import torch

TARGET = Path(__file__).parents[2] / "src/core/fixtures/torch_randn.json"
SHAPES = [[6, 1024], [6, 4, 64, 64], [5], [17], [6, 8, 32, 32], [3], [16]]
HALF_SHAPES = [[6, 1024], [20], [5], [37], [6, 4, 64, 64]]


def draw(generator: torch.Generator, shape: list[int], dtype: torch.dtype) -> dict:
    numbers = torch.randn(shape, generator=generator, dtype=dtype).float().flatten()
    ends = {"shape": shape, "first": shorten(numbers[:16]), "last": shorten(numbers[-16:])}
    if len(numbers) < 16:
        return ends
    return ends | {"sha256": hashlib.sha256(numbers.numpy().astype("<f4").tobytes()).hexdigest()}


def shorten(numbers: torch.Tensor) -> list[float]:
    """The shortest decimal numbers that round to these float32 numbers."""
    return [float(str(value)) for value in numbers.numpy()]


def stream(seed: int, shapes: list[list[int]], dtype: torch.dtype) -> dict:
    generator = torch.Generator().manual_seed(seed)
    name = str(dtype).removeprefix("torch.")
    return {"seed": seed, "type": name, "draws": [draw(generator, shape, dtype) for shape in shapes]}


def main() -> None:
    capability = torch.backends.cpu.get_cpu_capability()
    if capability not in ("AVX2", "AVX512"):
        raise SystemExit(f"the recording needs the AVX2 kernel; this processor has {capability}")
    streams = [stream(seed, SHAPES, torch.float32) for seed in (0, 4, 2**32 - 1)]
    streams.append(stream(4, HALF_SHAPES, torch.float16))
    TARGET.write_text(json.dumps({"made_with": f"torch {torch.__version__}, AVX2", "streams": streams}))
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.0f} kB")


main()
