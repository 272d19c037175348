import type { Remover } from '../remover.ts';
import { buildMatting } from './graph.ts';
import { unetMattingSection, type UnetMattingSection } from './section.ts';

/** The small U-Net of the packs that models/training makes. */
export const mattingUnet: Remover<UnetMattingSection> = {
  kind: 'unet',
  schema: unetMattingSection,
  open: ({ files, config }, runner) => ({
    size: config.size,
    // Each level except the first halves its input.
    sizeStep: 2 ** (config.channels.length - 1),
    async squareMask({ width: size, data }) {
      const network = runner.network(files, {
        name: 'background remover',
        variant: `${size}`,
        build: (options) => buildMatting(config, { ...options, size }),
        small: true,
      });
      const feeds = { image: { data, shape: [1, 3, size, size] } };
      const { alpha } = await runner.run(network, feeds, ['alpha']);
      return { width: size, height: size, channels: 1, data: alpha.data };
    },
  }),
};
