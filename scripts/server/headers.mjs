/** The directives of the content security policy. docs/hosting.md says why each of them is as it is. */
const policy = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' blob:",
  'media-src': "'self' blob:",
  'connect-src': "'self' blob:",
  'worker-src': "'self'",
  'frame-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

const asText = (directives) =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** Browser features that the page does not use. Only names that Chromium knows, as it warns about others. */
const unused = [
  'accelerometer',
  'browsing-topics',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** The headers of every answer: of this server, of Vite's preview, and of the file `_headers` for static hosts. */
export const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': asText({ ...policy, 'frame-ancestors': "'none'" }),
  // Only a booth with `?kiosk=1&camera=1` asks for the camera.
  'Permissions-Policy': ['camera=(self)', ...unused.map((feature) => `${feature}=()`)].join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The policy in the page's `<meta>` element, for hosts that cannot set headers. A `<meta>` cannot forbid frames.
 * Trusted Types are only here, because only the document has elements into which HTML can be written.
 */
export const META_POLICY = asText({
  ...policy,
  'require-trusted-types-for': "'script'",
  'trusted-types': 'default',
});

/** Value of `Cache-Control` for a path. File names in assets/ contain a hash of the content. */
export const cacheControl = (pathname) => (pathname.startsWith('/assets/') ? HASHED : 'no-cache');
const HASHED = 'public, max-age=31536000, immutable';

/** Text of the file `_headers`, which Netlify and Cloudflare read. */
export const headersFile = () =>
  [
    '/*',
    ...Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}`),
    '/assets/*',
    `  Cache-Control: ${HASHED}`,
    '',
  ].join('\n');
