import type { FeatureSet } from './device.ts';

/** The largest error that one self-check found. */
export interface Finding {
  /** The output with that error, for example `attention of 77 tokens`. If nothing was computed: the error message. */
  what: string;
  /** A fraction of the output's range. 1 if the output is not a number, or nothing was computed. */
  error: number;
  /** Whether rounding explains the error. */
  right: boolean;
  /** True when nothing was computed: the check threw, or the device was lost. */
  failed?: true;
}

/** The result of checking one adapter. */
export interface DeviceCheck {
  /**
   * The features with which it computes correctly. `own`: those that onnxruntime-node chooses by itself. Null: it
   * computes correctly with none.
   */
  features: FeatureSet | 'own' | null;
  /** One finding per set of features that was tried. */
  findings: Partial<Record<FeatureSet | 'own', Finding>>;
  /** True when the result comes from an earlier visit. */
  remembered: boolean;
}
