import { DEFAULT_PACK } from '../../core/defaults.ts';
import { connectCheck } from '../../worker/check/bridge.ts';
import type { UrlParams } from '../url.ts';
import { browserFacts } from './browser-facts.ts';
import { createCheck, type Check } from './store.ts';

/** The check of this computer, in this browser. @param baseUrl URL of the folder that contains the page */
export const openCheck = ({ pack, backend }: UrlParams, baseUrl: string): Check =>
  createCheck(connectCheck(baseUrl, pack ?? DEFAULT_PACK), browserFacts, backend);
