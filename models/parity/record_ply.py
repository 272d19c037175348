"""Records small 3DGS files of every common kind, for the tests of the PLY reader and writer.

    pip install plyfile
    npm install @playcanvas/splat-transform@3.7.0
    python models/parity/record_ply.py node_modules/.bin/splat-transform

plyfile 1.1 writes the uncompressed files. splat-transform 3.7 writes and unpacks compressed.ply. It also rotates a
cloud in the same way as this project's standard file. All files have the same values: `ply/values.safetensors`.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from plyfile import PlyData, PlyElement
from safetensors.numpy import save_file

OUT = Path(__file__).parent / "ply"
COUNT, PACKED, EVERY = 5, 260, 13

CORE = ["x", "y", "z", "f_dc_0", "f_dc_1", "f_dc_2"]
TAIL = ["opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3"]


def rest(count: int) -> list[str]:
    return [f"f_rest_{i}" for i in range(count)]


def values(count: int) -> dict[str, np.ndarray]:
    """All columns that a Gaussian can have, float32. Columns of the same name are equal for every SH degree."""
    draw = np.random.default_rng(4)
    columns = {name: draw.normal(size=count) for name in CORE + rest(45) + ["opacity"]}
    columns |= {f"scale_{i}": draw.normal(-4, 1, size=count) for i in range(3)}
    turn = draw.normal(size=(count, 4))
    turn /= np.linalg.norm(turn, axis=1, keepdims=True)
    columns |= {f"rot_{i}": turn[:, i] for i in range(4)}
    return {name: column.astype(np.float32) for name, column in columns.items()}


def rows(columns: dict[str, np.ndarray], names: list[str], types: dict[str, str] | None = None) -> np.ndarray:
    """A structured array with the columns `names`. A name without a column gets zeros."""
    kinds = [(name, (types or {}).get(name, "f4")) for name in names]
    table = np.zeros(len(columns["x"]), dtype=kinds)
    for name in names:
        if name in columns:
            table[name] = columns[name]
    return table


def write(name: str, *elements: PlyElement, **form) -> Path:
    path = OUT / f"{name}.ply"
    PlyData(list(elements), **form).write(str(path))
    return path


def vertex(*args) -> PlyElement:
    return PlyElement.describe(rows(*args), "vertex")


def mesh(count: int) -> PlyElement:
    """A PLY element that readers must skip: faces with 3, 4, 5 … corners."""
    table = np.empty(count, dtype=[("flag", "u1"), ("vertex_indices", object)])
    for i in range(count):
        table[i] = (i, np.arange(3 + i, dtype=np.int32))
    return PlyElement.describe(table, "face", len_types={"vertex_indices": "u1"},
                               val_types={"vertex_indices": "i4"})


def transform(tool: str, *arguments: str) -> None:
    subprocess.run([tool, "--quiet", "--overwrite", *arguments], check=True)


def table_of(path: Path) -> np.ndarray:
    """The table N×59 of a file: the columns CORE, the SH coefficients, the columns TAIL."""
    read = PlyData.read(str(path))["vertex"]
    return np.stack([read[name] for name in CORE + rest(45) + TAIL], 1).astype(np.float32)


def main(tool: str) -> None:
    OUT.mkdir(exist_ok=True)
    columns = values(COUNT)
    plain, normals = CORE + TAIL, CORE[:3] + ["nx", "ny", "nz"] + CORE[3:]
    write("degree0", vertex(columns, plain))
    write("degree1", vertex(columns, CORE + rest(9) + TAIL))
    write("degree2", vertex(columns, CORE + rest(24) + TAIL))
    degree3 = write("degree3", vertex(columns, normals + rest(45) + TAIL))
    colours = {"red": "u1", "green": "u1", "blue": "u1"}
    facelift = CORE[:3] + list(colours) + CORE[3:] + rest(45) + TAIL
    write("facelift", vertex({n: c for n, c in columns.items() if not n.startswith("f_rest")}, facelift, colours))
    write("big_endian", vertex(columns, normals + rest(9) + TAIL), byte_order=">")
    write("ascii", vertex(columns, CORE + rest(9) + TAIL), text=True)
    write("doubles", vertex(columns, TAIL + CORE, {name: "f8" for name in CORE[:3] + TAIL[:3]}))
    camera = PlyElement.describe(np.array([(1, 2.5)], dtype=[("id", "i2"), ("focal", "f8")]), "camera")
    among = [mesh(3), vertex(columns, plain), camera]
    write("among_others", *among, comments=["of somebody"], obj_info=["a scan"])
    write("among_others_ascii", *among, text=True, comments=["of somebody"], obj_info=["a scan"])
    levels = {name: np.arange(COUNT) * 50 + i for i, name in enumerate(colours)}
    write("byte_colours", vertex(columns | levels, CORE[:3] + list(colours) + TAIL, colours))
    write("points", vertex(columns | levels, CORE[:3] + list(colours), colours))
    crlf = (OUT / "degree0.ply").read_bytes()
    head, body = crlf.split(b"end_header\n", 1)
    (OUT / "crlf.ply").write_bytes((head + b"end_header\n").replace(b"\n", b"\r\n") + body)

    tensors = {"values": table_of(degree3)}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        many = values(PACKED)
        # After quantisation, these opacities are 0 and 1, whose logits are not finite.
        many["opacity"][:2] = [-30, 30]
        PlyData([vertex(many, CORE + rest(45) + TAIL)]).write(str(work / "many.ply"))
        for degree in ["0", "2"]:
            packed = OUT / f"packed{degree}.compressed.ply"
            transform(tool, str(work / "many.ply"), "--filter-harmonics", degree, str(packed))
            transform(tool, str(packed), str(work / "unpacked.ply"))
            read = PlyData.read(str(work / "unpacked.ply"))["vertex"]
            names = CORE + rest([0, 9, 24][int(degree)]) + TAIL
            tensors[f"packed{degree}"] = np.stack([read[name] for name in names], 1)[::EVERY].astype(np.float32)
        # splat-transform rotates in the viewer's world, which is the file's world rotated by 180° about Z. In the axes
        # of the file, the rotation is (x, y, z) → (−x, −z, −y), as in src/core/gaussians/axes.ts.
        transform(tool, str(degree3), "--rotate=90,0,180", str(work / "turned.ply"))
        tensors["turned"] = table_of(work / "turned.ply")
    save_file({name: np.ascontiguousarray(t) for name, t in tensors.items()}, OUT / "values.safetensors")
    for path in sorted(OUT.iterdir()):
        path.chmod(0o644)
        print(f"{path.name}: {path.stat().st_size / 1000:.1f} kB")
    print(f"together {sum(p.stat().st_size for p in OUT.iterdir()) / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1])
