import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Player, PlayerState } from './store.ts';

/** The player of splats. `mount.tsx` provides the value. */
export const PlayerContext = createContext<Player | null>(null);

export const usePlayer = (): Player => {
  const player = useContext(PlayerContext);
  if (!player) throw new Error('This component is not inside a PlayerContext.');
  return player;
};

/** The value that `select` takes from the player's state. The component renders again when that value changes. */
export const usePlayerState = <T>(select: (state: PlayerState) => T): T =>
  useStore(usePlayer().store, select);
