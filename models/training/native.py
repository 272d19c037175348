"""Compiles C and CUDA files on first use. Libraries are cached outside of the repository, by a hash of the source."""

import ctypes
import functools
import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

FLAGS = ("-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math", "-fPIC", "-shared", "-std=gnu11")


@functools.cache
def library(source: Path, compiler: str = "cc", flags: tuple = FLAGS) -> ctypes.CDLL:
    """Loads the library of a C file, and compiles it first if needed. Included files must be in the same folder.

    Several processes may build the library at the same time. The cache is in $MICE_CACHE, or in the folder for
    temporary files."""
    text = source.read_bytes()
    for name in re.findall(rb'#include "(.+)"', text):
        text += (source.parent / name.decode()).read_bytes()
    key = hashlib.sha256(text + " ".join((compiler, *flags)).encode()).hexdigest()[:16]
    path = Path(os.environ.get("MICE_CACHE", tempfile.gettempdir())) / f"mice-{source.stem}-{key}.so"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        subprocess.run([compiler, *flags, "-o", str(part), str(source), "-lm"], check=True)
        os.replace(part, path)
    return ctypes.CDLL(str(path))
