import type { enPlayer } from './en.ts';

/** The Korean sentences of the player. */
export const koPlayer: typeof enPlayer = {
  one: '스플랫',
  several: '스플랫 {count}개의 시퀀스',
  canvas:
    '스플랫입니다. 화살표 키로 돌리고, +와 − 키로 확대·축소하며, R 키로 처음 화면으로 돌아갑니다.',
  opening: '스플랫을 여는 중…',
  play: '재생',
  pause: '일시 정지',
  frame: '프레임',
  position: '{count}개 중 {frame}번째',
  fps: '초당 프레임 수',
  up: '위쪽',
  close: '닫기',
};
