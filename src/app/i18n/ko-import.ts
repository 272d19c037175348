import type { Messages } from './en.ts';

/** The Korean sentences of the import panel. */
export const koImport: Messages['import'] = {
  title: '체크포인트 가져오기',
  open: '체크포인트 가져오기…',
  intro:
    '체크포인트의 파일이나 폴더를 여기에 놓으세요. FaceLift의 pipeckpts와 gslrm, FaceLift의 가중치를 직접 미세 조정한 가중치, LGM의 가중치를 쓸 수 있습니다. 아무것도 업로드하지 않습니다. 파일에 든 코드는 실행하지 않습니다.',
  formats: '.safetensors · .pt · .pth · .bin · .ckpt · .onnx · .json',
  files: '체크포인트 파일',
  folder: '체크포인트 폴더',
  chooseFiles: '파일 고르기',
  chooseFolder: '폴더 고르기',
  addFiles: '파일 추가',
  addFolder: '폴더 추가',
  startOver: '처음부터 다시',
  reading: '파일을 읽는 중…',
  stopReading: '멈추기',
  release: '놓으면 엽니다',

  found: '인식된 항목',
  parts: {
    cameras: '카메라',
    remover: '배경 제거 모델',
  },
  facts: {
    cameras: '카메라 {count}대, {image}픽셀',
    remover: '{title}',
  },
  camerasAssumed: '카메라 파일이 없습니다. 모델이 보통 쓰는 카메라를 씁니다.',
  nothing: '가져올 수 있는 모델에 속하는 파일이 없습니다.',
  missing: '누락된 파일',
  missingParts: {
    unet: '다시점 UNet (unet/diffusion_pytorch_model.safetensors와 config.json)',
    vae: '오토인코더 (vae/diffusion_pytorch_model.safetensors와 config.json)',
    imageEncoder: '이미지 인코더 (image_encoder/model.safetensors와 config.json)',
    viewEmbeds: '시점 임베딩 (clr_embeds.pt)',
    reconstructor: '복원기 (GS-LRM의 ckpt_….pt 또는 LGM의 가중치)',
    cameras: '카메라 (opencv_cameras.json)',
  },
  notes: '알아둘 점',
  noteTexts: {
    'not-needed': '{path}: 필요하지 않습니다.',
    'not-used': '{path}: 쓰지 않습니다. 같은 종류의 다른 파일을 대신 씁니다.',
    unknown:
      '{path}: 가져올 수 있는 모델에 속하지 않습니다. 다른 이름의 텐서가 들어 있습니다: {names}',
    'several-average':
      '{path}: 모델이 여러 개 들어 있습니다({keys}). 평균 낸 가중치(EMA)를 씁니다: {key}',
    'several-first': '{path}: 모델이 여러 개 들어 있습니다({keys}). 이것을 씁니다: {key}',
    'several-asked': '{path}: 모델이 여러 개 들어 있습니다({keys}). 고르신 것: {key}',
    'average-unusable':
      '{path}: 평균 낸 가중치({average})도 있지만 온전한 신경망이 아닙니다. 그래서 이것을 씁니다: {key}',
    'config-assumed': '{path}: 옆에 config.json이 없습니다. 흔히 쓰는 값을 씁니다.',
    'scheduler-assumed': '{path}: scheduler_config.json이 없습니다. FaceLift의 값을 씁니다.',
    'plain-attention': '{path}: config에 시점에 관한 값이 없습니다. 일반 셀프 어텐션을 씁니다.',
    'tensors-unused':
      '{path}: 이 종류의 신경망이 쓰지 않는 텐서가 들어 있습니다: {names}. 이 텐서들이 필요하다면 결과가 달라집니다.',
    'views-only':
      '{path}: 다시점 모델이 없는 복원기입니다. 이 팩은 사진에서 시작할 수 없습니다. 카메라를 아는 시점들만 명령줄에서 복원할 수 있습니다.',
  },
  moreNotes: '그 밖에 {count}개.',

  modelQuestion: '이 파일에는 모델이 여러 개 들어 있습니다: {path}. 어느 것을 쓸까요?',
  averaged: '{key} (평균 낸 가중치)',

  rigQuestion: '이 구성 요소는 누구의 카메라로 학습했나요? {part}: {path}',
  rigParts: {
    pose: '자세 모델',
    multiview: '다시점 UNet',
    viewEmbeds: '시점 임베딩',
    reconstructor: '복원기',
  },
  rigOwners: {
    facelift: 'FaceLift의 여섯 카메라',
    cameras: '카메라 파일의 카메라',
  },
  rigNeedsFile:
    '이 구성 요소를 다른 카메라로 학습했다면 카메라 파일(opencv_cameras.json)을 추가하세요.',
  mismatch: '구성 요소들이 서로 다른 카메라로 학습되었습니다',
  mismatchWhy:
    '이 팩은 {expected}의 카메라를 쓰지만, 모든 구성 요소가 그 카메라로 학습되지는 않았습니다. 이 팩은 오류 없이 실행되지만 스플랫의 모양이 틀립니다.',
  mismatchPart: '{part}: {rig|으로/로} 학습',
  allowMixed: '그래도 가져오기',

  name: '이름',
  nameHint: '{id|으로/로} 보관',
  precision: '정밀도',
  precisions: {
    F16: '16비트 부동소수점 (FaceLift와 같음)',
    F32: '32비트 부동소수점 (정확, 크기 두 배)',
    int8x2: '16비트 정수 (16비트 부동소수점을 못 쓰는 GPU용)',
    int8: '8비트 정수 (크기 절반, 덜 정확)',
  },
  withoutF16:
    '16비트 부동소수점은 고를 수 없습니다. 이 컴퓨터에는 반정밀도(shader-f16)가 없어 이 크기의 가중치가 메모리에 들어가지 않습니다.',
  licence: '라이선스 조건',
  accept: '조건을 읽었으며 따르겠습니다',
  size: '{size|을/를} 씁니다',
  free: '남은 공간 {size}',
  freeUnknown: '남은 공간은 알 수 없음',
  tooLarge: '남은 공간보다 큽니다.',
  resumes:
    '{total} 가운데 {done|이/가} 지난번에 이미 저장되었습니다. 거기서부터 이어서 가져옵니다.',

  start: '가져오기',
  cancel: '취소',
  close: '닫기',
  progress: '가져오기 진행률',
  written: '{total} 중 {written}',
  cancelling: '멈추는 중…',
  cancelled:
    '취소했습니다. 끝난 파일은 남아 있습니다. 같은 파일을 다시 놓으면 거기서부터 이어서 가져옵니다.',
  done: '“{name}” 팩을 가져와 모델 팩으로 골랐습니다.',

  stored: '가져온 팩',
  unfinished: '끝나지 않은 가져오기',
  unfinishedHint: '같은 파일을 다시 놓으면 이어서 가져옵니다.',
  remove: '{name} 삭제',
  removeShort: '삭제',
  removeAsk: '{name|을/를} 삭제할까요? 크기는 {size}입니다. 나중에 쓰려면 다시 가져와야 합니다.',
  removeYes: '삭제',
  removeNo: '그대로 두기',
};
