"""Read and write shards of mice (format: README.md)."""

import os
import zipfile
from pathlib import Path

import numpy as np


def list_shards(folder):
    """Finished shards of a folder, in the order of their seeds."""
    return sorted(Path(folder).glob("mice_*.npz"))


def load_shard(path):
    """dict of numpy arrays, first axis = mouse (README.md lists the keys)."""
    with np.load(path) as data:
        return {key: data[key] for key in data.files}


def save_shard(path, arrays):
    """Write a shard at once: a reader never sees half of one. Fast zip compression (np.load reads it)."""
    part = f"{path}.part"
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for key, array in arrays.items():
            with archive.open(key + ".npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array))
    os.replace(part, path)
