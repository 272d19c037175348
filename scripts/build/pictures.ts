import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Plugin } from 'vite';

/** Sides in pixels of the icons that browsers ask for. */
const ICONS = [180, 192, 512];

/** A maskable icon is cut to any shape. Only this part of its width is sure to stay. */
const SAFE = 0.8;

/** Side of a sample's thumbnail in pixels: twice the largest size at which the page usually shows one. */
const THUMBNAIL = 192;

const icon = (svg: Buffer, size: number) =>
  sharp(svg, { density: (72 * size) / 64 }).resize(size, size);

/** The pictures that are made from others, by the path at which they are served. */
async function makers(): Promise<Map<string, () => Promise<Buffer>>> {
  const svg = await readFile('public/icon.svg');
  const made = new Map<string, () => Promise<Buffer>>();
  for (const size of ICONS)
    made.set(`icon-${size}.png`, () => icon(svg, size).png({ palette: true }).toBuffer());
  made.set('icon-maskable-512.png', async () => {
    const inner = Math.round(512 * SAFE);
    const [before, after] = [Math.floor((512 - inner) / 2), Math.ceil((512 - inner) / 2)];
    return sharp(await icon(svg, inner).png().toBuffer())
      .extend({ top: before, left: before, bottom: after, right: after, background: '#0a6e5f' })
      .flatten({ background: '#0a6e5f' })
      .png({ palette: true })
      .toBuffer();
  });
  const list = JSON.parse(await readFile('src/app/samples.json', 'utf8')) as {
    name: string;
    file: string;
  }[];
  for (const { name, file } of list)
    made.set(`samples/small/${name}.webp`, () =>
      sharp(path.join('public/samples', file))
        .resize(THUMBNAIL, THUMBNAIL, { fit: 'cover' })
        .webp({ quality: 74 })
        .toBuffer(),
    );
  return made;
}

/**
 * Makes the icons from `public/icon.svg`, and the thumbnails of the samples from the samples. They are written with the
 * build, and made on request by the development server.
 */
export function pictures(): Plugin {
  return {
    name: 'pictures',
    async generateBundle() {
      for (const [fileName, make] of await makers())
        this.emitFile({ type: 'asset', fileName, source: await make() });
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const name = (request.url ?? '').replace(/^\/|\?.*$/g, '');
        void makers()
          .then((all) => all.get(name)?.())
          .then((bytes) => {
            if (!bytes) return next();
            response.setHeader('Content-Type', `image/${path.extname(name).slice(1)}`);
            response.end(bytes);
          })
          .catch(next);
      });
    },
  };
}
