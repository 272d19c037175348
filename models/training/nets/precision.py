"""Arithmetic of a training: threads, bf16, and a random state that can be put back."""
import contextlib

import torch

# Does the processor multiply bf16 in hardware (AMX)? With AVX512-BF16 alone, bf16 was slower than fp32 (README.md).
AMX = torch.cpu._is_amx_tile_supported()


def on_gpu() -> bool:
    """Is torch's default device a GPU?"""
    return torch.get_default_device().type == "cuda"


def use_threads(count: int) -> None:
    """Sets the number of threads, and treats numbers below 1e-38 as zero.

    Gradients become that small, and a processor is several times slower with them."""
    torch.set_num_threads(count)
    torch.set_flush_denormal(True)


def bf16(on: bool = True):
    """Autocast to bf16 on a GPU, and on a processor with AMX. Elsewhere it has no effect: there bf16 was slower than
    fp32, up to a hundred times."""
    device = torch.get_default_device().type
    return torch.autocast(device, dtype=torch.bfloat16, enabled=on and (AMX or device == "cuda"))


@contextlib.contextmanager
def seeded(seed: int = 1):
    """Seeds torch's random numbers inside, and restores their state afterwards."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield
