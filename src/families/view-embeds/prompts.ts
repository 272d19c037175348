import { viewName, type ViewAngles } from './angles.ts';

/** How the texts of views are made. */
export const PROMPT_MODES = ['text_only', 'with_angles', 'from_camera'] as const;
export type PromptMode = (typeof PROMPT_MODES)[number];

/** A view as texts describe it. */
export interface PromptView extends ViewAngles {
  name: string;
}

/** The views of a model, and the text of its training. */
interface Preset {
  /** Text of the mode `text_only`. */
  template: string;
  elevationDeg: number;
  /** Name and azimuth of each view, in the order of the model. The azimuths are only those of texts. */
  views: readonly (readonly [string, number])[];
}

/** FaceLift's own text and those of the lab's script. Only the first of them is of FaceLift's published file. */
const PRESETS = {
  facelift: {
    template: 'a rendering image of 3D models, {view} view, {map} map.',
    elevationDeg: 0,
    views: [
      ['front', 0],
      ['front_right', 60],
      ['right', 90],
      ['back', 180],
      ['left', 270],
      ['front_left', 300],
    ],
  },
  mouse: {
    template: 'a rendering image of a 3D model, {view} view, from above at an angle, {map} map.',
    elevationDeg: 20,
    views: [
      ['top-front', 0],
      ['top-front-right', 60],
      ['top-right', 90],
      ['top-back', 180],
      ['top-left', 270],
      ['top-front-left', 300],
    ],
  },
  topdown: {
    template: 'a rendering image of a 3D model, {view} view, from above looking down, {map} map.',
    elevationDeg: 45,
    views: [
      ['top-front', 0],
      ['top-right', 90],
      ['top-back', 180],
      ['top-left', 270],
    ],
  },
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES: readonly [PresetName, ...PresetName[]] = [
  'facelift',
  'mouse',
  'topdown',
];

/** The text of the modes with angles, in every preset. */
const ANGLES_TEMPLATE =
  'a rendering image of a 3D model, {view} view, elevation {elevation} degrees, azimuth {azimuth} degrees, {map} map.';

/** The text of a preset in a mode, with placeholders. */
export const templateOf = (preset: PresetName, mode: PromptMode): string =>
  mode === 'text_only' ? PRESETS[preset].template : ANGLES_TEMPLATE;

/** The views of a preset. @param elevationDeg in place of the preset's */
export const presetViews = (preset: PresetName, elevationDeg?: number): PromptView[] =>
  PRESETS[preset].views.map(([name, azimuthDeg]) => ({
    name,
    azimuthDeg,
    elevationDeg: elevationDeg ?? PRESETS[preset].elevationDeg,
  }));

/** The views of cameras, with names from their angles. */
export const cameraViews = (angles: readonly ViewAngles[]): PromptView[] =>
  angles.map((each) => ({ name: viewName(each), ...each }));

/** The placeholders of a template. */
const PLACEHOLDERS = ['view', 'elevation', 'azimuth', 'map'] as const;

/** What the texts of colour views and of normal maps have in place of `{map}`. */
const MAPS = { colour: 'color', normal: 'normal' } as const;

/** Why a template cannot be used. It continues a sentence. Null if it can. */
export function templateFault(template: string): string | null {
  if (template.trim() === '') return 'is empty';
  const known: readonly string[] = PLACEHOLDERS;
  for (const [, name] of template.matchAll(/\{([^{}]*)\}/g))
    if (!known.includes(name))
      return `has the unknown placeholder {${name}}. There are ${known.map((each) => `{${each}}`).join(', ')}`;
  if (!/\{(view|azimuth|elevation)\}/.test(template))
    return 'has neither {view} nor {azimuth}, so all views would have the same text';
  return null;
}

/** A whole number of degrees. −0 becomes 0. @param turn 360: a full turn is 0 again */
const wholeDegrees = (value: number, turn = Infinity) => {
  const rounded = Math.round(value);
  return `${rounded === turn ? 0 : rounded + 0}`;
};

/** The texts of all views. */
export interface Prompts {
  colour: string[];
  /** Null if the template does not say what kind of map it is for. */
  normal: string[] | null;
}

/**
 * The texts of views. In a template, `color map` is the same as `{map} map`.
 * @param template that `templateFault` finds no fault with
 */
export function promptsOf(template: string, views: readonly PromptView[]): Prompts {
  const general = template.replace(/\bcolor map\b/g, '{map} map');
  const fill = (map: string) =>
    views.map(({ name, elevationDeg, azimuthDeg }) =>
      general
        .replaceAll('{view}', () => name)
        .replaceAll('{elevation}', wholeDegrees(elevationDeg))
        .replaceAll('{azimuth}', wholeDegrees(azimuthDeg, 360))
        .replaceAll('{map}', map),
    );
  return {
    colour: fill(MAPS.colour),
    normal: general.includes('{map}') ? fill(MAPS.normal) : null,
  };
}
