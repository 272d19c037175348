import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Corrections, Exposure } from '../../core/corrections/corrections.ts';
import { asAppError, isAbort, type AppError } from '../../core/errors.ts';
import { MaskEditor, type EditorState } from '../../core/mask-edit/editor.ts';
import type { Point, Rect } from '../../core/mask-edit/mask.ts';
import { correctionsOf, shownOf } from '../select.ts';
import type { App } from '../store.ts';
import type { UserPhoto } from '../user-photo.ts';
import type { CorrectDialog } from './can-correct.ts';
import { inPieces } from './pieces.ts';

export interface CorrectState {
  /** The dialog that is open. */
  dialog: CorrectDialog | null;
  /** Null: the photo is not open yet. */
  editor: EditorState | null;
  /** Whether a click is being worked on. */
  busy: boolean;
  exposure: Exposure;
  /** Whether the person is asked if the changes may be discarded. */
  asking: boolean;
  error: AppError | null;
}

/** The person's actions. They never reject. */
export interface CorrectActions {
  /** Opens a dialog about the photo on the page. */
  open(dialog: CorrectDialog): Promise<void>;
  /** Opens the editor of the mask for a photo in which no mouse was found. */
  paint(photo: UserPhoto): Promise<void>;
  /** Closes the dialog. If the mask was changed, asks first. */
  close(): void;
  /** Closes the dialog without asking. */
  discard(): void;
  /** Goes on editing. */
  goOn(): void;
  set(change: Parameters<MaskEditor['set']>[0]): void;
  setExposure(change: Partial<Exposure>): void;
  /** Paints to a point of the photo. */
  strokeTo(point: Point): void;
  endStroke(): void;
  dropStroke(): void;
  click(point: Point, erases: boolean): Promise<void>;
  invert(): void;
  clear(): void;
  undo(): void;
  redo(): void;
  /** Runs again with the mask and the exposure that were edited. */
  applyMask(): void;
  /** Runs again without a mask of the person, with the exposure. */
  findAgain(): void;
  /** Runs again with these corrections. */
  apply(change: Partial<Corrections>): void;
}

/** What a person corrects by hand. */
export interface Correcting {
  store: StoreApi<CorrectState>;
  actions: CorrectActions;
  /** The photo and the mask that are edited. */
  readonly editor: MaskEditor | null;
  /** Calls `listener` with the pixels of the mask that may have changed. Returns what ends this. */
  onChange(listener: (rect: Rect) => void): () => void;
}

const NO_EXPOSURE: Exposure = { stops: 0, inSplat: false };

const closed: CorrectState = {
  ...{ dialog: null, editor: null, busy: false, asking: false, error: null },
  exposure: NO_EXPOSURE,
};

/** An id that no other mask has, also none that the history has kept from an earlier visit. */
const newMaskId = () => `mask ${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;

const sameExposure = (a: Exposure, b: Exposure) => a.stops === b.stops && a.inSplat === b.inSplat;

/** Connects the dialogs of the corrections with the app. */
export function createCorrecting(
  app: Pick<App, 'store' | 'openCutout'> & { actions: Pick<App['actions'], 'correct'> },
): Correcting {
  const store = createStore<CorrectState>(() => closed);
  const listeners = new Set<(rect: Rect) => void>();
  let editor: MaskEditor | null = null;
  let photo: UserPhoto | undefined;
  /** Counts what was opened and closed: an answer that comes too late is dropped. */
  let visit = 0;

  const tell = (rect: Rect | null) => {
    if (rect) listeners.forEach((listener) => listener(rect));
    if (editor) store.setState({ editor: editor.state });
  };
  const edit = (work: (editor: MaskEditor) => Rect | null | void) => {
    if (editor && !store.getState().busy) tell(work(editor) ?? null);
  };
  const shut = () => {
    visit += 1;
    editor = null;
    store.setState(closed, true);
  };
  const apply = (change: Partial<Corrections>) => {
    shut();
    void app.actions.correct(change, photo);
  };
  const before = () => correctionsOf(app.store.getState(), photo).exposure ?? NO_EXPOSURE;
  /** The exposure, if it was changed. */
  const newExposure = (): Partial<Corrections> => {
    const { exposure } = store.getState();
    if (sameExposure(exposure, before())) return {};
    return { exposure: exposure.stops === 0 ? undefined : exposure };
  };

  const openDialog = (dialog: CorrectDialog, of: UserPhoto) => {
    shut();
    photo = of;
    store.setState({ dialog, exposure: before() });
  };
  const openMask = async (from: UserPhoto, hasMouse: boolean) => {
    const mine = visit;
    try {
      const opened = await app.openCutout(from, hasMouse);
      if (mine !== visit) return;
      const { photo, alpha } = opened;
      editor = new MaskEditor(photo, { width: photo.width, height: photo.height, alpha });
      store.setState({ editor: editor.state });
    } catch (error) {
      if (mine === visit && !isAbort(error)) store.setState({ error: asAppError(error) });
    }
  };

  return {
    store,
    get editor() {
      return editor;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    actions: {
      async open(dialog) {
        const of = shownOf(app.store.getState())?.photo;
        if (!of) return;
        openDialog(dialog, of);
        if (dialog === 'mask') await openMask(of, true);
      },
      async paint(of) {
        openDialog('mask', of);
        // It may have been painted before, and the run did not end.
        await openMask(of, correctionsOf(app.store.getState(), of).mask !== undefined);
      },
      close: () => (editor?.state.changed ? store.setState({ asking: true }) : shut()),
      discard: shut,
      goOn: () => store.setState({ asking: false }),
      set: (change) => edit((all) => all.set(change)),
      setExposure: (change) =>
        store.setState(({ exposure }) => ({ exposure: { ...exposure, ...change } })),
      strokeTo: (point) => edit((all) => all.strokeTo(point)),
      endStroke: () => edit((all) => all.endStroke()),
      dropStroke: () => edit((all) => all.dropStroke()),
      async click(point, erases) {
        if (!editor || store.getState().busy) return;
        const mine = editor;
        store.setState({ busy: true });
        const rect = await inPieces(mine.click(point, erases));
        if (mine !== editor) return;
        store.setState({ busy: false });
        tell(rect);
      },
      invert: () => edit((all) => all.invert()),
      clear: () => edit((all) => all.clear()),
      undo: () => edit((all) => all.undo()),
      redo: () => edit((all) => all.redo()),
      applyMask() {
        if (!editor || store.getState().busy) return;
        const { changed } = editor.state;
        const mask = changed && { ...editor.mask, id: newMaskId() };
        const change = { ...(mask && { mask }), ...newExposure() };
        if (Object.keys(change).length > 0) apply(change);
        else shut();
      },
      findAgain: () => apply({ mask: undefined, ...newExposure() }),
      apply,
    },
  };
}
