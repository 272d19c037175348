import type { Terms } from './family.ts';

/** The terms of FaceLift's weights. */
export const ADOBE: Terms = {
  name: 'Adobe Research License 1.2',
  terms:
    'FaceLift’s weights (UNet, GS-LRM) and what is made from them, this conversion included: for non-commercial ' +
    'research, teaching and publication only; to be passed on for that purpose only, with the licence and its ' +
    'notices; no warranty; revocable. Text: https://huggingface.co/wlyu/OpenFaceLift',
};

/** The terms of Stable Diffusion 2.1-unclip's weights. */
export const OPEN_RAIL: Terms = {
  name: 'CreativeML Open RAIL++-M',
  terms:
    'Stable Diffusion 2.1-unclip (UNet, autoencoder, image encoder): may be used and passed on, the use restrictions ' +
    'of its Attachment A passed on with it. Text: https://huggingface.co/stabilityai/stable-diffusion-2-1-unclip',
};
