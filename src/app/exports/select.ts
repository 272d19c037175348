import { EXPORT_FORMATS, type ExportFormat } from '../../core/exchange/formats.ts';
import { stemOf } from '../../core/files/output-names.ts';
import type { SplatSource } from '../../worker/splats/protocol.ts';
import { folderOf, safeName, shownOf } from '../select.ts';
import type { AppState } from '../state.ts';
import type { UserPhoto } from '../user-photo.ts';

/** The splat that the page shows, as a file that can be converted. */
export function sourceOf(state: AppState): SplatSource | null {
  if (state.viewed) return state.viewed.source;
  const blob = shownOf(state)?.splat?.ply;
  return blob ? { file: { name: 'gaussians.ply', blob }, up: 'Z' } : null;
}

/** Whether two sources are the same file, seen in the same way. */
export const sameSource = (a: SplatSource | null, b: SplatSource | null): boolean =>
  a?.file.blob === b?.file.blob && a?.up === b?.up;

/** The name under which a file of a run is saved singly: it begins with the photo's name. */
export const savedName = (photo: UserPhoto, file: string): string => `${folderOf(photo)}-${file}`;

/** The name without the extension, by which a person knows the splat: that of the photo, or of the opened file. */
export function titleOf(state: AppState): string {
  const photo = shownOf(state)?.photo;
  if (photo) return folderOf(photo);
  return safeName(stemOf(state.viewed?.source.file.name ?? 'splat').replace(/\.compressed$/, ''));
}

/** What stands after the name of an opened file. */
const ENDINGS: Readonly<Record<ExportFormat, string>> = {
  ply: '.ply',
  compressed: '.compressed.ply',
  spz: '.spz',
  sog: '.sog',
  glb: '.glb',
  html: '.html',
};

/** The name under which a converted file is saved. */
export function exportName(state: AppState, format: ExportFormat): string {
  const photo = shownOf(state)?.photo;
  return photo
    ? savedName(photo, EXPORT_FORMATS[format].file)
    : `${titleOf(state)}${ENDINGS[format]}`;
}
