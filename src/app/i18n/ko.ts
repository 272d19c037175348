import type { Messages } from './en.ts';
import { koAccess } from './access/ko.ts';
import { koCorrect } from './correct/ko.ts';
import { koDrop } from './ko-drop.ts';
import { koFaults } from './ko-faults.ts';
import { koHistory } from './history/ko.ts';
import { koImport } from './ko-import.ts';
import { koLife } from './ko-life.ts';
import { koLosses } from './losses/ko.ts';
import { koNetworks } from './ko-networks.ts';
import { koNotices } from './ko-notices.ts';
import { koOffline } from './offline/ko.ts';
import { koPacks } from './ko-packs.ts';
import { koPlayer } from './player/ko.ts';
import { koPly } from './ko-ply.ts';
import { koPosed } from './posed/ko.ts';
import { koQueue } from './queue/ko.ts';
import { koTakeaway } from './takeaway/ko.ts';
import { koSettings } from './settings/ko.ts';
import { koStage } from './stage/ko.ts';
import { koView3d } from './view3d/ko.ts';

export const ko: Messages = {
  title: '생쥐 FaceLift',
  tagline: '사진 한 장을 넣으면 3D 생쥐가 나옵니다',
  privacy: '사진은 이 컴퓨터 밖으로 나가지 않습니다.',
  languageName: '한국어',
  languageLabel: '언어',

  drop: {
    input: '생쥐 사진',
    headline: '생쥐 사진을 여기에 놓으세요',
    headlineAgain: '다른 생쥐',
    how: '붙여넣거나 골라도 됩니다',
    headlineTouch: '생쥐 사진을 넣어 주세요',
    takePhoto: '사진 찍기',
    choose: '사진 고르기',
    inputFolder: '사진이나 샘플이 든 폴더',
    chooseFolder: '폴더 고르기',
    release: '놓으면 시작합니다',
    samples: '예시 사진으로 해 보기',
    sample: '예시: {title}',
  },

  trail: {
    label: '사진에서 스플랫까지',
    photo: '사진',
    cutout: '오려낸 생쥐',
    skeleton: '골격',
    subject: '피사체',
    views: '여섯 시점',
    splat: '3D 스플랫',
    reused: '재사용',
  },
  sixViews: '여섯 시점',
  view: '시점 {number}',
  skeletonAlt: '생쥐 위에 그린 골격, 점 {count}개',
  rerendered: '여섯 카메라 시점에서 그린 스플랫',

  run: {
    idle: '사진을 기다리는 중',
    loading: '모델을 불러오는 중',
    running: '작업 중',
    done: '완료',
    cancelled: '취소됨',
    error: '실패',
    doneIn: '{seconds}초 만에 완료 · 가우시안 {count}개',
    filesReady: '파일이 준비되었습니다.',
  },
  stages: {
    photo: '사진을 읽는 중',
    matting: '생쥐를 배경에서 오려내는 중',
    centring: '생쥐를 가운데로 맞추는 중',
    pose: '골격을 찾는 중',
    multiview: '여섯 시점을 만드는 중',
    reconstruct: '3D 스플랫을 만드는 중',
    render: '여섯 카메라 시점으로 렌더링 중',
    compare: '실제 사진과 비교하는 중',
    turntable: '회전 영상을 만드는 중',
    losses: '단계별 손실을 재는 중',
    export: '파일을 쓰는 중',
  },
  progress: '진행률',
  cancel: '취소',
  seconds: '{seconds}초',
  downloaded: '{total} MB 중 {loaded} MB',
  connection: koPacks.connection,
  packCheck: koPacks.check,

  viewer: koView3d,
  turntable: '회전 영상',
  turntableWaiting: '회전 영상이 여기에 나타납니다',

  downloads: {
    label: '내려받기',
    all: '전체 파일 (.zip)',
    waiting: '파일이 만들어지는 대로 여기에 하나씩 나타납니다',
  },

  settings: koSettings,
  newSeed: '새 시드로 다시 생성',
  runAgain: '다시 실행',

  backend: {
    label: '백엔드',
    webgpu: 'GPU',
    wasm: 'CPU',
    threads: '스레드 {count}개',
    thread: '스레드 1개',
    adapter: 'WebGPU 어댑터: {adapter}',
    rasterizerWebgpu: 'GPU(WebGPU)가 output.png와 회전 영상을 그립니다.',
    rasterizerCpu: 'CPU가 output.png와 회전 영상을 그립니다.',
    reasons: {
      forced: '이 페이지 주소의 매개변수 ?backend=가 백엔드를 정합니다.',
      'hardware-adapter': '이 브라우저는 WebGPU로 실제 GPU를 제공합니다.',
      'no-webgpu': '이 브라우저에 WebGPU가 없어 CPU(WebAssembly)로 계산합니다.',
      'no-adapter': 'WebGPU가 GPU를 찾지 못해 CPU(WebAssembly)로 계산합니다.',
      'software-adapter':
        '여기서는 WebGPU가 소프트웨어로만 에뮬레이션됩니다. 더 빠르기 때문에 CPU(WebAssembly)로 대신 계산합니다.',
      'wrong-adapter':
        '이 GPU가 자체 점검을 통과하지 못해 CPU(WebAssembly)로 계산합니다. 브라우저나 그래픽 드라이버를 업데이트하면 나아질 수 있습니다.',
    },
    wrongBy: '자체 점검에서 가장 큰 오차는 출력 범위의 {percent}%였습니다.',
    withoutFeatures:
      '이 GPU의 기능 일부를 쓰지 않습니다. 그 기능을 쓰면 자체 점검에서 가장 큰 오차가 출력 범위의 {percent}%였습니다.',
  },

  memory: {
    gpu: '이 설정으로 실행하면 GPU 메모리가 약 {size} 필요합니다.',
    cpu: '이 설정으로 실행하면 메모리가 약 {size} 필요합니다.',
    weights: '가중치: {size}.',
    tooLarge: '이 설정으로는 메모리가 부족해 실행할 수 없습니다.',
  },

  notices: koNotices,
  noticesLabel: '알림',
  losses: koLosses,
  posed: koPosed.texts,

  networks: koNetworks.names,
  life: koLife.texts,

  import: koImport,
  dropped: koDrop,
  offline: koOffline,
  correct: koCorrect,
  player: koPlayer,
  queue: koQueue.texts,
  history: koHistory,
  takeaway: koTakeaway,
  ...koStage,
  access: koAccess,

  faults: koFaults,

  errorDetails: '자세히',
  dismiss: '닫기',
  errors: {
    'photo-empty': {
      message: '빈 파일입니다.',
      hint: '다른 사진을 고르거나, 이 파일을 원본에서 다시 복사하세요.',
    },
    'photo-undecodable': {
      message: '브라우저가 읽을 수 있는 그림 파일이 아닙니다.',
      hint: 'PNG, JPEG, WebP, AVIF, GIF, BMP, TIFF 파일을 사용하세요.',
    },
    'photo-damaged': {
      message: '이 {format} 파일은 손상되었습니다.',
      hint: '원본에서 다시 복사하세요. 또는 다른 프로그램에서 열어 PNG로 저장하세요.',
    },
    'photo-cut-off': {
      message: '이 {format} 파일은 중간에서 잘렸습니다. 사진의 일부가 없습니다.',
      hint: '원본에서 다시 복사하세요.',
    },
    'photo-foreign': {
      message: '{name} 파일은 이 앱이 읽을 수 없는 형식입니다.',
      hint: '다른 프로그램에서 열어 PNG나 JPEG로 저장한 뒤 그 파일을 사용하세요.',
    },
    'photo-video': {
      message: '영상 파일({name})입니다.',
      hint: '생쥐가 보이는 프레임 하나를 PNG로 저장해 그 파일을 사용하세요.',
    },
    'photo-page': {
      message: '이 파일에는 {page}번 페이지가 없습니다.',
      hint: '파일에 있는 페이지를 선택하세요.',
    },
    'photo-heic': {
      message: '이 브라우저가 읽을 수 없는 HEIC 사진입니다.',
      hint: '먼저 사진을 JPEG로 저장하세요. 아이폰에서는 설정 › 카메라 › 포맷 › 높은 호환성을 고르세요.',
    },
    'photo-too-large': {
      message: '사진이 {width} × {height}픽셀로, {megapixels}메가픽셀을 넘습니다.',
      hint: '사진의 크기를 줄이세요. 예를 들면 너비를 4,000픽셀로 하세요.',
    },
    'photo-slow': {
      message: '그림을 {seconds}초 안에 열지 못했습니다.',
      hint: '다른 프로그램에서 열어 PNG로 저장한 파일을 사용하세요.',
    },
    'photo-transparent': {
      message: '완전히 투명한 그림입니다.',
      hint: '생쥐가 보이는 사진을 사용하세요.',
    },
    'photo-unprepared': {
      message: '가운데 맞춤 없이 쓸 수 있도록 준비된 그림이 아닙니다.',
      hint: '흰색이나 투명한 배경에 생쥐만 오려낸 정사각형 그림을 사용하세요. 또는 설정에서 다른 가운데 맞춤을 고르세요.',
    },
    'mask-empty': {
      message: '사진에서 생쥐를 찾지 못했습니다.',
      hint: '생쥐를 직접 칠하거나, 배경과 잘 구별되는 생쥐 한 마리가 온전히 나온 사진을 사용하세요.',
    },
    'pack-missing': {
      message: '모델 팩을 찾을 수 없습니다.',
      hint: '설정에서 다른 팩을 고르거나 페이지 주소를 확인하세요.',
    },
    'pack-invalid': {
      message: '모델 팩의 설명을 읽을 수 없습니다.',
      hint: '팩을 다시 설치하거나 설정에서 다른 팩을 고르세요.',
    },
    'pack-mismatch': {
      message: '이 모델 팩의 구성 요소들이 서로 맞지 않습니다.',
      hint: '구성 요소들이 서로 다른 카메라로 학습되었습니다. 구성 요소들이 같은 카메라 배치(rig)로 학습된 팩을 사용하세요.',
    },
    'embeds-invalid': {
      message: '시점 임베딩이 이 다시점 모델과 맞지 않습니다.',
      hint: '다시점 모델을 학습할 때 쓴 시점 임베딩을 사용하세요. 시점마다 한 벌씩 있어야 하고, 폭이 모델의 교차 어텐션과 같아야 합니다.',
    },
    'cameras-unfit': {
      message: '{file}의 카메라가 이 모델과 맞지 않습니다.',
      hint: '모델을 학습할 때 쓴 카메라 파일을 사용하세요. 파일에 시점마다 카메라가 하나씩 있어야 하고, 그림이 정사각형이어야 합니다.',
    },
    'import-incomplete': {
      message: '이 파일들은 완전한 모델이 아닙니다.',
      hint: '누락된 파일을 추가하세요: {missing}.',
    },
    'import-stalled': {
      message: '{file} 읽기가 {seconds}초 동안 진행되지 않아 멈췄습니다.',
      hint: '앞서 추가한 파일은 그대로 있습니다. 이 파일을 빼거나 이 컴퓨터의 디스크로 먼저 복사하세요.',
    },
    'config-invalid': {
      message: '{file}에서 {field} 값이 {value}입니다. 허용되는 값: {allowed}.',
      hint: '이 가중치와 함께 저장된 파일을 사용하거나 원본에서 다시 복사하세요.',
    },
    'rig-unstated': {
      message: '이 구성 요소를 어떤 카메라로 학습했는지 파일에 나와 있지 않습니다: {part}.',
      hint: '구성 요소를 누구의 카메라로 학습했는지 고르세요. FaceLift의 카메라로 학습하지 않았다면 카메라 파일(opencv_cameras.json)을 추가하세요.',
    },
    'memory-insufficient': {
      message:
        '{network}에 메모리 {needed|이/가} 필요한데, 여기서는 {available}까지만 쓸 수 있습니다.',
      hint: '정수 가중치(16비트 또는 8비트)로 모델을 다시 가져오거나, 메모리가 더 큰 컴퓨터를 사용하세요.',
    },
    'graph-invalid': {
      message: '이 컴퓨터에서 모델을 준비하지 못했습니다.',
      hint: '주소 끝에 ?backend=wasm을 붙여 다시 시도하세요.',
    },
    'remover-unknown': {
      message: '{file} 파일은 지원하는 배경 제거 모델이 아닙니다.',
      hint: 'rembg의 ONNX 파일을 사용하세요: u2net, u2netp, silueta, isnet-general-use, isnet-anime, BiRefNet.',
    },
    ...koCorrect.errors,
    ...koNetworks.errors,
    ...koPacks.errors,
    ...koLife.errors,
    ...koPly.errors,
    ...koPosed.errors,
    ...koQueue.errors,
    'backend-unavailable': {
      message: '요청한 백엔드를 여기서는 쓸 수 없습니다.',
      hint: '주소에서 ?backend=를 지우거나 최신 Chrome 또는 Edge를 사용하세요.',
    },
    'out-of-memory': {
      message: '메모리가 부족합니다.',
      hint: '다른 탭과 프로그램을 닫고 다시 실행하세요.',
    },
    'video-unavailable': {
      message: '이 브라우저는 영상을 인코딩할 수 없습니다.',
      hint: '나머지는 모두 준비되었습니다. 회전 영상은 최신 Chrome이나 Edge에서 만들 수 있습니다.',
    },
    'settings-invalid': {
      message: '설정 값 하나가 허용 범위를 벗어났습니다.',
      hint: '설정을 열어 값을 고친 뒤 다시 실행하세요.',
    },
    network: {
      message: '필요한 파일을 가져오지 못했습니다.',
      hint: '연결과 서버를 확인한 뒤 다시 시도하세요.',
    },
    internal: {
      message: '예상하지 못한 문제가 생겼습니다.',
      hint: '다시 실행하세요. 문제가 되풀이되면 페이지를 새로 고친 뒤 아래의 자세한 내용을 알려 주세요.',
    },
  },
};
