/** What the page and its service worker must call the same. */

/** File name of the service worker, beside the page. */
export const SERVICE_WORKER = 'sw.js';

/** Path, relative to the page, to which other programs send the files that a person shares with the page. */
export const SHARE_PATH = 'share';

/** Parameter of the page's address that says that shared files wait. */
export const SHARED = 'shared';

/** Header of a waiting file with its name, percent-encoded. */
export const FILE_NAME = 'x-file-name';

/** Name of the cache in which shared files wait for the page. @param scope URL of the page's folder */
export const sharedCache = (scope: string) => `mouse-facelift shared ${scope}`;

/**
 * What the page sends to its service worker. `take-over`: the new version may take the place of the old one.
 * `loaded`: a page of this version has started, so older versions may be of no more use.
 */
export type ToServiceWorker = { type: 'take-over' } | { type: 'loaded' };
