import { droppedIn, type Dropped } from './listed.ts';

export const hasFile = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes('Files') ?? false;

/**
 * Calls `take` with files that are dropped or pasted anywhere on the page. It is called before the page is drawn for the
 * first time: else the browser would open a photo that is dropped early, in place of the page.
 */
export function listenForFiles(take: (dropped: Dropped) => void): void {
  const allow = (event: DragEvent) => {
    if (hasFile(event)) event.preventDefault();
  };
  window.addEventListener('dragenter', allow);
  window.addEventListener('dragover', allow);
  window.addEventListener('drop', (event) => {
    if (!hasFile(event) || !event.dataTransfer) return;
    event.preventDefault();
    take(droppedIn(event.dataTransfer));
  });
  window.addEventListener('paste', (event) => {
    if (!event.clipboardData?.files[0]) return;
    event.preventDefault();
    take(droppedIn(event.clipboardData));
  });
}
