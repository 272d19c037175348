/** A video cannot be used. The message is shown to the user. */
export class VideoError extends Error {
  override readonly name = 'VideoError';
}
