"""Arithmetic of a training: number of threads, bf16, and a random state that is restored."""
import contextlib

import torch

# True if the processor multiplies bf16 in hardware (AMX). With AVX512-BF16 alone, bf16 was slower than fp32
# (README.md).
AMX = torch.cpu._is_amx_tile_supported()


def on_gpu() -> bool:
    """Whether torch's default device is a GPU."""
    return torch.get_default_device().type == "cuda"


def use_threads(count: int) -> None:
    """Sets the number of threads, and treats numbers below 1e-38 as zero.

    Gradients become as small as this, and a processor is several times slower with these numbers."""
    torch.set_num_threads(count)
    torch.set_flush_denormal(True)


def bf16(on: bool = True):
    """Autocast to bf16 on a GPU, and on a processor with AMX. On other processors it has no effect, because bf16 was
    slower than fp32 there, up to a hundred times."""
    device = torch.get_default_device().type
    return torch.autocast(device, dtype=torch.bfloat16, enabled=on and (AMX or device == "cuda"))


@contextlib.contextmanager
def seeded(seed: int = 1):
    """Seeds torch's random numbers inside a `with` block, and restores the random state after the block."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
