import { useEffect, useState } from 'react';

/** What is dragged over the page. Before the drop, the browser gives only the type of each file. */
export type Hovering = 'photo' | 'file' | null;

const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

const kindOf = (transfer: DataTransfer | null): Hovering =>
  [...(transfer?.items ?? [])].some(
    ({ kind, type }) => kind === 'file' && type.startsWith('image/'),
  )
    ? 'photo'
    : 'file';

/**
 * Calls `onDrop` when files are dropped or pasted anywhere on the page. Returns what is being dragged over the page, or
 * null.
 */
export function useFileDrop(onDrop: (transfer: DataTransfer) => void): Hovering {
  const [hovering, setHovering] = useState<Hovering>(null);
  useEffect(() => {
    const listening = new AbortController();
    const listen = <K extends keyof WindowEventMap>(
      type: K,
      handler: (event: WindowEventMap[K]) => void,
    ) => window.addEventListener(type, handler, { signal: listening.signal });

    const over = (event: DragEvent) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      setHovering(kindOf(event.dataTransfer));
    };
    listen('dragenter', over);
    listen('dragover', over);
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) setHovering(null);
    });
    listen('drop', (event) => {
      setHovering(null);
      if (!hasFile(event) || !event.dataTransfer) return;
      event.preventDefault();
      onDrop(event.dataTransfer);
    });
    listen('paste', (event) => {
      if (!event.clipboardData?.files[0]) return;
      event.preventDefault();
      onDrop(event.clipboardData);
    });
    return () => listening.abort();
  }, [onDrop]);
  return hovering;
}
