"""Records DDIM schedules of diffusers for src/families/multiview/scheduler.test.ts.

    python models/parity/record_ddim.py

For both spacings, both values of set_alpha_to_one, and 10, 20 and 50 steps: all time steps, and the sample after one
step from x = 1, v = 0.5 at every time step. With eta = 1 the noise is 0.25.
"""
import json
from pathlib import Path

import torch
from diffusers import DDIMScheduler

OUT = Path(__file__).with_name("ddim_spacings.json")
X, V, NOISE = 1.0, 0.5, 0.25


def schedule(spacing: str, to_one: bool, steps: int, eta: float) -> dict:
    scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
                              num_train_timesteps=1000, prediction_type="v_prediction", steps_offset=1,
                              set_alpha_to_one=to_one, timestep_spacing=spacing, clip_sample=False)
    scheduler.set_timesteps(steps)
    full = lambda value: torch.full((1,), value, dtype=torch.float64)
    after = [scheduler.step(full(V), int(t), full(X), eta=eta, variance_noise=full(NOISE) if eta else None)
             .prev_sample.item() for t in scheduler.timesteps]
    return {"spacing": spacing, "setAlphaToOne": to_one, "eta": eta, "timesteps": scheduler.timesteps.tolist(),
            "after": [round(value, 7) for value in after]}


def main() -> None:
    found = [schedule(spacing, to_one, steps, eta)
             for spacing, to_one, eta in (("leading", False, 1.0), ("trailing", False, 0.0), ("leading", True, 0.0),
                                          ("trailing", True, 1.0))
             for steps in (10, 20, 50)]
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in found)
    OUT.write_text(f'{{"x":{X},"v":{V},"noise":{NOISE},"schedules":[\n{rows}\n]}}\n')
    print(f"{OUT}: {OUT.stat().st_size} bytes")


main()
