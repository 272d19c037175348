"""Calls tracer.cu: renders pictures of many mice at a time on a GPU.

On a CPU the same code runs as C++, slowly, for tests."""

import contextlib
import ctypes
import functools
import shutil
from pathlib import Path

import numpy as np
import torch

from native import library

from .cpu import PRIM, SHADING

SOURCE = Path(__file__).with_name("tracer.cu")
MAXP, TILE, BOUND, TILE_BYTES, PIXEL = 160, 8, 52, 172, 32  # as in tracer.h; the last three are sizes in bytes
SCRATCH = 3.5e9  # limit of the scratch memory, bytes
EMULATED = ("-x", "c++", "-DEMULATE", "-O3", "-march=native", "-ffast-math", "-fPIC", "-shared")

POINTERS = (
    "prims", "counts", "shadings", "which", "w2c", "k", "bounds", "tiles", "pixels", "edge", "todo", "rays",
    "rgb", "alpha", "depth",
)
NUMBERS = ("mice", "pictures", "width", "height", "samples")


class Job(ctypes.Structure):
    """A struct with the layout of Job in tracer.cu."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in POINTERS), ("count", ctypes.c_longlong),
        *((name, ctypes.c_int) for name in NUMBERS),
    ]


@functools.cache
def entry(kind):
    """The compiled library for a kind of device, "cuda" or "cpu"."""
    if kind == "cuda":
        nvcc = shutil.which("nvcc") or "/usr/local/cuda/bin/nvcc"
        runtime = Path(nvcc).resolve().parent.parent / "lib"  # the CUDA runtime of an nvcc that pip installed
        flags = "-O3", "--use_fast_math", "-arch=native", "-Xcompiler", "-fPIC", "-shared", f"-L{runtime}"
        loaded = library(SOURCE, nvcc, flags)
    else:
        loaded = library(SOURCE, "c++", EMULATED)
    loaded.message.restype, loaded.message.argtypes = ctypes.c_char_p, [ctypes.c_int]
    for function in (loaded.begin, loaded.finish):
        function.restype, function.argtypes = ctypes.c_int, [ctypes.POINTER(Job), ctypes.c_void_p]
    sizes = [BOUND, TILE_BYTES, PIXEL, PRIM.itemsize, SHADING.itemsize, ctypes.sizeof(Job)]
    assert [loaded.bytes(i) for i in range(6)] == sizes
    return loaded


def pack_mice(prims, counts, shadings, device="cuda"):
    """Copies M mice to a device → dict of tensors.

    prims: primitives of all mice [sum of counts] PRIM; counts [M]; shadings [M] SHADING."""
    if np.max(counts) > MAXP:
        raise ValueError(f"a mouse has {np.max(counts)} primitives, more than {MAXP}")
    packed = np.zeros((len(counts), MAXP), PRIM)
    packed[np.arange(MAXP) < counts[:, None]] = prims
    floats = lambda x: torch.from_numpy(np.ascontiguousarray(x).view(np.float32)).to(device)
    counts = torch.from_numpy(counts.astype(np.int32)).to(device)
    return {"prims": floats(packed), "counts": counts, "shadings": floats(shadings)}


def render_many(prims_list, shadings, which, w2c, k, size, samples=2, device="cuda"):
    """Renders V pictures of M mice. prims_list: M arrays [n] PRIM. shadings: M arrays [1] SHADING.

    which [V]: for each picture the index of its mouse. w2c [V,4,4], k [V,4]: cameras of the pictures.
    size: pixels, or (width, height) in pixels.

    → tensors rgb u8 [V,H,W,3] on white (sRGB), alpha u8 [V,H,W], depth f16 [V,H,W] (camera z, 0 = empty)."""
    counts = np.array([len(p) for p in prims_list])
    mice = pack_mice(np.concatenate(prims_list), counts, np.concatenate(shadings), device)
    width, height = size if isinstance(size, tuple) else (size, size)
    empty = lambda *shape, dtype=torch.uint8: torch.empty((len(w2c), height, width, *shape), dtype=dtype, device=device)
    out = empty(3), empty(), empty(dtype=torch.float16)
    render_into(out, mice, which, w2c, k, samples)
    return out


def render_into(out, mice, which, w2c, k, samples=2):
    """As `render_many`, for mice of `pack_mice`. Writes into the contiguous tensors rgb, alpha, depth (or None)."""
    rgb, alpha, depth = out
    height, width = alpha.shape[-2:]
    tiles = -(-width // TILE) * -(-height // TILE)
    step = max(int(SCRATCH / (tiles * TILE * TILE * (PIXEL * (samples**2 + 1) + 48))), 1)
    device = alpha.device
    as_tensor = lambda x, dtype: torch.as_tensor(np.ascontiguousarray(x, dtype)).to(device)
    which, w2c, k = as_tensor(which, np.int32), as_tensor(w2c, np.float32), as_tensor(k, np.float32)
    for at in range(0, len(which), step):
        rows = slice(at, at + step)
        views = {"which": which[rows], "w2c": w2c[rows], "k": k[rows], "rgb": rgb[rows], "alpha": alpha[rows]}
        z = _render({**mice, **views}, len(views["which"]), width, height, tiles, samples, device)
        if depth is not None:
            depth[rows].copy_(z)


def _render(tensors, pictures, width, height, tiles, samples, device):
    """Renders all pictures in one launch. Returns depth f32 [pictures,H,W]."""
    count = len(tensors["counts"])
    scratch = lambda *shape, dtype=torch.uint8: torch.empty(shape, dtype=dtype, device=device)
    edge = scratch(pictures * tiles * TILE * TILE)
    depth = scratch(pictures, height, width, dtype=torch.float32)
    tensors = {
        **tensors, "bounds": scratch(count * MAXP, BOUND), "tiles": scratch(pictures * tiles, TILE_BYTES),
        "pixels": scratch(len(edge), PIXEL), "edge": edge, "depth": depth,
    }
    for name, tensor in tensors.items():
        assert tensor.is_contiguous() and tensor.device == device, name
    pointers = {name: tensor.data_ptr() for name, tensor in tensors.items()}
    job = Job(mice=count, pictures=pictures, width=width, height=height, samples=samples, **pointers)
    _call("begin", job, device)
    todo = edge.nonzero()[:, 0].contiguous()
    rays = scratch(len(todo) * samples**2, PIXEL)
    job.todo, job.rays, job.count = todo.data_ptr(), rays.data_ptr(), len(todo)
    _call("finish", job, device)
    return depth


def _call(name, job, device):
    loaded = entry(device.type)
    with torch.cuda.device(device) if device.type == "cuda" else contextlib.nullcontext():
        stream = torch.cuda.current_stream().cuda_stream if device.type == "cuda" else None
        code = getattr(loaded, name)(ctypes.byref(job), stream)
    if code:
        raise RuntimeError(f"tracer.cu, {name}: {loaded.message(code).decode()}")

