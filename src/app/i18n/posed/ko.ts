import type { Messages } from '../en.ts';

/** The Korean sentences about posed views. */
export const koPosed: {
  texts: Messages['posed'];
  errors: Pick<
    Messages['errors'],
    | 'views-invalid'
    | 'mask-inverted'
    | 'views-apart'
    | 'views-unpaired'
    | 'mask-missing'
    | 'camera-invalid'
    | 'calibration-size'
    | 'pack-views-only'
  >;
} = {
  texts: {
    how: '카메라를 아는 사진들이라면 폴더째로, 또는 사진과 카메라 파일을 함께 주세요. 사진이나 샘플이 든 폴더는 대기열이 됩니다.',
    label: '여러 시점의 사진',
    tile: '시점 {number}, {name}: 초점 거리 {focal}픽셀, 생쥐까지 {distance} 단위',
    focal: '초점 {focal} px',
    distance: '거리 {distance}',
    parts: { splat: '3D 스플랫', compare: '실제와 스플랫', rig: '카메라' },
    stages: {
      photo: '사진들을 읽는 중',
      render: '카메라 시점마다 렌더링 중',
    },

    compare: {
      real: '실제',
      splat: '스플랫',
      slider: '실제 사진과 스플랫의 경계',
      sliderValue: '실제 {percent}%, 나머지는 스플랫',
      wipe: '밀어 보기',
      errors: '오차',
      errorAlt: '시점 {number}의 오차',
      realAlt: '시점 {number}: 실제 사진',
      splatAlt: '시점 {number}: 스플랫',
      whole: '전체 사진',
      previous: '이전 시점',
      next: '다음 시점',
      of: '시점 {number}/{count}: {name}',
      legend: '마스크 안에서 채널 차이의 평균',
      more: '{value} 이상',
      table: '스플랫과 사진의 차이',
      mean: '평균',
      waiting: '스플랫을 그리고 나면 여기에 비교가 나타납니다.',
    },
    calibration: {
      likely: '맞을 만한 크기',
      use: '{size|으로/로} 캘리브레이션',
      other: '다른 크기',
      width: '너비',
      height: '높이',
      useOther: '이 크기 사용',
      hint: '또는 캘리브레이션에 쓴 사진의 크기를 입력하세요.',
      proportions: '사진의 비율과 다릅니다. 너비가 {width}이면 높이는 {height}입니다.',
      middle: '그러면 주점은 너비의 {x}%, 높이의 {y}%에 있습니다. 50%에 가까워야 합니다.',
    },
    figures: { view: '시점', psnrMask: '마스크 안' },
    figuresNote:
      'PSNR의 단위는 dB이고, 전체 사진과 마스크 안의 값입니다. 스플랫을 만든 바로 그 사진들과 비교합니다.',

    rig: {
      drawing: '생쥐를 둘러싼 카메라. 끌거나 화살표 키로 그림을 돌립니다.',
      hint: '끌어서 돌리기 · 카메라를 누르면 그 시점을 고릅니다',
      table: '카메라',
      camera: '카메라',
      focal: '초점 (px)',
      distance: '거리',
      missed: '빗나감',
      missedPixels: '빗나감 (px)',
      moved: '옮김 (px)',
      placement: '배치: {name}.',
      scale: '카메라 파일의 1단위는 스플랫의 {scale}단위입니다.',
      note: '거리와 “빗나감”은 카메라 파일의 단위입니다. 빗나감: 마스크 가운데를 지나는 광선이 생쥐에서 벗어난 거리. 옮김: 마스크가 맞도록 사진을 옮긴 거리.',
    },
    placements: {
      auto: '마스크로, 마스크가 없으면 광축으로',
      subject: '생쥐가 원점',
      axes: '광축이 만나는 점이 원점',
      'per-camera': '모든 카메라의 거리가 같음',
      none: '카메라를 그대로 둠',
    },
    settings: {
      label: '여러 시점의 사진',
      placement: '카메라 배치',
      frame: 'gaussians.ply의 좌표계',
      frames: {
        model: '모델의 좌표계: 똑바로 서고 생쥐가 가운데',
        lab: '카메라 파일의 좌표계와 단위',
      },
      perCamera: '이 배치로는 카메라 파일의 좌표계로 되돌릴 수 없습니다.',
    },
  },
  errors: {
    'views-invalid': {
      message: '이 사진들은 함께 쓸 수 없습니다.',
      hint: '사진 2~12장을 사진마다 카메라 하나와 함께 사용하세요. 시점의 크기를 정했다면 모델 패치 크기의 배수여야 합니다.',
    },
    'mask-inverted': {
      message: '마스크 {file}의 흰 부분이 생쥐가 아니라 생쥐의 둘레입니다.',
      hint: '흰색이 생쥐를 뜻해야 합니다. 이 마스크를 반전하세요.',
    },
    'views-apart': {
      message: '사진들이 3D에서 서로 맞지 않습니다.',
      hint: '각 사진에 맞는 카메라가 쓰였는지, 마스크가 맞는지 확인하세요.',
    },
    'views-unpaired': {
      message:
        '사진들이 {file}의 카메라와 맞지 않습니다. 사진 {pictures}장, 카메라 {cameras}대입니다.',
      hint: '카메라마다 사진을 한 장씩 주세요. 사진 이름을 카메라 파일에 적힌 이름이나 카메라 이름에 맞추거나, 둘의 순서를 같게 하세요.',
    },
    'mask-missing': {
      message: '{file}의 마스크가 없습니다.',
      hint: '사진과 같은 이름의 마스크를 추가하세요. 마스크를 모두 빼면 앱이 생쥐를 직접 찾습니다.',
    },
    'camera-invalid': {
      message: '카메라 파일을 읽을 수 없습니다.',
      hint: 'opencv_cameras.json 형식의 카메라 파일을 사용하세요.',
    },
    'calibration-size': {
      message: '{file}의 카메라는 {width} × {height} 픽셀 사진과 맞지 않습니다.',
      hint: '캘리브레이션한 뒤에 사진의 크기를 바꾼 것 같습니다. 이 샘플만 따로 놓으면 페이지가 캘리브레이션에 쓴 사진의 크기를 묻습니다.',
    },
    'pack-views-only': {
      message:
        '이 모델 팩에는 카메라를 아는 여러 시점의 사진이 필요합니다. 사진 한 장에서는 시작할 수 없습니다.',
      hint: '설정에서 다른 팩을 고르거나, 사진들을 카메라 파일과 함께 놓으세요.',
    },
  },
};
