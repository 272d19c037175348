import type { Messages } from '../en.ts';

/** The 3D viewer. */
export const koView3d: Messages['viewer'] = {
  label: '3D 뷰어',
  canvas:
    '3D 생쥐. 화살표 키로 생쥐를 돌리고, Shift와 함께 누르면 옮깁니다. +와 −로 확대·축소하고, F로 전체를 보고, R로 처음 화면으로 되돌립니다.',
  hint: '끌어서 돌리기 · 오른쪽 버튼으로 이동 · 스크롤로 확대',
  hintTouch: '끌어서 돌리기 · 두 손가락으로 이동과 확대',
  reset: '처음 화면으로',
  turn: '자동 회전',
  zoomIn: '확대',
  zoomOut: '축소',
  frame: '전체 보기',
  points: '점으로 보기',
  fullScreen: '전체 화면',
  backdrop: '배경',
  backdrops: {
    plain: '페이지와 같게',
    white: '흰색',
    grey: '회색',
    black: '검은색',
    checker: '체크무늬',
  },
  opening: '3D 화면을 여는 중…',
  failed: '여기에서는 이 스플랫을 3D로 볼 수 없습니다. 파일은 저장할 수 있습니다.',
  flyTo: '시점 {number}에서 스플랫 보기',
  wipe: '스플랫 위의 그림',
  wipeValue: '그림 {percent}%',
  wipeClose: '그림 숨기기',
};
