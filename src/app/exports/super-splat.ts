/** Where the browser keeps the address. */
const KEY = 'supersplat-address';

/** The address that was kept. Empty if there is none, or if the browser keeps nothing. */
export function keptAddress(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function keepAddress(address: string): void {
  try {
    localStorage.setItem(KEY, address);
  } catch {
    // Without storage the address is known until the page is closed.
  }
}

/** An address of the web as a URL. Null for anything else. */
export function webAddress(address: string): URL | null {
  const url = URL.parse(address.trim());
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

/**
 * The address that opens a splat in SuperSplat. Its parameter `load` is the address of the splat, and `filename` its
 * name. Only a page of the same origin can read a blob's address. Another one is opened without a splat.
 * @param blobUrl makes an address of the splat
 */
export function openingAddress(
  address: URL,
  { origin, name, blobUrl }: { origin: string; name: string; blobUrl: () => string },
): { href: string; gets: boolean } {
  const url = new URL(address);
  const gets = url.origin === origin;
  if (gets) {
    url.searchParams.set('load', blobUrl());
    url.searchParams.set('filename', name);
  }
  return { href: url.href, gets };
}
