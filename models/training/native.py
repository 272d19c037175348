"""C sources beside Python: compiled on first use, cached outside the repository by the hash of their text."""

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
    """The compiled library of a C file and the files beside it that it includes; several processes may build it at once."""
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
