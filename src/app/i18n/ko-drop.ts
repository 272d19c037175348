import type { Messages } from './en.ts';

const PHOTO = '이 페이지는 생쥐 사진(PNG, JPEG, WebP)에서 시작합니다.';

/** The Korean sentences about files that were dropped, pasted or chosen. */
export const koDrop: Messages['dropped'] = {
  looking: '파일을 살펴보는 중: 지금까지 {count}개를 읽었습니다.',
  stopLooking: '멈추기',

  item: '{file}({label})',
  more: '{list} 외 {count}개',

  one: '{file} 사진만 씁니다.',
  several: '대기열에는 사진과, 샘플에 속한 사진들이 들어갑니다.',
  parts: '사진과 읽을 수 없는 파일은 가져오지 않습니다.',
  splats: '스플랫만 보여 줍니다.',
  leftOut: '쓰지 않은 파일: {files}.',
  sample: '여러 시점의 사진입니다. 카메라를 아는 사진 {count}장을 씁니다({name}).',

  nothing: {
    message: '받은 항목에 파일이 없습니다.',
    hint: '숨김 파일은 세지 않습니다. 생쥐 사진이나 사진이 든 폴더를 놓으세요.',
  },
  'too-many': {
    message: '파일이 {limit}개보다 많습니다.',
    hint: '사진이나 샘플을 나누어 놓거나 체크포인트 폴더만 놓으세요.',
  },
  'panel-open': {
    message: '사진은 모델에 속하지 않으므로 추가하지 않았습니다.',
    hint: '이 창을 닫은 뒤 사진을 다시 놓으세요.',
  },
  writing: {
    message: '가져오기가 진행 중이라 이 파일들을 쓰지 않았습니다.',
    hint: '가져오기가 끝난 뒤 다시 놓으세요.',
  },
  none: {
    message: '파일 {count}개 가운데 사진이 없습니다.',
    hint: '생쥐 사진(PNG, JPEG, WebP)이나 체크포인트의 파일을 놓으세요.',
  },

  labels: {
    photo: '사진',
    weights: '가중치',
    'named-weights': '손상된 가중치',
    config: '모델의 config',
    cameras: '카메라 파일',
    run: '지난 실행의 설정',
    result: '지난 실행의 결과',
    splat: '스플랫',
    mesh: '점군 또는 메시',
    video: '영상',
    archive: '압축 파일',
    pickle: '파이썬 피클',
    picture: '다른 형식의 그림',
    document: '문서',
    arrays: '숫자 파일',
    json: 'JSON 파일',
    text: '텍스트',
    'web-page': '웹 페이지',
    pointer: 'Git LFS 포인터',
    empty: '빈 파일',
    unreadable: '읽을 수 없음',
    unknown: '알 수 없는 형식',
  },

  kinds: {
    cameras: {
      message: '{file}: 카메라 파일입니다.',
      hint: '카메라 파일은 여러 시점의 사진과 함께 씁니다. 사진 두 장 이상과 함께 놓으세요. 이 카메라로 체크포인트를 가져오려면 둘을 함께 놓으세요.',
    },
    run: {
      message: '{file}: 지난 실행의 설정입니다.',
      hint: 'run.json 하나만, 또는 그 사진과 함께 놓으세요.',
    },
    result: {
      message: '{file}: 지난 실행의 결과입니다.',
      hint: '그 실행을 되풀이하려면 그 run.json과 사진을 놓으세요.',
    },
    splat: {
      message: '{file}: 스플랫입니다.',
      hint: `이 페이지는 PLY, .spz, .sog, .splat, .ksplat, .glb 파일을 보여 줍니다. SuperSplat이 이 파일을 읽으면 PLY로 저장할 수 있습니다. ${PHOTO}`,
    },
    mesh: {
      message: '{file}: 점군 또는 메시입니다.',
      hint: PHOTO,
    },
    video: {
      message: '{file}: 영상입니다.',
      hint: '영상에서 한 프레임을 PNG로 저장한 뒤 그 그림을 놓으세요.',
    },
    archive: {
      message: '{file}: 압축 파일입니다.',
      hint: '먼저 압축을 푸세요. 그런 다음 사진이나 체크포인트 폴더를 놓으세요.',
    },
    pickle: {
      message: '{file}: 파이썬 피클이지만 PyTorch의 체크포인트가 아닙니다.',
      hint: '가중치가 들어 있다면 torch.save(model.state_dict())로 저장하세요. 카메라가 들어 있다면 opencv_cameras.json으로 저장하세요.',
    },
    picture: {
      message: '{file}: 이 페이지가 읽지 못하는 형식의 그림입니다.',
      hint: '다른 프로그램에서 열어 PNG로 저장한 파일을 놓으세요.',
    },
    document: {
      message: '{file}: 문서입니다.',
      hint: '문서 속의 그림을 PNG로 저장한 뒤 그 파일을 놓으세요.',
    },
    arrays: {
      message: '{file}: 숫자 파일(NumPy, MATLAB, HDF5)입니다.',
      hint: '그림이 들어 있다면 한 장을 PNG로 저장하세요. 카메라가 들어 있다면 opencv_cameras.json으로 저장하세요.',
    },
    json: {
      message: '{file}: JSON이지만 모델의 config도 카메라 파일도 아닙니다.',
      hint: PHOTO,
    },
    text: {
      message: '{file}: 그림이 아니라 텍스트입니다.',
      hint: PHOTO,
    },
    'web-page': {
      message: '{file}: 파일 대신 저장된 웹 페이지입니다.',
      hint: '파일을 다시 내려받으세요. 서버가 로그인 페이지를 보냈을 수 있습니다.',
    },
    pointer: {
      message: '{file}: 파일 자체가 아니라 Git LFS 포인터입니다.',
      hint: '“git lfs pull”로 파일을 받은 뒤 다시 놓으세요.',
    },
    empty: {
      message: '{file}: 빈 파일입니다.',
      hint: '이 파일을 원본에서 다시 복사하거나 다른 사진을 고르세요.',
    },
    unreadable: {
      message: '{file}: 브라우저가 이 파일을 읽을 수 없습니다.',
      hint: '파일이 옮겨졌거나 권한이 없을 수 있습니다. 이 컴퓨터의 디스크에 복사한 뒤 다시 놓으세요.',
    },
    unknown: {
      message: '{file}: 알 수 없는 형식입니다.',
      hint: PHOTO,
    },
  },
};
