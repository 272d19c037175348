import { enCheck } from './en-check.ts';
import { enGuide } from './en-guide.ts';
import { enKiosk } from './en-kiosk.ts';

/** What the booth, the check of this computer and the guide say. */
export const enStage = { kiosk: enKiosk, check: enCheck, guide: enGuide };
