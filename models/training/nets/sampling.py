"""The multi-view model's noise schedule and its DDIM sampler (docs/models.md)."""
import torch

TEMPERATURE = 0.3               # scale of the noise that a single step starts from
BETAS = torch.linspace(0.00085 ** 0.5, 0.012 ** 0.5, 1000, dtype=torch.float64) ** 2
ALPHA_BAR = torch.cumprod(1 - BETAS, 0).float()


@torch.no_grad()
def sample(net, image, heat, steps: int, seed: int = 4, guidance: float = 1.0, temperature: float = TEMPERATURE):
    """Latents [B,6,L,s,s] by DDIM with trailing timesteps and eta 0.

    net: `nets.unet.MultiView`. image: latents of view 0 [B,L,s,s]. heat: heat maps [B,6,46,s,s].
    temperature: scale of the starting noise. It is used only if `steps` is 1."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(len(image), 6, *image.shape[1:], generator=generator, device="cpu").to(image)
    x *= temperature if steps == 1 else 1
    times = [round(1000 - i * 1000 / steps) - 1 for i in range(steps)]
    for t in times:
        bar, before = ALPHA_BAR[t], ALPHA_BAR[max(t - 1000 // steps, 0)]
        v = net(x, image, heat, torch.full((len(x),), t))
        if guidance != 1:
            free = net(x, image * 0, heat * 0, torch.full((len(x),), t))
            v = free + guidance * (v - free)
        clean, noise = bar.sqrt() * x - (1 - bar).sqrt() * v, bar.sqrt() * v + (1 - bar).sqrt() * x
        x = before.sqrt() * clean + (1 - before).sqrt() * noise
    return x
