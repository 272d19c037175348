"""Records what transformers' CLIP text tower and its tokenizer compute, for src/families/clip-text.

    python models/parity/record_clip_text.py
    python models/parity/record_clip_text.py --fuzz 20000 FILE     # random texts, not stored
    CLIP_FUZZ=FILE npx vitest run src/families/clip-text/tokenizer # compares them
"""
import json
import random
import sys
import tempfile
import unicodedata
from pathlib import Path

import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

import seeded
from recording import HERE, record

CONFIG = {"hidden_size": 16, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 40,
          "vocab_size": 60, "max_position_embeddings": 77, "layer_norm_eps": 1e-5}
TOKENS = [58, *range(3, 50, 3), 2, 2, 7, 59, 0, 0, 0]
BEGIN, END = "<|startoftext|>", "<|endoftext|>"
MERGES = ["m o", "mo u", "mou s", "mous e</w>", "v i", "vi e", "vie w</w>", "t h", "th e</w>", "e n", "i n", "in g</w>",
          "r o", "ro n", "f ron", "fron t</w>", "# #</w>", "! !</w>", "Ã ©</w>", "Ã ©", "' s</w>", "æ Ī", "e e", "ee e</w>"]
SIZE = 20


def token(content: str, normalized: bool) -> dict:
    return {"__type": "AddedToken", "content": content, "lstrip": False, "normalized": normalized, "rstrip": False, "single_word": False}


BEGIN_END = {"bos_token": token(BEGIN, True), "eos_token": token(END, True), "unk_token": token(END, True)}
# tokenizer_config.json and special_tokens_map.json. The first is Stable Diffusion 2.1's, the second Stable Diffusion 1's.
LAYOUTS = {
    "padded with !": [{**BEGIN_END, "pad_token": END, "model_max_length": 77}, {**BEGIN_END, "pad_token": "!"}],
    "padded with the end": [{**BEGIN_END, "pad_token": END}, None],
    "without a config": [None, {**BEGIN_END, "pad_token": "!"}],
    "without either": [None, None],
    "of newer versions": [
        {"bos_token": BEGIN, "eos_token": END, "unk_token": END, "pad_token": "!", "added_tokens_decoder": {
            "0": {**token("!", False), "special": True}, "514": {**token("mou", True), "special": True}}},
        {"pad_token": END}],
}
TEXTS = [
    "a rendering image of 3D models, front_right view, color map.", "", "   ", "mouse\tTHE\u00a0view\u3000x\u0085y\ufeffz", "it's we'll I'M 'S ''s",
    "hello!! ! !", f"x{END}y {BEGIN}", f"{BEGIN.upper()}{END.upper()}", "1234 ½ Ⅷ ٣", "caf\u00e9 cafe\u0301 İI ẞ", "ΟΔΟΣ ΣΑΣ",
    "마우스 \u1112\u1161\u11ab 쥐 老鼠", "🐭🐁👨‍👩‍👧 e\u0301\u0301", "## # ###", "eeeee eeee", "\x00\x01\x7f\u200b\u200d\u2028\u2029",
    "a" * 40, "the the the the the the the the the the the the the the the", "\U0001d400 \ufb01 \u01c5 ǅ", "mou mouse MOUth",
]


def letters() -> list[str]:
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(0x100 + i) for i in range(len(others))]


def tokenizer(folder: Path, config: dict | None, tokens_map: dict | None) -> CLIPTokenizer:
    tokens = [*letters(), *(letter + "</w>" for letter in letters()), *(merge.replace(" ", "") for merge in MERGES), BEGIN, END]
    files = {"vocab.json": json.dumps({text: i for i, text in enumerate(tokens)}),
             "merges.txt": "\n".join(["#version: 0.2", *MERGES, ""]),
             "tokenizer_config.json": config and json.dumps(config), "special_tokens_map.json": tokens_map and json.dumps(tokens_map)}
    for name, text in files.items():
        if text:
            (folder / name).write_text(text, encoding="utf-8")
    return CLIPTokenizer.from_pretrained(folder)


def numbers(net: CLIPTokenizer, text: str, size: int = SIZE) -> list[int]:
    return net(text, padding="max_length", max_length=size, truncation=True).input_ids


def known(draw: random.Random, start: int, end: int) -> str:
    """A character of Unicode 3.2."""
    while True:
        character = chr(draw.randrange(start, end))
        if unicodedata.ucd_3_2_0.category(character) not in ("Cn", "Cs"):
            return character


def random_text(draw: random.Random) -> str:
    """Letters of all planes, signs, white space, contractions, and special tokens in any case.

    Characters that are newer than Unicode 3.2 are left out: tokenizers and JavaScript have different versions of Unicode."""
    pieces = [lambda: known(draw, 0, 0x10000), lambda: known(draw, 0x10000, 0x110000), lambda: known(draw, 0x1D000, 0x1D800),
              lambda: chr(draw.randrange(128)), lambda: chr(draw.randrange(0x250)), lambda: chr(draw.randrange(0x300, 0x600)),
              lambda: draw.choice(["'s", "'LL", " ", "\n", "!", "!!", END, BEGIN, END.upper(), "mouse", "the", "view", "İ", "Σ", "ǅ"])]
    return "".join(draw.choice(pieces)() for _ in range(draw.randrange(1, 14)))


@torch.no_grad()
def main() -> None:
    io, tensors = {}, {}
    for act in ("gelu", "quick_gelu"):
        # The names in checkpoints have this prefix. They are the seeds.
        net = torch.nn.ModuleDict({"text_model": CLIPTextModel(CLIPTextConfig(**CONFIG, hidden_act=act, eos_token_id=59))})
        io[f"hidden_{act}"] = seeded.fill(net)["text_model"](torch.tensor([TOKENS])).last_hidden_state
        tensors = seeded.shapes(net)
    record("clip_text_tiny", {"clip": CONFIG, "tokens": TOKENS, "tensors": tensors}, io)

    layouts = {}
    for name, (config, tokens_map) in LAYOUTS.items():
        with tempfile.TemporaryDirectory() as folder:
            net = tokenizer(Path(folder), config, tokens_map)
            layouts[name] = {"config": config, "map": tokens_map, "ids": [numbers(net, text) for text in TEXTS]}
    recording = {"merges": MERGES, "size": SIZE, "texts": TEXTS, "layouts": layouts}
    (HERE / "clip_tokenizer.json").write_text(json.dumps(recording, separators=(",", ":")) + "\n")


def fuzz(count: int, file: str) -> None:
    draw = random.Random(0)
    texts = [random_text(draw) for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        config, tokens_map = LAYOUTS["padded with !"]
        net = tokenizer(Path(folder), config, tokens_map)
        ids = [numbers(net, text, 77) for text in texts]
    layout = {"config": config, "map": tokens_map, "ids": ids}
    Path(file).write_text(json.dumps({"merges": MERGES, "size": 77, "texts": texts, "layouts": {"fuzz": layout}}))


if "--fuzz" in sys.argv:
    fuzz(int(sys.argv[2]), sys.argv[3])
else:
    main()
