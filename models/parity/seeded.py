"""Weights and inputs without a file. Each number is a hash of the tensor's name and the element's index.

src/test/seeded.ts makes the same numbers, bit for bit. So a recording needs only the outputs of a network.
"""
import numpy as np
import torch


def words(name: str, count: int) -> np.ndarray:
    """`count` words of 32 bits: murmur3's finaliser over FNV-1a of the name plus index times the golden ratio."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = (seed ^ byte) * 0x01000193 & 0xFFFFFFFF
    h = np.arange(count, dtype=np.uint32)
    h *= np.uint32(0x9E3779B9)
    h += np.uint32(seed)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h ^= h >> np.uint32(shift)
        h *= np.uint32(factor)
    h ^= h >> np.uint32(16)
    return h


def uniform(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Float64 numbers in −1…1, multiples of 2⁻²³."""
    return ((words(name, int(np.prod(shape))) >> np.uint32(8)) * 2.0**-23 - 1).reshape(shape)


def weight(name: str, shape: tuple[int, ...], dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Matrices have variance 1.3 / fan-in, which keeps activations near one. Vectors: near 1 (weights of norms) or 0."""
    values = uniform(name, tuple(shape))
    if len(shape) > 1:
        values *= (3.9 / np.prod(shape[1:])) ** 0.5
    else:
        values *= 0.35
        if name.endswith(".weight"):
            values += 1
    return torch.from_numpy(values.astype(np.float32)).to(dtype)


def fill(module: torch.nn.Module, dtype: torch.dtype = torch.float32,
         gains: dict[str, int] | None = None) -> torch.nn.Module:
    """Fills every parameter with seeded numbers, rounded to `dtype` and stored as float32.

    gains: factors of parameters, powers of two, by name."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(weight(name, parameter.shape, dtype).float() * (gains or {}).get(name, 1))
    return module.eval()


def inputs(recipes: dict[str, dict]) -> dict[str, torch.Tensor]:
    """Float32 inputs of a network: uniform in middle − scale … middle + scale. The names are the seeds.

    recipes, by the input's name: `shape`, `scale`, `middle` if it isn't 0, and `box` if it isn't the whole picture:
    [top, bottom, left, right]. Outside of the box, all values are 1."""
    made = {}
    for name, recipe in recipes.items():
        values = uniform(name, tuple(recipe["shape"])) * recipe["scale"] + recipe.get("middle", 0)
        if "box" in recipe:
            top, bottom, left, right = recipe["box"]
            boxed = np.ones_like(values)
            boxed[..., top:bottom, left:right] = values[..., top:bottom, left:right]
            values = boxed
        made[name] = torch.from_numpy(values.astype(np.float32))
    return made


def shapes(module: torch.nn.Module) -> dict[str, list[int]]:
    """The shapes of a module's tensors, by name."""
    return {name: list(value.shape) for name, value in module.state_dict().items()}
