import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { usePlayer, usePlayerState } from '../../player/context.ts';
import { playerKey } from '../../player/player-keys.ts';
import { shortcutList } from '../../shortcuts/store.ts';
import { AlertBox } from '../shared/alert-box.tsx';
import { Dialog } from '../overlay/dialog.tsx';
import { PlayerControls } from './player-controls.tsx';
import { PlayerPicture } from './player-picture.tsx';
import './player.css';

/** Shows splats from files: one, or several as frames of a sequence. */
export function PlayerDialog() {
  const text = useText().player;
  const player = usePlayer();
  const { actions } = player;
  const files = usePlayerState((state) => state.files);
  const error = usePlayerState((state) => state.error);
  const count = files?.length ?? 0;
  return (
    <Dialog
      className="player"
      title={count === 1 ? text.one : fill(text.several, { count })}
      closeLabel={text.close}
      onClose={actions.close}
      onKeyDown={(event) => {
        const { single } = shortcutList.getState();
        const act = playerKey(player, event, event.target as Element, single);
        if (!act) return;
        event.preventDefault();
        act();
      }}
    >
      {error && <AlertBox error={error} onDismiss={actions.dismiss} />}
      <PlayerPicture />
      <PlayerControls />
    </Dialog>
  );
}
