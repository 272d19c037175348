"""Writes small PyTorch checkpoints, some of them hostile, for the tests of the checkpoint reader.

    python models/parity/record_torch.py

The output in torch/ is `*.pt`, and `values.safetensors`. The latter contains the tensors as torch reads them, with the
names `<file>/<name>`. The hostile files run code when they are unpickled: they create a file `torch-marker` in the
working folder. Never load the hostile files with `weights_only=False`. This script never unpickles them.
"""
import argparse
import builtins
import collections
import datetime
import io
import os
import pathlib
import pickle
import struct
import zipfile

import numpy as np
import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent / "torch"
MARKER = "touch torch-marker"


class Call:
    """An object that is pickled as a call of `function` with `args`, as in an attacker's file."""

    def __init__(self, function, *args):
        self.call = function, args

    def __reduce__(self):
        return self.call


def training() -> tuple[dict, dict]:
    """A checkpoint as a training script saves it, and the model's tensors by name, without the prefix `module.`."""
    net = torch.nn.Sequential(torch.nn.Linear(3, 4, bias=False), torch.nn.Linear(4, 3))
    adam = torch.optim.AdamW(net.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(adam, 1e-3, total_steps=10)
    net(torch.randn(2, 3)).square().sum().backward()
    adam.step()
    schedule.step()

    state = collections.OrderedDict((f"module.{k}", v) for k, v in net.state_dict().items())
    state._metadata = collections.OrderedDict({"": {"version": 1}})
    rows = torch.randn(6, 5)
    extra = {"half": torch.randn(2, 3).half(), "brain": torch.randn(4).bfloat16(), "scalar": torch.tensor(2.5),
             "slice": rows[2:4], "empty": torch.zeros(0, 3), "one": torch.randn(3, 1).t(),
             "tied": state["module.0.weight"], "parameter": torch.nn.Parameter(torch.randn(2, 2)),
             "special": torch.tensor([float("inf"), -0.0, 1e-40])}
    state |= {f"module.{k}": v for k, v in extra.items()}
    clean = {k.removeprefix("module."): v.detach() for k, v in state.items()}
    state |= {"module.steps": torch.arange(3), "module.double": torch.randn(2).double(), "module.note": None,
              "module.loss_calculator.net.conv1.weight": torch.randn(2, 2),
              "module.lpips_loss.lin.weight": torch.randn(2)}
    namespace = argparse.Namespace(lr=1e-3, out=pathlib.PurePosixPath("runs"), dtype=torch.float16)
    tagged = torch.ones(2)
    tagged.note = "attributes make torch write another function"
    return {
        "model": state, "optimizer": adam.state_dict(), "lr_scheduler": schedule.state_dict(), "epoch": 7,
        "fwdbwd_pass_step": 21125, "name": "mouse", "args": namespace, "loss": np.float64(0.25),
        "random": {"numpy": np.random.RandomState(1).get_state()[:1], "torch": torch.tensor([1, 2], dtype=torch.uint8)},
        "when": datetime.datetime(2024, 5, 6), "size": torch.Size([1, 2]), "device": torch.device("cpu"),
        "seen": {1, 2}, "frozen": frozenset([3]), "big": 2**80, "negative": -(2**40), "bytes": b"ab\x00",
        "counts": collections.Counter("aab"), "lists": collections.defaultdict(list, {1: [2]}),
        "array": np.arange(3, dtype=np.float32), "version": torch.__version__, "tagged": tagged,
        "conjugate": torch.ones(2, dtype=torch.complex64).conj(), "eight": torch.ones(2).to(torch.float8_e4m3fn),
        "sparse": torch.eye(2).to_sparse(), "none": None, "yes": True,
    }, clean


def rezip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"archive/{name}", (2020, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def hostile() -> dict[str, bytes]:
    """For each hostile file, by name, the data.pkl. It runs code when it is unpickled."""
    weights = {"weight": [1.0, 2.0]}
    command = Call(os.system, MARKER)
    getter = Call(getattr, Call(__import__, "os"), "system")
    one = struct.pack("<i", 1)
    raw = {
        "inst": b"\x80\x02(X" + struct.pack("<I", len(MARKER)) + MARKER.encode() + b"ios\nsystem\n.",
        "dotted": pickle.PROTO + b"\x04\x8c\x05torch\x8c\x11_utils.sys.intern\x93\x8c\x01a\x85R.",
        "load_bytes": b"\x80\x02ctorch.storage\n_load_from_bytes\nC\x01x\x85R.",
        "monkey": b"\x80\x02ctorch\nTensor\n}X" + struct.pack("<I", 1) + b"a" + b"J" + one + b"sb.",
        "call_result": b"\x80\x02cargparse\nNamespace\n)R)R.",
        "extension": b"\x80\x02\x82\x01.",
        "run_string": b"\x80\x02cnumpy.testing._private.utils\nrunstring\nX\x01\x00\x00\x00a}\x86R.",
        "hub": b"\x80\x02ctorch.hub\nload\nX\x01\x00\x00\x00a\x85R.",
        "main": b"\x80\x02c__main__\nNet\n)\x81.",
    }
    made = {
        "system": {"model": weights, "extra": command},
        "eval": {"model": {"weight": Call(eval, f"__import__('os').system({MARKER!r})")}},
        "nested": {"optimizer": {"state": [(Call(builtins.getattr, getter, "__call__"),)]}},
        "exec_root": Call(exec, "open('torch-marker', 'w')"),
        "in_namespace": argparse.Namespace(callback=command),
    }
    return raw | {name: pickle.dumps(value, 2) for name, value in made.items()} \
        | {f"{name}_5": pickle.dumps(value, 5) for name, value in made.items()}


def main() -> None:
    torch.manual_seed(3)
    HERE.mkdir(exist_ok=True)
    checkpoint, clean = training()
    plain = {"a": torch.randn(2, 3), "b": {"c": torch.randn(4), "d": {"e": torch.randn(1)}}}
    flat = {"a": plain["a"], "b.c": plain["b"]["c"], "b.d.e": plain["b"]["d"]["e"]}
    files = {"training": (checkpoint, clean, 2), "training_5": (checkpoint, clean, 5),
             "tensor": (torch.randn(2, 2), None, 2), "tensor_3": (torch.randn(2, 2), None, 3),
             "nested_4": ({"state_dict": plain, "epoch": 1}, flat, 4), "root": (flat, flat, 2),
             "transposed": ({"turned": torch.randn(2, 3).t(), "fine": torch.ones(1)}, None, 2),
             "negative": ({"turned": torch._neg_view(torch.ones(2))}, None, 2),
             "module": (torch.nn.Linear(2, 2), None, 2), "nothing": ({"epoch": 3}, None, 2),
             "list": ([torch.ones(1)], None, 2)}
    values = {}
    for name, (content, expected, protocol) in files.items():
        torch.save(content, HERE / f"{name}.pt", pickle_protocol=protocol)
        if isinstance(content, torch.Tensor):
            expected = {"tensor": content}
        for key, tensor in (expected or {}).items():
            values[f"{name}/{key}"] = tensor.detach().clone().contiguous()
    torch.save(flat, HERE / "legacy.pt", _use_new_zipfile_serialization=False)
    for name, pickled in hostile().items():
        (HERE / f"hostile_{name}.pt").write_bytes(rezip({"data.pkl": pickled, "byteorder": b"little"}))
    save_file(values, HERE / "values.safetensors")
    for path in HERE.iterdir():
        path.chmod(0o644)
    print(f"{sum(path.stat().st_size for path in HERE.iterdir()) / 1000:.0f} kB in {len(list(HERE.iterdir()))} files")


if __name__ == "__main__":
    main()
