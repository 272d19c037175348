import type { FeatureSet } from './device.ts';

/**
 * The largest numerical error that one self-check found. If one of its graphs is wrong, the largest error in that graph.
 */
export interface Finding {
  /**
   * Name of the output with the largest error, for example `attention of 77 tokens`. If nothing could be
   * computed: the message of the exception.
   */
  what: string;
  /** The error as a fraction of the output's range. 1 if the output contains NaN, or if nothing could be computed. */
  error: number;
  /** Whether rounding explains the error. */
  right: boolean;
  /** True if nothing could be computed: the check threw an exception, or the device was lost. */
  failed?: true;
}

/** The result of checking one adapter. */
export interface DeviceCheck {
  /**
   * The set of features with which the adapter computes correctly. Null: the adapter has no correct set, and the CPU
   * computes.
   */
  features: FeatureSet | null;
  /** One finding per set of features that was tried. */
  findings: Partial<Record<FeatureSet, Finding>>;
  /** True if the check was made on an earlier visit and its result was stored. */
  remembered: boolean;
}
