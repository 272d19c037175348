import { wouldLoseRun } from './history/select.ts';
import type { History } from './history/store.ts';
import { isWriting } from './import/select.ts';
import type { Importer } from './import/store.ts';
import type { Queue } from './queue/store.ts';
import type { App } from './store.ts';

interface Stores {
  app: Pick<App, 'store'>;
  history: Pick<History, 'store'>;
  importer: Pick<Importer, 'store'>;
  queue: Pick<Queue, 'store'>;
}

/** Whether something would be lost if the tab were closed now. */
function wouldLose({ app, history, importer, queue }: Stores): boolean {
  const { kept, items, halt } = queue.store.getState();
  return (
    wouldLoseRun(app.store.getState(), history.store.getState()) ||
    isWriting(importer.store.getState()) ||
    (!kept && items.length > 0) ||
    halt === 'unstored'
  );
}

/** Lets the browser ask before the tab is closed, but only while something would be lost. */
export function guardLeaving(stores: Stores): void {
  addEventListener('beforeunload', (event) => {
    if (wouldLose(stores)) event.preventDefault();
  });
}
