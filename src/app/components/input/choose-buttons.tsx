import { useText } from '../../context.ts';
import { FileInput } from '../shared/file-input.tsx';
import './choose-buttons.css';

/**
 * The buttons for people who do not drag: photos, or a folder of photos or samples. @param primary whether choosing is the
 * main thing to do on the page
 */
export function ChooseButtons({ primary = false }: { primary?: boolean }) {
  const text = useText().drop;
  return (
    <span className="choose-buttons">
      <FileInput
        className={primary ? 'button button-primary' : 'button'}
        accept="image/*"
        label={text.input}
        caption={text.choose}
      />
      <FileInput className="button" label={text.inputFolder} caption={text.chooseFolder} folder />
    </span>
  );
}
