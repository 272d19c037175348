"""Records what transformers' CLIP vision tower and its image processor compute, for src/families/clip.

    python models/parity/record_clip.py
"""
import numpy as np
import torch
from PIL import Image
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

import seeded
from recording import record, thin

CONFIG = {"hidden_size": 48, "num_hidden_layers": 3, "num_attention_heads": 4, "intermediate_size": 80,
          "patch_size": 14, "image_size": 56, "projection_dim": 24, "layer_norm_eps": 1e-5}
# For each picture: height, width, and size of the shorter edge after resizing. A picture must not be taller than twice its width, because Pillow 13 resizes the columns of tall pictures
# first, and older versions do not (python-pillow/Pillow#9549).
PICTURES = {"shrunk": (61, 97, 32), "wide": (64, 160, 50), "tall": (110, 64, 50), "enlarged": (23, 19, 32),
            "same": (24, 40, 24), "official": (301, 512, 224)}


@torch.no_grad()
def main() -> None:
    io, tensors = {}, {}
    for act in ("gelu", "quick_gelu"):
        net = seeded.fill(CLIPVisionModelWithProjection(CLIPVisionConfig(**CONFIG, hidden_act=act)))
        image = torch.from_numpy(seeded.uniform("image", (1, 3, 56, 56))).float() * 2
        io[f"image_embeds_{act}"] = net(image).image_embeds
        tensors = seeded.shapes(net)
    record("clip_tiny", {"clip": CONFIG, "tensors": tensors}, io)

    io = {}
    for name, (height, width, size) in PICTURES.items():
        pixels = (seeded.words(name, height * width * 3) >> np.uint32(24)).astype(np.uint8).reshape(height, width, 3)
        processor = CLIPImageProcessorPil(size={"shortest_edge": size}, crop_size={"height": size, "width": size})
        result = processor(Image.fromarray(pixels), return_tensors="np")["pixel_values"][0]
        io[name] = thin(torch.from_numpy(np.ascontiguousarray(result)))
    record("clip_image", {name: list(numbers) for name, numbers in PICTURES.items()}, io)


main()
