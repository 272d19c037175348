import { useEffect, useState } from 'react';
import { hasFile } from '../drop/listen.ts';

/** What is dragged over the page. Before the drop, the browser gives only the type of each file. */
export type Hovering = 'photo' | 'file' | null;

const kindOf = (transfer: DataTransfer | null): Hovering =>
  [...(transfer?.items ?? [])].some(
    ({ kind, type }) => kind === 'file' && type.startsWith('image/'),
  )
    ? 'photo'
    : 'file';

/** Returns what is being dragged over the page, or null. */
export function useHovering(): Hovering {
  const [hovering, setHovering] = useState<Hovering>(null);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const over = (event: DragEvent) => {
      if (hasFile(event)) setHovering(kindOf(event.dataTransfer));
    };
    window.addEventListener('dragenter', over, { signal });
    window.addEventListener('dragover', over, { signal });
    window.addEventListener(
      'dragleave',
      ({ relatedTarget }) => {
        if (relatedTarget === null) setHovering(null);
      },
      { signal },
    );
    window.addEventListener('drop', () => setHovering(null), { signal });
    return () => listening.abort();
  }, []);
  return hovering;
}
