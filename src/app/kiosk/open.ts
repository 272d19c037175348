import type { App } from '../store.ts';
import { browserCamera, createCamera } from './camera.ts';
import { openShows } from './kept-shows.ts';
import { createKiosk, type Kiosk } from './store.ts';

/** The booth in this browser. @param baseUrl URL of the folder that contains the page */
export const openKiosk = (app: App, baseUrl: string): Kiosk =>
  createKiosk(app, {
    shows: openShows(),
    camera: createCamera(browserCamera),
    async packText(packId) {
      const url = new URL(`models/${encodeURIComponent(packId)}/pack.json`, baseUrl);
      const answer = await fetch(url);
      return answer.ok ? answer.text() : '';
    },
    waitMs: browserCamera.waitMs,
  });
