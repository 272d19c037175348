import type { enTakeaway } from './en.ts';

const turn = '스플랫을 한 바퀴 도는 영상';

/** The Korean sentences about files to take away, and about splats that are opened again. */
export const koTakeaway: typeof enTakeaway = {
  files: {
    'gaussians.ply': '스플랫입니다. SuperSplat 등 뷰어에서 똑바로 열립니다.',
    'turntable.mp4': turn,
    'turntable.webm': turn,
    'multiview.png': '나란히 놓은 여섯 시점',
    'input.png': '흰 바탕 가운데에 놓은 생쥐',
    'mask.png': '직접 그린 마스크',
    'output.png': '여섯 카메라에서 본 스플랫',
    'pose.json': '생쥐의 3D 키포인트',
    'placement.json': '카메라를 옮긴 방법',
    'run.json': '설정, 버전, 걸린 시간',
  },
  more: '다른 형식',
  formats: {
    ply: '표준 PLY, 뷰어에서 똑바로 섭니다',
    compressed: '약 3분의 1 크기. SuperSplat과 PlayCanvas용',
    spz: '작은 파일. Spark, three.js, Niantic 도구용',
    sog: '작은 파일. 웹용: SuperSplat과 PlayCanvas',
    glb: 'glTF, Y축이 위. three.js, Babylon.js, Cesium용',
    html: '스플랫이 든 웹 페이지. 서버 없이 열립니다.',
  },
  rounded: '이 파일들은 숫자를 반올림합니다. gaussians.ply는 반올림하지 않습니다.',
  making: '{file} 만드는 중',
  cancel: '{file} 취소',
  saved: '{file|을/를} 만들어 저장했습니다.',
  views: '시점별 그림',
  superSplat: {
    open: 'SuperSplat에서 열기',
    how: 'gaussians.ply를 저장한 뒤 SuperSplat 편집기 superspl.at/editor에 끌어다 놓으세요. 브라우저에서 열리며 파일은 이 컴퓨터를 떠나지 않습니다.',
    address: '직접 운영하는 SuperSplat의 주소',
    hint: '이 페이지와 같은 서버에 있으면 스플랫이 바로 전달됩니다. 다른 주소는 빈 화면으로 열리니 저장한 파일을 끌어다 놓으세요.',
  },
  guide: 'Blender와 Viser는 안내서 “스플랫 사용하기”를 보세요.',
  filmSettings: '영상 설정',
  film: {
    make: '회전 영상 만들기',
    making: '회전 영상 만드는 중',
    cancel: '영상 취소',
  },
  snapshot: '이 화면을 그림으로 저장',
  viewed: {
    status: '{file} · 가우시안 {count}개',
    part: '{file} · 가우시안 {total}개 중 {count}개. 나머지는 손상되었습니다.',
    opening: '{file} 여는 중…',
    stop: '열기 중단',
    up: '위쪽',
    close: '스플랫 닫기',
  },
};
