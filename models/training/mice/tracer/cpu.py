"""Calls tracer.c: renders one picture of one mouse on a CPU."""

import ctypes
import functools
from pathlib import Path

import numpy as np

from native import library

SOURCE = Path(__file__).with_name("tracer.c")

PRIM = np.dtype([
    ("type", "f4"), ("a", "f4", 3), ("b", "f4", 3), ("ra", "f4"), ("rb", "f4"), ("k", "f4"), ("sv", "f4", 3),
    ("s", "f4"), ("up", "f4", 3), ("ca", "f4", 3), ("cb", "f4", 3), ("cv", "f4", 3), ("fur", "f4"), ("gloss", "f4"),
    ("dir", "f4", 3), ("part", "f4"), ("cap", "f4"),
])
"""One primitive, with the layout of Prim in tracer.h."""

SHADING = np.dtype([
    ("key", "f4", 3), ("key_rgb", "f4", 3), ("sky", "f4", 3), ("ground", "f4", 3), ("rim", "f4", 3),
    ("gain", "f4"), ("streak", "f4"), ("sheen", "f4"), ("bump", "f4"),
    ("patch", "f4", 3), ("patch_at", "f4"), ("patch_scale", "f4"), ("offset", "f4", 3), ("tick", "f4"),
    ("tick_rgb", "f4", 3), ("belly_at", "f4"), ("belly_width", "f4"), ("rough", "f4"),
])
"""Light and fur, with the layout of Shading in tracer.h. Colours are linear."""


@functools.cache
def entry():
    """The compiled function `trace`."""
    function = library(SOURCE).trace
    f, i = ctypes.POINTER(ctypes.c_float), ctypes.c_int
    function.argtypes, function.restype = [f, i, f, f, f, i, i, i, f, f, f], None
    return function


def trace(prims, shading, w2c, k, width, height, samples=2):
    """Renders prims [n] PRIM with shading [1] SHADING through w2c [4,4], k [4] (pixels).

    → rgb f32 [H,W,3] (sRGB, premultiplied), alpha f32 [H,W], depth f32 [H,W] (camera z, 0 = empty)."""
    out = [np.empty(shape, np.float32) for shape in ((height, width, 3), (height, width), (height, width))]
    inputs = [np.ascontiguousarray(x) for x in (prims, shading, np.asarray(w2c, np.float32), np.asarray(k, np.float32))]
    pointer = lambda x: x.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    p, l, w, k = (pointer(x) for x in inputs)
    entry()(p, len(prims), l, w, k, width, height, samples, *(pointer(x) for x in out))
    return out
