"""A discriminator of patches, and the losses of an adversarial training."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.parametrizations import spectral_norm


class Patches(nn.Module):
    """Pictures with masks and heat maps [B,C,H,W] -> a score per patch of 46 pixels (Isola et al. 2017).

    Spectral normalisation keeps its gradient bounded (Miyato et al. 2018)."""

    def __init__(self, channels: int, width: int = 32):
        super().__init__()
        conv = lambda a, b, stride: spectral_norm(nn.Conv2d(a, b, 4 if stride == 2 else 3, stride, 1))
        self.layers = nn.ModuleList([conv(channels, width, 2), conv(width, 2 * width, 2), conv(2 * width, 4 * width, 2),
                                     conv(4 * width, 4 * width, 1), conv(4 * width, 1, 1)])

    def forward(self, x):
        """-> score per patch, and the features of the hidden layers."""
        features = []
        for layer in self.layers[:-1]:
            x = F.leaky_relu(layer(x), 0.2)
            features.append(x)
        return self.layers[-1](x).float(), features


def matching(found, true):
    """Distance of two lists of hidden features (Wang et al. 2018, "feature matching")."""
    return sum((a - b.detach()).abs().mean().float() for a, b in zip(found, true)) / len(found)


def judge_loss(real, fake):
    """Hinge loss of the discriminator for scores of real and of painted pictures."""
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
