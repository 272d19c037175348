"""Lists and writes data shards of mice (format: README.md)."""

import os
import zipfile
from pathlib import Path

import numpy as np


def list_shards(folder):
    """The complete data shards of a folder, in the order of the seeds."""
    return sorted(Path(folder).glob("mice_*.npz"))


def save_shard(path, arrays):
    """Writes a data shard in one step, so that a reader never gets an incomplete file. Compression is fast zip."""
    part = f"{path}.part"
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for key, array in arrays.items():
            with archive.open(key + ".npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.ascontiguousarray(array))
    os.replace(part, path)
