import type { StageContext } from '../context.ts';
import {
  directExportRow,
  directReconstructRow,
  viewsRow,
  type DirectGiven,
  type DirectOutputs,
  type DirectSettings,
} from '../direct-table.ts';
import type { StageEvent } from '../events.ts';
import type { StageTable } from '../runner.ts';
import { compare } from '../stages/compare.ts';
import { renderRow, turntableRow } from '../table-rows.ts';
import { shownViews } from './show.ts';
import type { Comparison } from './shown.ts';

/** The outputs of a run from posed views on the page. */
export interface ComparedOutputs extends DirectOutputs {
  compare: Comparison;
}

/**
 * The pipeline from posed views as the page runs it: that of the command line, the pictures of the views for the page,
 * and after `render` the comparison with the true pictures.
 */
export const comparedTable: StageTable<
  DirectGiven & ComparedOutputs,
  DirectSettings,
  StageContext,
  StageEvent
> = [
  {
    ...viewsRow,
    show: async (outputs, _, context) => [
      { type: 'posed-views', shown: await shownViews(outputs.source, outputs.photo, context) },
      ...(await viewsRow.show(outputs)),
    ],
  },
  directReconstructRow,
  renderRow('photo'),
  {
    id: 'compare',
    inputs: ['source', 'photo', 'reconstruct'],
    settings: ['viewSize'],
    weight: () => 2,
    run: ({ source, photo, reconstruct }, settings, context) =>
      compare(source, photo, reconstruct, settings, context),
    show: async (outputs) => [
      { type: 'compared', comparison: outputs.compare },
      { type: 'losses', report: outputs.compare.losses },
    ],
  },
  turntableRow,
  directExportRow,
];
