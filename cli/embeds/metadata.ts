import type { PromptView, Prompts } from '../../src/families/view-embeds/prompts.ts';

/** What metadata.json says. */
interface Made {
  mode: string;
  /** The preset, or the camera file and its placement. */
  preset?: string;
  cameras?: string;
  placement?: string;
  views: readonly PromptView[];
  prompts: Prompts;
  shape: readonly number[] | undefined;
  /** The folder of the text encoder, as it was typed. */
  model: string;
}

const rounded = (value: number) => Math.round(1000 * value) / 1000;

/** metadata.json beside the embeddings. The keys that the lab's script writes, too, have its names. Angles are in degrees. */
export function metadataOf({
  mode,
  preset,
  cameras,
  placement,
  views,
  prompts,
  shape,
  model,
}: Made) {
  const metadata = {
    mode,
    preset,
    camera_json: cameras,
    placement,
    views: views.map(({ name }) => name),
    azimuths: views.map(({ azimuthDeg }) => rounded(azimuthDeg)),
    elevations: views.map(({ elevationDeg }) => rounded(elevationDeg)),
    color_prompts: prompts.colour,
    ...(prompts.normal && { normal_prompts: prompts.normal }),
    shape,
    dtype: 'float16',
    model,
  };
  return new TextEncoder().encode(`${JSON.stringify(metadata, null, 2)}\n`);
}
