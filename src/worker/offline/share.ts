import { FILE_NAME, SHARE_PATH, SHARED, sharedCache } from './names.ts';
import type { ShellHost } from './shell.ts';

/** Whether a request brings files that a person shares with the page from another program. */
export const isShare = ({ method, url }: Request, scope: string): boolean =>
  method === 'POST' && url === `${scope}${SHARE_PATH}`;

/** Stores shared files. @returns how many */
async function store(
  request: Request,
  { caches, scope }: Pick<ShellHost, 'caches' | 'scope'>,
): Promise<number> {
  const form = await request.formData();
  const files = form.getAll('files').filter((entry) => entry instanceof File);
  const cache = await caches.open(sharedCache(scope));
  for (const [i, file] of files.entries()) {
    const headers = { 'content-type': file.type, [FILE_NAME]: encodeURIComponent(file.name) };
    await cache.put(`${scope}${SHARED}/${Date.now()}-${i}`, new Response(file, { headers }));
  }
  return files.length;
}

/**
 * Stores shared files, and sends the browser to the page, which takes them (`src/app/offline/brought-files.ts`). If they
 * cannot be stored, the page opens, and says that nothing came.
 */
export async function takeShare(
  request: Request,
  host: Pick<ShellHost, 'caches' | 'scope'>,
): Promise<Response> {
  const count = await store(request, host).catch((error: unknown) => {
    console.warn('Shared files cannot be stored.', error);
    return 0;
  });
  return Response.redirect(`${host.scope}?${SHARED}=${count}`, 303);
}
