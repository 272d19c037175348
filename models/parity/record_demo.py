"""Records what tiny networks of models/training compute, for the tests of the TypeScript graphs.

    python models/parity/record_demo.py

The recordings contain the matting network, the pose network, heat maps, the autoencoder, and diffusers' DDIM
schedule. Weights and images are seeded (seeded.py). The weights are rounded to half precision.
"""
import torch
from diffusers import DDIMScheduler

import seeded
from recording import record, thin
from geometry import rig
from nets import matting, pose, vae


#: Factor of the layer that makes the pose network's heat maps, so that they have peaks.
PEAKS = {"heat.weight": 4}


def picture(*shape: int, scale: float = 1.7) -> tuple[dict, torch.Tensor]:
    """The recipe of a seeded image, and the image."""
    recipe = {"image": {"shape": shape, "scale": scale}}
    return recipe, seeded.inputs(recipe)["image"]


@torch.no_grad()
def main() -> None:
    torch.manual_seed(0)
    config = {"size": 32, "channels": [4, 8, 12, 16], "groups": 2}
    net, (recipe, image) = seeded.fill(matting.Matting(config), torch.half), picture(1, 3, 32, 32)
    record("demo_matting", config, {"alpha": net(image)}, net, recipe)

    config = {"size": 64, "stem": 4, "channels": [8, 8, 12, 16], "blocks": 2, "groups": 2, "fpn": 12,
              "width": 32, "heads": 2, "layers": 2, "up": True}
    net, (recipe, image) = seeded.fill(pose.Pose(config), torch.half, PEAKS), picture(1, 3, 64, 64, scale=2)
    keypoints, uv = net(image)
    record("demo_pose", config, {"keypoints": keypoints, "uv": uv}, net, recipe, PEAKS)

    config = vae.CONFIG | {"out_channels": 3, "block_out_channels": [8, 8, 16], "latent_channels": 4,
                           "norm_num_groups": 4, "sample_size": 32, "scaling_factor": 0.7}
    net, (recipe, image) = seeded.fill(vae.build(config), torch.half), picture(2, 3, 32, 32)
    latents = vae.encode(net, image)
    record("vae_tiny", config, {"latents": latents, "decoded": vae.decode(net, latents)}, net, recipe)

    points = torch.randn(1, 23, 3) * 0.3
    maps = rig.heatmaps(points)[0]
    # Most values are near zero, so more than the usual number of values stay.
    record("demo_heatmaps", {"size": 32, "sigma": rig.SIGMA, "depthScale": rig.DEPTH_SCALE, "rig": rig.RIG},
           {"keypoints": points[0], "w2c": rig.cameras(), "heatmaps": thin(maps, 61)})

    scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
                              prediction_type="v_prediction", steps_offset=1, set_alpha_to_one=False,
                              clip_sample=False, timestep_spacing="trailing")
    io = {"alphas_cumprod": scheduler.alphas_cumprod}
    for steps in (1, 2, 3, 4, 8, 20, 50):
        scheduler.set_timesteps(steps)
        io[f"timesteps_{steps}"] = scheduler.timesteps
    scheduler.set_timesteps(4)
    x = torch.randn(64)
    io["start"] = x
    for i, t in enumerate(scheduler.timesteps):
        v = torch.randn(64)
        x = scheduler.step(v, t, x, eta=0.0).prev_sample
        io |= {f"v_{i}": v, f"x_{i}": x}
    record("ddim_trailing", {"betaStart": 0.00085, "betaEnd": 0.012, "steps": 4, "eta": 0}, io)

    config = {"size": 32, "channels": [4, 8, 12], "blocks": [0, 1, 2], "groups": 2}
    net, (recipe, image) = seeded.fill(matting.Matting(config), torch.half), picture(1, 3, 32, 32)
    record("demo_matting_blocks", config, {"alpha": net(image)}, net, recipe)

    config = {"size": 64, "stem": 4, "stem_stride": 4, "channels": [4, 4, 4, 8], "blocks": 1, "groups": 2, "fpn": 4,
              "width": 8, "heads": 2, "layers": 1, "up": True}
    net, (recipe, image) = seeded.fill(pose.Pose(config), torch.half, PEAKS), picture(1, 3, 64, 64, scale=2)
    keypoints, uv = net(image)
    record("demo_pose_stem", config, {"keypoints": keypoints, "uv": uv}, net, recipe, PEAKS)

    config = vae.CONFIG | {"block_out_channels": [4, 4], "latent_channels": 4, "norm_num_groups": 2, "sample_size": 16}
    net, latents = seeded.fill(vae.build(config), torch.half), torch.randn(2, 4, 8, 8)
    record("vae_tiny_mask", config, {"latents": latents, "decoded": vae.decode(net, latents)}, net)


main()
