import type { Messages } from '../en.ts';

/** The Korean sentences about what each stage loses. */
export const koLosses: Messages['losses'] = {
  label: '손실이 생기는 곳',
  table: '단계별 정확도',
  columns: { left: '단계', share: '오차' },
  rows: {
    'photo-views': '시점 1, {size}²',
    'photo-cloud': '스플랫',
    'posed-views': '시점, {size}²',
    'posed-cloud': '스플랫',
    'posed-cameras': '스플랫, 파일의 카메라',
  },
  moved: '스플랫, 맞게 옮긴 카메라',
  percent: '{value}%',

  verdict: {
    stage: '손실이 가장 큰 곳은 {where}입니다. 마스크 안 제곱 오차의 {percent}%를 차지합니다.',
    even: '손실이 뚜렷이 더 큰 단계는 없습니다.',
    little: '손실이 거의 없습니다. 스플랫이 사진과 거의 같습니다.',
    unknown: '사진의 마스크가 비어 있어 단계를 비교할 수 없습니다.',
    outline: '윤곽(IoU)의 손실이 가장 큰 곳은 {where}입니다.',
  },
  where: {
    'photo-views': '사진에서 여섯 시점을 만드는 단계',
    'photo-cloud': '여섯 시점에서 스플랫을 만드는 단계',
    'posed-views': '시점 그림의 크기',
    'posed-cloud': '시점에서 스플랫을 만드는 단계',
    'posed-cameras': '파일의 카메라',
  },
  advice: {
    'photo-size':
      '시점 1은 사진 그대로이고, {size} × {size}픽셀입니다. 시점 그림이 더 큰 팩을 쓰면 더 자세하게 남습니다.',
    'photo-views':
      '모델은 시점마다 {size} × {size}픽셀로 그립니다. 시드를 바꾸거나 스텝 수를 늘리거나, 시점 그림이 더 큰 팩을 쓰세요.',
    'photo-apart':
      '모델이 그린 시점들이 서로 어긋나며, 시점 {view|이/가} 가장 심합니다. 시드를 바꾸거나 스텝 수를 늘리세요.',
    'photo-cloud':
      '스플랫이 여섯 시점을 그대로 보여 주지 못합니다. 다른 팩을 쓰거나, 팩의 복원기를 미세 조정하세요.',
    'posed-views':
      '사진이 {size} × {size}픽셀의 시점 그림보다 더 자세합니다. 시점 그림이 더 큰 팩을 고르세요. 팩이 다른 크기를 받으면 명령줄의 --size로 정할 수 있습니다.',
    'posed-apart':
      '실루엣들이 서로 어긋나며, 시점 {view|이/가} 가장 심합니다. 먼저 이 마스크와 이 카메라의 캘리브레이션을 확인하세요.',
    'posed-cloud':
      '스플랫이 시점을 그대로 보여 주지 못합니다. 이 카메라들로 학습한 팩을 쓰거나 카메라를 늘리세요.',
    'posed-cameras':
      '파일의 카메라로 그리면 사진이 스플랫에서 최대 {moved}픽셀 벗어납니다. 카메라 캘리브레이션과 마스크를 확인하거나, evaluate --aligned로 비교하세요.',
  },

  truth: {
    photo: '모든 줄을 피사체, 곧 오려내어 가운데에 맞춘 사진과 비교합니다.',
    posed: '모든 줄을 실제 사진과 비교합니다. 값은 여러 시점의 평균입니다.',
  },
  figures:
    'PSNR은 마스크 안의 값이고 단위는 dB입니다. 오차는 그 줄에서 늘어난 제곱 오차의 비율입니다.',
  fit: '다른 시점과 맞는 실루엣: {mean}%, 가장 낮은 것은 {least}% (시점 {view}).',
  fitAll: '모든 실루엣이 서로 맞습니다.',
  movedBy: '마스크가 맞도록 사진을 최대 {moved}픽셀 옮겼습니다.',
  painted:
    '위의 값은 사진과 같은 시점의 값입니다. 다른 시점에는 실제 사진이 없으므로 스플랫을 모델이 그린 시점과 비교합니다. PSNR의 평균은 {mean}\u00a0dB입니다.',
  paintedTable: '스플랫과 모델이 그린 시점',
  view: '시점',
};
