import type { SampleFiles } from '../worker/protocol.ts';

/** What a person brought. */
export interface UserPhoto {
  blob: Blob;
  fileName: string;
  /** Posed views, if the run starts from them. `blob` is then the first picture, `fileName` the sample's name. */
  sample?: SampleFiles;
}

/** The posed views of a sample, as what a person brought. */
export const photoOfSample = (sample: SampleFiles): UserPhoto => ({
  blob: sample.pictures[0].blob,
  fileName: sample.name,
  sample,
});
