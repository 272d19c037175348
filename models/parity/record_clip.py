"""Record what transformers' CLIP vision tower and its image processor compute, for src/graphs/clip and src/core/clip-image.

    python models/parity/record_clip.py
"""
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

import seeded

HERE = Path(__file__).parent
CONFIG = {"hidden_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 80, "patch_size": 14,
          "image_size": 56, "projection_dim": 24, "layer_norm_eps": 1e-5}
# Height, width, shorter edge asked for, and which numbers of the result are kept. None is taller than twice its width:
# there Pillow 13 resizes the columns first (python-pillow/Pillow#9549), which its predecessors never did.
PICTURES = {"shrunk": (61, 97, 32, 1), "wide": (64, 160, 48, 1), "tall": (110, 64, 48, 1), "enlarged": (23, 19, 32, 1),
            "same": (24, 40, 24, 1), "official": (301, 512, 224, 7)}


def save(name: str, config: dict, io: dict) -> None:
    path = HERE / f"{name}.safetensors"
    tensors = {f"io.{k}": v.detach().float().contiguous().clone() for k, v in io.items()}
    save_file(tensors, path, {"config": json.dumps(config)})
    path.chmod(0o644)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


@torch.no_grad()
def main() -> None:
    io, tensors = {}, {}
    for act in ("gelu", "quick_gelu"):
        net = seeded.fill(CLIPVisionModelWithProjection(CLIPVisionConfig(**CONFIG, hidden_act=act)))
        image = torch.from_numpy(seeded.uniform("image", (1, 3, 56, 56))).float() * 2
        io[f"image_embeds_{act}"] = net(image).image_embeds
        tensors = seeded.shapes(net)
    save("clip_tiny", {"clip": CONFIG, "tensors": tensors}, io)

    io = {}
    for name, (height, width, size, every) in PICTURES.items():
        pixels = (seeded.words(name, height * width * 3) >> np.uint32(24)).astype(np.uint8).reshape(height, width, 3)
        processor = CLIPImageProcessorPil(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
        result = processor(Image.fromarray(pixels), return_tensors="np")["pixel_values"][0]
        io[name] = torch.from_numpy(np.ascontiguousarray(result)).flatten()[::every]
    save("clip_image", {name: list(numbers) for name, numbers in PICTURES.items()}, io)


main()
