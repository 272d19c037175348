import { textIn } from '../../../core/languages.ts';
import { useLang, useText } from '../../context.ts';
import { chosenIn } from '../../drop/listed.ts';
import { fill } from '../../i18n/index.ts';
import { useKiosk, useKioskState } from '../../kiosk/context.ts';

interface Props {
  /** Whether visitors may use the camera, and bring files. */
  camera: boolean;
  files: boolean;
}

/** The samples, large. A touch starts a run. */
export function Choose({ camera, files }: Props) {
  const { lang } = useLang();
  const { kiosk: text, drop, privacy } = useText();
  const kiosk = useKiosk();
  const shows = useKioskState((state) => state.shows);
  const withoutPhoto = useKioskState((state) => state.withoutPhoto);
  return (
    <section className="choose" aria-label={text.choose}>
      <h1>{text.choose}</h1>
      <p>{text.chooseHow}</p>
      {withoutPhoto && (
        <p className="kiosk-note" role="alert">
          {text.noPhoto}
        </p>
      )}
      <div className="choose-samples">
        {shows.map(({ sample: { name, file, title } }) => (
          <button
            key={name}
            type="button"
            aria-label={fill(drop.sample, { title: textIn(lang, title) })}
            onClick={() => kiosk.runSample(name)}
          >
            <img src={file} alt="" draggable={false} />
            <span aria-hidden="true">{textIn(lang, title)}</span>
          </button>
        ))}
      </div>
      {(camera || files) && (
        <div className="kiosk-buttons">
          {camera && (
            <button
              type="button"
              className="button button-primary kiosk-button"
              onClick={kiosk.openCamera}
            >
              {text.takePhoto}
            </button>
          )}
          {files && <PhotoChooser />}
        </div>
      )}
      <p className="kiosk-quiet">{privacy}</p>
    </section>
  );
}

/** The button that opens the file chooser, on a booth that allows files. */
function PhotoChooser() {
  const { drop } = useText();
  const { take } = useKiosk();
  return (
    <span className="file-input button kiosk-button">
      <span aria-hidden="true">{drop.choose}</span>
      <input
        type="file"
        accept="image/*"
        aria-label={drop.input}
        onChange={({ target }) => {
          const chosen = chosenIn(target);
          if (chosen.files.length > 0) void take(chosen);
          // Without this, the same file could not be chosen again.
          target.value = '';
        }}
      />
    </span>
  );
}
