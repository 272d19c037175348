"""Views that the multi-view model generates from photos, for the training of the decoder and the reconstructor."""
import random

import torch

from geometry.rig import align, alignment, heatmaps
from nets import pose, unet, vae
from nets.checkpoints import config_of, load, read_checkpoint
from nets.precision import bf16
from nets.sampling import sample

from .streams import stacked
from .subjects import MIRROR, about_centre, subjects
from .views import MIRRORED_RING, stack, truth


class GeneratedViews:
    """Mice with six views that the multi-view model generated in one step from a photo.

    Each batch has a few new mice. The others are chosen from the last `size` mice. The keypoints are nearly true, so
    the views show the true geometry.
    args: --multiview, --vae and --pose name the checkpoints. stream: source of mice."""

    def __init__(self, args, stream, size: int = 64):
        state = read_checkpoint(args.multiview)
        self.scale, self.stream, self.size, self.pages = state["scaling"], stream, size, []
        self.args, self.net = args, load(args.multiview, unet.MultiView())
        self.vae, self.pose = load(args.vae, vae.build()), load(args.pose, pose.Pose(config_of(args.pose)))

    def refresh(self):
        """Reads the UNet and the pose network again, because their trainings may still run."""
        load(self.args.multiview, self.net), load(self.args.pose, self.pose)

    @torch.no_grad()
    def conditions(self, mice: dict, colours: float = 1.0):
        """View 0, made from the photo, of B mice (`streams.stacked`): first [B,3,128,128], keypoints [B,23,3], starts
        [B]. View 0 of a mouse has the index `start` in its ring of true views.

        colours: fraction of the photos whose colours differ from the colours of the true views."""
        picture, uv, turns, points, _ = subjects(mice, 256, photo=0.75, colours=colours)
        with bf16():
            found, found_uv = self.pose(picture * 2 - 1)
        weight = 0.3 * torch.rand(len(points), 1, 1)
        found = found[:, :23, :3].float() + about_centre(points, uv)[1]
        points, uv = points.lerp(found, weight.expand_as(points)), uv.lerp(found_uv.float(), weight.expand_as(uv))
        return align(picture, *alignment(points, uv)), points, turns

    @torch.no_grad()
    def sampled(self, first, points):
        """View 0 [B,3,128,128] and keypoints [B,23,3] -> unscaled latents of the six views [B,6,L,32,32]."""
        with bf16():
            image = self.vae.encode(first * 2 - 1).latent_dist.mode().float() * self.scale
            return sample(self.net, image, heatmaps(points), 1, seed=random.randrange(10**6)).float() / self.scale

    def latents(self, mice: dict, colours: float = 1.0):
        """Generates the views of B mice (`streams.stacked`).

        -> unscaled latents [B,6,L,32,32], view 0 (made from the photo) [B,3,128,128], starts [B] (`conditions`)."""
        first, points, turns = self.conditions(mice, colours)
        return self.sampled(first, points), first, turns

    @torch.no_grad()
    def painted(self, mice: dict, colours: float = 1.0):
        """Pictures as the app paints them: the mean of a pass and of a pass on the mirror image.

        -> pictures and masks [B,6,4,128,128] in 0..1, keypoints [B,23,3], starts [B] (`conditions`)."""
        first, points, turns = self.conditions(mice, colours)

        def decoded(picture, keypoints):
            with bf16():
                out = self.vae.decode(self.sampled(picture, keypoints).flatten(0, 1)).sample
            return (out.float().clamp(-1, 1) / 2 + 0.5).unflatten(0, (len(picture), 6))

        across = torch.tensor([-1.0, 1, 1])
        other = decoded(first.flip(-1), points[:, MIRROR] * across)[:, MIRRORED_RING].flip(-1)
        return (decoded(first, points) + other) / 2, points, turns

    @torch.no_grad()
    def generate(self, count: int):
        """Adds the views of `count` new mice to `pages`."""
        mice = [self.stream.next() for _ in range(count)]
        latents, first, turns = self.latents(stacked(mice))
        with bf16():
            views = self.vae.decode(latents.flatten(0, 1)).sample[:, :3].float().clamp(-1, 1) / 2 + 0.5
            views[::6] = first                                              # view 0 is made from the photo
        self.pages += zip(views.movedim(1, -1).unflatten(0, (count, 6)), mice, turns.tolist())
        self.pages = self.pages[-self.size:]

    def batch(self, count: int, fresh: int = 1):
        """Generated views [B,6,S,S,3], the view of the photo first, and the `views.truth` of their mice."""
        self.generate(fresh if len(self.pages) >= count else count)
        views, mice = [], []
        for six, mouse, start in random.sample(self.pages, count):
            # View 0 is view `start` of the mouse's ring. Mirroring reverses the order of the ring.
            mirrored = random.random() < 0.5
            views.append(six[MIRRORED_RING].flip(2) if mirrored else six)
            mice.append(truth(mouse, (-start if mirrored else start) % 6, mirrored))
        return torch.stack(views), stack(mice)
