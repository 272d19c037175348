import { useCallback } from 'react';
import { useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { useCameraState, useKiosk } from '../../kiosk/context.ts';
import { BlobImage } from '../shared/blob-image.tsx';
import { MOUSE_BODY, MOUSE_TAIL } from '../shared/mouse-shape.ts';
import './camera-screen.css';

/** The camera’s picture with the outline of a mouse over it, then the photo. */
export function CameraScreen() {
  const text = useText().kiosk;
  const words = text.camera;
  const { camera, choose, openCamera, runTaken } = useKiosk();
  const state = useCameraState();
  const left = state.phase === 'live' ? state.left : null;
  const refusal = state.phase === 'refused' ? words.reasons[state.reason] : null;
  return (
    <section className="camera" aria-label={words.label} data-phase={state.phase}>
      <h1>{words.label}</h1>
      {refusal ? (
        <div className="kiosk-note" role="alert">
          <strong>{refusal.message}</strong>
          <p>{refusal.hint}</p>
        </div>
      ) : (
        <div className="camera-picture">
          {state.phase === 'live' && <CameraPicture stream={state.stream} label={words.picture} />}
          {state.phase === 'taken' && <BlobImage blob={state.photo} alt={words.taken} />}
          {state.phase === 'opening' && <p>{words.opening}</p>}
          {state.phase === 'live' && (
            <svg className="camera-outline" viewBox="-8 -28 230 196" aria-hidden="true">
              <path d={MOUSE_TAIL} />
              <path d={MOUSE_BODY} />
            </svg>
          )}
          {left !== null && (
            <p className="camera-count" role="status" aria-label={fill(words.count, { left })}>
              {left}
            </p>
          )}
        </div>
      )}
      <p>{state.phase === 'live' ? words.aim : ''}</p>
      <div className="kiosk-buttons">
        {state.phase === 'live' && (
          <button
            type="button"
            className="button button-primary kiosk-button"
            disabled={left !== null}
            onClick={() => void camera.shoot()}
          >
            {words.shoot}
          </button>
        )}
        {state.phase === 'taken' && (
          <>
            <button type="button" className="button button-primary kiosk-button" onClick={runTaken}>
              {words.use}
            </button>
            <button type="button" className="button kiosk-button" onClick={camera.retake}>
              {words.retake}
            </button>
          </>
        )}
        {refusal && (
          <button type="button" className="button kiosk-button" onClick={openCamera}>
            {words.again}
          </button>
        )}
        <button type="button" className="button kiosk-button" onClick={choose}>
          {text.choose}
        </button>
      </div>
    </section>
  );
}

function CameraPicture({ stream, label }: { stream: MediaStream; label: string }) {
  const ref = useCallback(
    (video: HTMLVideoElement) => {
      video.srcObject = stream;
      return () => {
        video.srcObject = null;
      };
    },
    [stream],
  );
  return <video ref={ref} aria-label={label} autoPlay muted playsInline disablePictureInPicture />;
}
