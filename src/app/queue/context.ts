import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { QueueState } from './state.ts';
import type { Queue } from './store.ts';

/** The queue of photos and samples. `mount.tsx` provides the value. */
export const QueueContext = createContext<Queue | null>(null);

export const useQueue = (): Queue => {
  const queue = useContext(QueueContext);
  if (!queue) throw new Error('This component is not inside a QueueContext.');
  return queue;
};

/** The value that `select` takes from the queue's state. The component renders again when that value changes. */
export const useQueueState = <T>(select: (state: QueueState) => T): T =>
  useStore(useQueue().store, select);
