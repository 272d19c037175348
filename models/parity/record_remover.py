"""Records how rembg 2.0 prepares a photo for a background remover and makes a mask from its output.

    python models/parity/record_remover.py

Writes a small network as an ONNX file, and a recording with a photo, the network's input, and the masks. The network
has random weights. Its input and its seven outputs d0…d6 have the same names as those of U²-Net. Pre- and
post-processing use the same Pillow and numpy calls as rembg's sessions. PyTorch computes the network.
"""
import json
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from safetensors.numpy import save_file

HERE = Path(__file__).parent
IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
CONFIGS = {
    "u2net": {"size": 320, "divideBy": "maximum", "sigmoid": False} | IMAGENET,
    # The same output is interpreted as logits, as for BiRefNet.
    "logits": {"size": 320, "divideBy": "maximum", "sigmoid": True} | IMAGENET,
    "isnet": {"size": 320, "divideBy": "maximum", "sigmoid": False, "mean": [0.5] * 3, "std": [1.0] * 3},
}
CHANNELS = 16
SIDE_OUTPUTS = 6


def weights(rng: np.random.Generator) -> dict[str, np.ndarray]:
    def conv(cout: int, cin: int, k: int) -> np.ndarray:
        return rng.normal(0, (2 / (cin * k * k)) ** 0.5, (cout, cin, k, k)).astype(np.float32)

    w = {"in.weight": conv(CHANNELS, 3, 5), "mid.weight": conv(CHANNELS, CHANNELS, 3)}
    for i in range(SIDE_OUTPUTS + 1):
        w[f"side{i}.weight"] = conv(1, CHANNELS, 3)
    return w


def network(w: dict[str, np.ndarray], x: np.ndarray) -> np.ndarray:
    """The first output, [1, 1, 320, 320]."""
    t = {name: torch.from_numpy(value) for name, value in w.items()}
    y = F.relu(F.conv2d(torch.from_numpy(x), t["in.weight"], stride=4, padding=2))
    y = F.relu(F.conv2d(y, t["mid.weight"], padding=1))
    y = F.interpolate(F.conv2d(y, t["side0.weight"], padding=1), scale_factor=4, mode="nearest")
    return torch.sigmoid(y).numpy()


def export(w: dict[str, np.ndarray], path: Path) -> None:
    node = helper.make_node
    nodes = [
        node("Conv", ["input.1", "in.weight"], ["a"], kernel_shape=[5, 5], strides=[4, 4], pads=[2] * 4),
        node("Relu", ["a"], ["b"]),
        node("Conv", ["b", "mid.weight"], ["c"], kernel_shape=[3, 3], pads=[1] * 4),
        node("Relu", ["c"], ["d"]),
    ]
    outputs = []
    for i in range(SIDE_OUTPUTS + 1):
        nodes += [
            node("Conv", ["d", f"side{i}.weight"], [f"s{i}"], kernel_shape=[3, 3], pads=[1] * 4),
            node("Resize", [f"s{i}", "roi", "scales"], [f"u{i}"], mode="nearest",
                 coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
            node("Sigmoid", [f"u{i}"], [f"d{i}"]),
        ]
        # As in the real file, only the first masks have a fixed shape.
        shape = [1, 1, 320, 320] if i < 2 else [f"Sigmoidd{i}_dim_{j}" for j in range(4)]
        outputs.append(helper.make_tensor_value_info(f"d{i}", TensorProto.FLOAT, shape))
    tensors = [numpy_helper.from_array(value, name) for name, value in w.items()]
    tensors.append(numpy_helper.from_array(np.array([1, 1, 4, 4], np.float32), "scales"))
    tensors.append(numpy_helper.from_array(np.zeros(0, np.float32), "roi"))
    inputs = [helper.make_tensor_value_info("input.1", TensorProto.FLOAT, [1, 3, 320, 320])]
    graph = helper.make_graph(nodes, "torch-jit-export", inputs, outputs, tensors)
    model = helper.make_model(graph, producer_name="pytorch", ir_version=6,
                              opset_imports=[helper.make_opsetid("", 11)])
    onnx.checker.check_model(model)
    onnx.save(model, path)
    path.chmod(0o644)


def prepared(image: Image.Image, config: dict) -> np.ndarray:
    size = (config["size"], config["size"])
    pixels = np.array(image.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    scaled = pixels / max(np.max(pixels), 1e-6)
    out = (scaled - np.array(config["mean"])) / np.array(config["std"])
    return out.transpose(2, 0, 1)[None].astype(np.float32)


def masked(output: np.ndarray, config: dict, size: tuple[int, int]) -> np.ndarray:
    mask = output[:, 0, :, :]
    if config["sigmoid"]:
        mask = 1 / (1 + np.exp(-mask))
    mask = np.squeeze((mask - mask.min()) / (mask.max() - mask.min()))
    small = Image.fromarray((mask * 255).astype("uint8"), mode="L")
    return np.array(small.resize(size, Image.Resampling.LANCZOS))


def photo(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """A blurred bright blob on a gradient, with noise. No value is 255."""
    y, x = np.mgrid[0:height, 0:width] / [[[height]], [[width]]]
    blob = np.exp(-(((x - 0.55) / 0.2) ** 2 + ((y - 0.45) / 0.3) ** 2))
    rgb = np.stack([60 + 150 * blob, 80 + 60 * x + 60 * blob, 90 * y + 40 * blob], -1)
    return np.clip(rgb + rng.normal(0, 6, rgb.shape), 0, 240).astype(np.uint8)


def main() -> None:
    rng = np.random.default_rng(5)
    w = weights(rng)
    export(w, HERE / "remover_u2net.onnx")
    io = {}
    # For the network, the small photo is enlarged and its mask is reduced. The large photo and its mask: the reverse.
    for name, (width, height) in {"small": (47, 29), "large": (341, 11)}.items():
        pixels = photo(rng, width, height)
        io[f"io.{name}.photo"] = pixels.astype(np.float32)
        for key, config in CONFIGS.items():
            x = prepared(Image.fromarray(pixels), config)
            io[f"io.{name}.{key}.alpha"] = masked(network(w, x), config, (width, height)).astype(np.float32)
            io[f"io.{name}.{key}.input"] = x[0, :, ::40, ::40].copy()
    path = HERE / "remover.safetensors"
    save_file({k: v.astype(np.float16) if "input" not in k else v for k, v in io.items()}, path,
              {"config": json.dumps(CONFIGS)})
    path.chmod(0o644)
    for file in (path, HERE / "remover_u2net.onnx"):
        print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")


main()
