import { useLayoutEffect, useRef } from 'react';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { usePlayer, usePlayerState } from '../../player/context.ts';
import { AlertBox } from '../shared/alert-box.tsx';
import { CloseIcon } from '../shared/icons.tsx';
import { PlayerControls } from './player-controls.tsx';
import { PlayerPicture } from './player-picture.tsx';
import '../shared/dialog.css';
import './player.css';

/** Shows splats from files: one, or several as frames of a sequence. */
export function PlayerDialog() {
  const text = useText().player;
  const { actions } = usePlayer();
  const files = usePlayerState((state) => state.files);
  const error = usePlayerState((state) => state.error);
  const ref = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);

  const count = files?.length ?? 0;
  return (
    <dialog
      ref={ref}
      className="dialog player"
      aria-labelledby="player-title"
      onCancel={(event) => {
        event.preventDefault();
        actions.close();
      }}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) actions.close();
      }}
    >
      <div className="player-head">
        <h2 id="player-title">{count === 1 ? text.one : fill(text.several, { count })}</h2>
        <button
          type="button"
          className="button button-icon"
          aria-label={text.close}
          title={text.close}
          onClick={actions.close}
        >
          <CloseIcon />
        </button>
      </div>
      {error && <AlertBox error={error} onDismiss={actions.dismiss} />}
      <PlayerPicture />
      <PlayerControls />
    </dialog>
  );
}
