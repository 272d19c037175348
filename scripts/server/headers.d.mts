/** The headers of every answer, by name. */
export const HEADERS: Record<string, string>;
/** The content security policy in the page's `<meta>` element. */
export const META_POLICY: string;
/** Value of `Cache-Control` for the path of a URL, for example `/assets/index-i2dhi2sp.js`. */
export function cacheControl(pathname: string): string;
/** Text of the file `_headers`, which Netlify and Cloudflare read. */
export function headersFile(): string;
