import {
  BufferTarget,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import { AppError } from '../core/errors.ts';
import type { RgbaImage } from '../core/image/image.ts';

/** Encodes the frames of a video one by one into a file. */
export interface VideoWriter {
  name: 'turntable.mp4' | 'turntable.webm';
  /** Resolves when the encoder has room for the next frame. */
  add(frame: RgbaImage): Promise<void>;
  finish(): Promise<Blob>;
  /** Frees the encoder of a video that will not be finished. */
  cancel(): Promise<void>;
}

interface Kind {
  name: VideoWriter['name'];
  mime: string;
  codec: 'avc' | 'vp9' | 'vp8';
  /** Codec string for the trial. Its level allows this load. */
  trial: (load: number) => string;
}

/** The code of the first level that allows this load; else that of the last level. `levels` has pairs of load and code. */
const levelOf = (levels: readonly [number, string][], load: number): string =>
  (levels.find(([most]) => load <= most) ?? levels[levels.length - 1])[1];

/** Levels 3.1, 4 and 5.1 of H.264's table A-1. They allow 3,600, 8,192 and 36,864 blocks of 16 × 16 pixels. */
const AVC_LEVELS: readonly [number, string][] = [
  [3600 * 256, '1f'],
  [8192 * 256, '28'],
  [36_864 * 256, '33'],
];

/** Levels 3.1, 4 and 5 of VP9. */
const VP9_LEVELS: readonly [number, string][] = [
  [983_040, '31'],
  [2_228_224, '40'],
  [8_912_896, '50'],
];

/** The kinds of video, in order of preference. The first plays everywhere. Every Chromium can encode the last. */
const KINDS: readonly Kind[] = [
  {
    name: 'turntable.mp4',
    mime: 'video/mp4',
    codec: 'avc',
    trial: (n) => `avc1.4200${levelOf(AVC_LEVELS, n)}`,
  },
  {
    name: 'turntable.webm',
    mime: 'video/webm',
    codec: 'vp9',
    trial: (n) => `vp09.00.${levelOf(VP9_LEVELS, n)}.08`,
  },
  { name: 'turntable.webm', mime: 'video/webm', codec: 'vp8', trial: () => 'vp8' },
];

/** Milliseconds. An encoder that gives no result within this time counts as broken. */
const TRIAL_MS = 4000;

/** What an encoder must do: pixels per frame at 30 frames per second. Slower videos count as if they had 30. */
const loadOf = ({ width, height }: RgbaImage, fps: number): number =>
  width * height * Math.max(1, fps / 30);

/** 4 Mbit/s for a load of 512². Larger loads get fewer bits per pixel. */
const bitsPerSecond = (load: number): number => Math.round(4e6 * (load / 512 ** 2) ** 0.75);

const videoFrame = ({ width, height, data }: RgbaImage, timestamp: number) =>
  new VideoFrame(data, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp });

/**
 * Whether this machine can encode this kind. It encodes one real frame: on some machines `isConfigSupported`
 * reports support, but encoding fails.
 */
async function canEncode(kind: Kind, frame: RgbaImage, load: number): Promise<boolean> {
  const { width, height } = frame;
  const config: VideoEncoderConfig = {
    codec: kind.trial(load),
    width,
    height,
    bitrate: bitsPerSecond(load),
    ...(kind.codec === 'avc' ? { avc: { format: 'avc' } } : {}),
  };
  const support = await VideoEncoder.isConfigSupported(config).catch(() => null);
  if (!support?.supported) return false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answer = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), TRIAL_MS);
    const encoder = new VideoEncoder({
      output: (chunk) => resolve(chunk.byteLength > 0),
      error: () => resolve(false),
    });
    encoder.configure(config);
    const sample = videoFrame(frame, 0);
    encoder.encode(sample, { keyFrame: true });
    sample.close();
    encoder
      .flush()
      .catch(() => resolve(false))
      .finally(() => encoder.state !== 'closed' && encoder.close());
  });
  return answer.catch(() => false).finally(() => clearTimeout(timer));
}

/** For each size and load, the first kind that works. It does not change while the worker lives. */
const tried = new Map<string, Promise<Kind | undefined>>();

async function firstThatWorks(frame: RgbaImage, load: number): Promise<Kind | undefined> {
  if (!('VideoEncoder' in globalThis)) return undefined;
  for (const kind of KINDS) if (await canEncode(kind, frame, load)) return kind;
  return undefined;
}

/**
 * Opens a video for frames of the size of `first`, `fps` per second. `first` is used only for the trial.
 * @throws AppError `video-unavailable` if the browser can encode none of `KINDS`
 */
export async function openVideo(first: RgbaImage, fps: number): Promise<VideoWriter> {
  const load = loadOf(first, fps);
  const key = `${first.width} ${first.height} ${load}`;
  const trial = tried.get(key) ?? firstThatWorks(first, load);
  tried.set(key, trial);
  const kind = await trial;
  if (!kind) {
    throw new AppError('video-unavailable', {
      stage: 'turntable',
      message: 'This browser can encode none of H.264, VP9 and VP8.',
    });
  }
  const target = new BufferTarget();
  const format =
    kind.codec === 'avc' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new VideoSampleSource({
    codec: kind.codec,
    bitrate: bitsPerSecond(load),
    keyFrameInterval: 1,
  });
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  let frames = 0;
  return {
    name: kind.name,
    async add(frame) {
      const sample = new VideoSample(videoFrame(frame, Math.round((frames * 1e6) / fps)), {
        timestamp: frames / fps,
        duration: 1 / fps,
      });
      frames += 1;
      try {
        await source.add(sample);
      } finally {
        sample.close();
      }
    },
    async finish() {
      await output.finalize();
      if (!target.buffer) throw new Error('the video has no bytes');
      return new Blob([target.buffer], { type: kind.mime });
    },
    cancel: () => output.cancel(),
  };
}
