/** What can be compared, in the order of the table. */
export const ROW_KINDS = ['photo', 'all', 'held-out', 'inputs'] as const;

export type RowKind = (typeof ROW_KINDS)[number];

/** One reconstruction. */
export interface Run {
  /** Name of the folder with its results. */
  folder: string;
  /** `photo`: from one picture, the model makes the other views. `views`: from posed pictures. */
  from: 'photo' | 'views';
  /** Numbers of the views that it gets. */
  inputs: readonly number[];
}

/** One line of the table. */
export interface Row {
  kind: RowKind;
  name: string;
  /** The run whose splat is compared with view i. */
  runOf(view: number): Run;
}

/** The fewest inputs whose place is known without the other views. */
export const PLACED = 2;

const viewsRun = (inputs: readonly number[]): Run => ({
  folder: `views-${inputs.join('-')}`,
  from: 'views',
  inputs,
});

const count = (n: number): string => (n === 1 ? '1 view' : `${n} views`);

/**
 * The lines of a comparison. Rows that need more views than there are, are left out.
 * @param order numbers of the views that may be inputs, in the order in which they are added
 * @param photo number of the view that is the photo
 */
export function rowsOf(kinds: readonly RowKind[], order: readonly number[], photo: number): Row[] {
  const rows: Row[] = [];
  const fixed = (kind: RowKind, name: string, run: Run) =>
    rows.push({ kind, name, runOf: () => run });
  for (const kind of ROW_KINDS.filter((each) => kinds.includes(each)))
    if (kind === 'photo')
      fixed(kind, `photo ${photo}`, { folder: `photo-${photo}`, from: 'photo', inputs: [photo] });
    else if (kind === 'all') fixed(kind, count(order.length), viewsRun(order));
    else if (kind === 'inputs')
      for (let n = order.length - Number(kinds.includes('all')); n >= 1; n--)
        fixed(kind, count(n), viewsRun(order.slice(0, n)));
    else if (order.length > PLACED)
      rows.push({
        kind,
        name: 'all but the view',
        runOf: (view) => viewsRun(order.filter((each) => each !== view)),
      });
  return rows;
}
