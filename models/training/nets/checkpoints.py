"""Reading checkpoints of trainings: a dict with the keys `ema` (the averaged weights), `config`, and others."""
import torch


def read_checkpoint(path) -> dict:
    """A checkpoint, on the CPU."""
    return torch.load(path, weights_only=False, map_location="cpu")


def load(path, model):
    """`model` with the averaged (EMA) weights of a checkpoint, ready for use and without gradients."""
    model.load_state_dict(read_checkpoint(path)["ema"])
    return model.eval().requires_grad_(False)


def config_of(path) -> dict:
    """The config of a checkpoint's network."""
    return read_checkpoint(path)["config"]
