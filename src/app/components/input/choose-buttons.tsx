import { useText } from '../../context.ts';
import { useCoarsePointer } from '../../hooks/use-coarse-pointer.ts';
import { FileInput } from '../shared/file-input.tsx';
import './choose-buttons.css';

/**
 * The buttons for people who do not drag: photos, or a folder of photos or samples. With a finger also the camera.
 * @param primary whether choosing is the main thing to do on the page
 */
export function ChooseButtons({ primary = false }: { primary?: boolean }) {
  const text = useText().drop;
  const touch = useCoarsePointer();
  const main = primary ? 'button button-primary' : 'button';
  return (
    <span className="choose-buttons">
      {touch && (
        <FileInput
          className={main}
          accept="image/*"
          label={text.takePhoto}
          caption={text.takePhoto}
          camera
        />
      )}
      <FileInput
        className={touch ? 'button' : main}
        accept="image/*"
        label={text.input}
        caption={text.choose}
      />
      <FileInput className="button" label={text.inputFolder} caption={text.chooseFolder} folder />
    </span>
  );
}
