"""C sources beside Python: compiled on first use, cached outside the repository by the hash of their text."""

import ctypes
import functools
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

FLAGS = ["-O3", "-march=native", "-mprefer-vector-width=512", "-ffast-math", "-fPIC", "-shared", "-std=gnu11"]


@functools.cache
def library(source: Path) -> ctypes.CDLL:
    """The compiled library of a C file; several processes may build it at once."""
    key = hashlib.sha256(source.read_bytes() + " ".join(FLAGS).encode()).hexdigest()[:16]
    path = Path(os.environ.get("MICE_CACHE", tempfile.gettempdir())) / f"mice-{source.stem}-{key}.so"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        subprocess.run(["cc", *FLAGS, "-o", str(part), str(source), "-lm"], check=True)
        os.replace(part, path)
    return ctypes.CDLL(str(path))
