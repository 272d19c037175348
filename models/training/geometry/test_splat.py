"""Compares splat.c with the same compositing in PyTorch, whose gradients autograd derives."""
import pytest
import torch

from geometry import splat
from geometry.rig import cameras, focal


def gaussians(count: int) -> dict:
    """A shell of random Gaussians. Their opacities range from nearly invisible to opaque."""
    direction = torch.nn.functional.normalize(torch.randn(count, 3), dim=1)
    parts = {"xyz": direction * torch.tensor([0.5, 0.25, 0.25]), "rgb": torch.rand(count, 3),
             "log_scale": torch.log(torch.rand(count, 3) * 0.012 + 0.004), "rotation": torch.randn(count, 4),
             "opacity": torch.rand(count) * 0.999}
    return {k: v.requires_grad_() for k, v in parts.items()}


@pytest.mark.parametrize("size,count", [(1, 5), (33, 500), (128, 3000)])
def test_pictures_and_gradients_agree(size, count):
    torch.manual_seed(size)
    g, results = gaussians(count), []
    picture, cover = torch.rand(size, size, 3), torch.rand(size, size)
    for composite in (splat.Composite.apply, splat.composite):
        centre, conic, depth = splat.project(g, cameras()[1], size, focal(size))
        order = depth.detach().argsort(stable=True)
        image, transmittance = composite(centre, conic, g["opacity"], g["rgb"], order, size)
        loss = (image + transmittance[..., None] - picture).square().sum() + (transmittance - cover).square().sum()
        results.append((image, transmittance, *torch.autograd.grad(loss, list(g.values()))))
    for a, b in zip(*results):
        assert (a - b).norm() <= 1e-5 * b.norm() + 1e-7


def test_gaussians_behind_an_opaque_stack_are_hidden_and_have_no_gradient():
    n = 40
    rgb = torch.rand(n, 3, requires_grad=True)
    centre, conic = torch.full((n, 2), 4.5), torch.tensor([[0.01, 0.0, 0.01]]).expand(n, 3)
    image, transmittance = splat.Composite.apply(centre, conic, torch.full((n,), 0.9), rgb, torch.arange(n), 9)
    image[4, 4].sum().backward()
    assert transmittance[4, 4] < 1e-4
    assert rgb.grad[0].min() > 0.89 and rgb.grad[10:].abs().max() == 0
