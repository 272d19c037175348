import { measureAttention } from './attention.ts';
import { measureOfficial } from './official.ts';
import { measureRasterizer } from './rasterizer.ts';
import type { Host, Part, Report } from './types.ts';

const parts: Readonly<Record<string, Part>> = {
  attention: measureAttention,
  rasterizer: measureRasterizer,
  official: measureOfficial,
};

/**
 * Runs one piece of a part that needs only a `Host`.
 * @throws Error if there is no such part, and what the part throws
 */
export async function runPart(
  name: string,
  host: Host,
  report: Report,
  options: { piece: string; software: boolean },
): Promise<void> {
  const part = parts[name];
  if (!part) throw new Error(`there is no part ${name}`);
  await part(host, report, options);
}
