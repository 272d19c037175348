import type { RemoverConfig } from './section.ts';

const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];

/** How rembg 2.0 prepares the input of U²-Net. */
const u2net: RemoverConfig = {
  size: 320,
  divideBy: 'maximum',
  mean: IMAGENET_MEAN,
  std: IMAGENET_STD,
  sigmoid: false,
};
const isnet: RemoverConfig = { ...u2net, size: 1024, mean: [0.5, 0.5, 0.5], std: [1, 1, 1] };
/** Uses ImageNet's mean, but not ImageNet's standard deviation. */
const isnetAnime: RemoverConfig = { ...isnet, mean: IMAGENET_MEAN };
const bria: RemoverConfig = { ...u2net, size: 1024 };
const birefnet: RemoverConfig = { ...bria, sigmoid: true };

/** How to make the input and read the output of each architecture, for rembg's networks with one mask. */
export const ARCHITECTURES = { u2net, isnet, isnetAnime, bria, birefnet } as const;
export type Architecture = keyof typeof ARCHITECTURES;

/** One model of rembg. */
export interface KnownRemover {
  /** rembg's name of the model. */
  id: string;
  architecture: Architecture;
  /** MD5 of the file that rembg publishes; null if rembg publishes no MD5 for it. */
  md5: string | null;
  /** Matches the names that users give the file, in lower case. The first match in the list counts. */
  name: RegExp;
}

/** rembg 2.0's models with one mask. Its other models (clothes, SAM) are refused because of their shapes. */
export const KNOWN_REMOVERS: readonly KnownRemover[] = [
  known('u2netp', 'u2net', '8e83ca70e441ab06c318d82300c84806', /u2netp/),
  known('u2net-human-seg', 'u2net', 'c09ddc2e0104f800e3e1bb4652583d1f', /u2net.?human/),
  known('u2net', 'u2net', '60024c5c889badc19c04ad937298a77b', /u2net/),
  known('silueta', 'u2net', '55e59e0d8062d2f5d013f4725ee84782', /silueta/),
  known('isnet-anime', 'isnetAnime', '6f184e756bb3bd901c8849220a83e38e', /isnet.?anime/),
  known('isnet-general-use', 'isnet', 'fc16ebd8b0c10d971d3513d564d01e29', /isnet/),
  known(
    'birefnet-general-lite',
    'birefnet',
    '4fab47adc4ff364be1713e97b7e66334',
    /birefnet.general.(lite|bb_swin_v1_tiny)/,
  ),
  known('birefnet-general', 'birefnet', '7a35a0141cbbc80de11d9c9a28f52697', /birefnet.general/),
  known('birefnet-portrait', 'birefnet', 'c3a64a6abf20250d090cd055f12a3b67', /birefnet.portrait/),
  known('birefnet-dis', 'birefnet', '2d4d44102b446f33a4ebb2e56c051f2b', /birefnet.dis/),
  known('birefnet-hrsod', 'birefnet', 'c017ade5de8a50ff0fd74d790d268dda', /birefnet.hrsod/),
  known('birefnet-cod', 'birefnet', 'f6d0d21ca89d287f17e7afe9f5fd3b45', /birefnet.cod/),
  known('birefnet-massive', 'birefnet', '33e726a2136a3d59eb0fdf613e31e3e9', /birefnet.massive/),
  known('birefnet', 'birefnet', null, /birefnet/),
  known('bria-rmbg', 'bria', null, /bria|rmbg.?2/),
];

function known(
  id: string,
  architecture: Architecture,
  md5: string | null,
  name: RegExp,
): KnownRemover {
  return { id, architecture, md5, name };
}
