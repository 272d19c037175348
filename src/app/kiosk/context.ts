import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CameraState } from './camera.ts';
import type { Kiosk, KioskState } from './store.ts';

/** The booth. `mount.tsx` provides the value on a page with `?kiosk=1`. */
export const KioskContext = createContext<Kiosk | null>(null);

export const useKiosk = (): Kiosk => {
  const kiosk = useContext(KioskContext);
  if (!kiosk) throw new Error('This component is not inside a KioskContext.');
  return kiosk;
};

/** The value that `select` takes from the booth's state. The component renders again when that value changes. */
export const useKioskState = <T>(select: (state: KioskState) => T): T =>
  useStore(useKiosk().store, select);

/** The state of the booth's camera. */
export const useCameraState = (): CameraState => useStore(useKiosk().camera.store);
