import { FILE_NAME, SHARE_PATH, SHARED, sharedCache } from './names.ts';
import type { ShellHost } from './shell.ts';

/** Whether a request brings files that a person shares with the page from another program. */
export const isShare = ({ method, url }: Request, scope: string): boolean =>
  method === 'POST' && url === `${scope}${SHARE_PATH}`;

/** Stores shared files, and sends the browser to the page, which takes them (`src/app/offline/brought-files.ts`). */
export async function takeShare(
  request: Request,
  { caches, scope }: Pick<ShellHost, 'caches' | 'scope'>,
): Promise<Response> {
  const form = await request.formData();
  const files = form.getAll('files').filter((entry) => entry instanceof File);
  const cache = await caches.open(sharedCache(scope));
  for (const [i, file] of files.entries()) {
    const headers = { 'content-type': file.type, [FILE_NAME]: encodeURIComponent(file.name) };
    await cache.put(`${scope}${SHARED}/${Date.now()}-${i}`, new Response(file, { headers }));
  }
  return Response.redirect(`${scope}?${SHARED}=${files.length}`, 303);
}
