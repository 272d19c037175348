import { koCheck } from './ko-check.ts';
import { koGuide } from './ko-guide.ts';
import { koKiosk } from './ko-kiosk.ts';

export const koStage = { kiosk: koKiosk, check: koCheck, guide: koGuide };
