import type { Networks } from './networks.ts';

/** The terms of somebody else's weights, in short; the full text is theirs. */
interface Terms {
  name: string;
  terms: string;
}

const ADOBE: Terms = {
  name: 'Adobe Research License 1.2',
  terms:
    'FaceLift’s weights (UNet, GS-LRM) and what is made from them, this conversion included: for non-commercial ' +
    'research, teaching and publication only; to be passed on for that purpose only, with the licence and its ' +
    'notices; no warranty; revocable. Text: https://huggingface.co/wlyu/OpenFaceLift',
};

const OPEN_RAIL: Terms = {
  name: 'CreativeML Open RAIL++-M',
  terms:
    'Stable Diffusion 2.1-unclip (UNet, autoencoder, image encoder): may be used and passed on, the use restrictions ' +
    'of its Attachment A passed on with it. Text: https://huggingface.co/stabilityai/stable-diffusion-2-1-unclip',
};

const LGM: Terms = {
  name: 'LGM (code MIT; weights: ask their authors)',
  terms: 'LGM’s code is under the MIT licence; that of its weights is not stated with them.',
};

/**
 * The licence of a pack made of somebody else's weights: which terms apply to its parts, and the licence
 * files that lay beside them, whole.
 */
export function licenceOf(
  { unet, vae, imageEncoder, gslrm, lgm }: Networks,
  files: readonly { path: string; text: string }[],
): { name: string; text: string } {
  const terms = [
    ...(unet || gslrm ? [ADOBE] : []),
    ...(unet || vae || imageEncoder ? [OPEN_RAIL] : []),
    ...(lgm ? [LGM] : []),
  ];
  return {
    name: terms.map(({ name }) => name).join(' + '),
    text: [
      ...terms.map(({ name, terms }) => `${name}\n${terms}`),
      'Weights of your own that were trained from these carry the same terms.',
      ...files.map(({ path, text }) => `--- ${path} ---\n${text}`),
    ].join('\n\n'),
  };
}
