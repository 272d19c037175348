import type { Messages } from './en.ts';

/** The Korean sentences about files of checkpoints that cannot be imported. */
export const koFaults: Messages['faults'] = {
  damaged: {
    message: '체크포인트 {file|이/가} 손상되었거나 중간에서 잘렸습니다.',
    hint: '다시 내려받거나 복사한 뒤 두 파일의 크기를 비교하세요.',
  },
  unreadable: {
    message: '파일 {file|을/를} 읽지 못했습니다.',
    hint: '파일이 아직 있는지, 읽을 권한이 있는지 확인한 뒤 다시 추가하세요.',
  },
  'lfs-pointer': {
    message: '파일 {file|은/는} 가중치가 아니라 Git LFS의 포인터입니다.',
    hint: '그 폴더에서 git lfs pull을 실행하거나 파일 자체를 내려받으세요.',
  },
  'web-page': {
    message: '파일 {file|은/는} 가중치 대신 저장된 웹 페이지입니다.',
    hint: '브라우저에서 주소를 여세요. 페이지가 요구하면 로그인하고 조건에 동의한 뒤 파일 자체를 내려받으세요.',
  },
  'not-json': {
    message: '파일 {file|은/는} JSON이 아닙니다.',
    hint: '“자세히”에 나온 곳을 고치거나 원본에서 다시 복사하세요.',
  },
  'too-many-files': {
    message: '파일이 {count}개보다 많습니다. 마지막 파일: {file}',
    hint: '체크포인트 폴더만 추가하세요.',
  },

  'unknown-format': {
    message: '파일 {file|은/는} 읽을 수 있는 형식이 아닙니다.',
    hint: '.safetensors 파일이나 torch.save로 저장한 파일을 사용하세요.',
  },
  'other-format': {
    message: '파일 {file|은/는} 읽을 수 없는 {format} 형식입니다.',
    hint: '이 가중치의 PyTorch판이나 safetensors판을 사용하세요. 또는 Python에서 불러와 safetensors.torch.save_file로 저장하세요.',
  },
  archive: {
    message: '파일 {file|은/는} 압축 묶음입니다.',
    hint: '압축을 풀고 그 안의 파일을 추가하세요.',
  },
  distributed: {
    message: '파일 {file|은/는} 여러 프로세스가 나누어 저장한 체크포인트의 일부입니다.',
    hint: '먼저 python -m torch.distributed.checkpoint.format_utils dcp_to_torch 또는 DeepSpeed의 zero_to_fp32.py로 합친 뒤 그 결과를 가져오세요.',
  },
  'old-torch': {
    message: '체크포인트 {file|은/는} PyTorch 1.6 이전 버전으로 저장되었습니다.',
    hint: 'PyTorch 1.6 이상에서 torch.load로 불러와 torch.save로 다시 저장하세요.',
  },
  'plain-pickle': {
    message: '파일 {file|은/는} torch.save가 아니라 Python의 pickle로 저장되었습니다.',
    hint: 'Python에서 불러와 텐서를 torch.save로 다시 저장하세요.',
  },
  program: {
    message:
      '파일 {file|은/는} 가중치 dict가 아니라 프로그램(TorchScript 또는 torch.export)입니다.',
    hint: 'torch.jit.load나 torch.export.load로 불러온 뒤 state_dict()를 torch.save로 저장하세요.',
  },
  compressed: {
    message: '체크포인트 {file|은/는} 저장된 뒤에 압축되거나 암호화되었습니다.',
    hint: 'torch.save가 쓴 파일을 사용하세요. 또는 torch.load로 불러와 torch.save로 다시 저장하세요.',
  },
  'big-endian': {
    message: '체크포인트 {file|은/는} 바이트 순서가 다른(빅 엔디언) 컴퓨터에서 저장되었습니다.',
    hint: '보통의 컴퓨터에서 PyTorch로 불러와 torch.save로 다시 저장하세요.',
  },
  limits: {
    message: '체크포인트 {file}에 가져올 수 있는 어떤 모델보다도 많은 항목이 들어 있습니다.',
    hint: '가중치만 저장하세요: torch.save(model.state_dict(), file).',
  },

  'whole-module': {
    message: '체크포인트 {file}에 가중치만이 아니라 모델 전체가 들어 있습니다.',
    hint: 'PyTorch에서 불러와 가중치만 저장하세요: torch.save(model.state_dict(), file).',
  },
  'own-class': {
    message:
      '체크포인트 {file}에는 저장한 프로그램의 클래스 {global|이/가} 필요하여 열지 않았습니다.',
    hint: '믿을 수 있는 파일이라면 그 프로그램에서 불러와 가중치만 저장하세요: torch.save(model.state_dict(), file).',
  },
  nameless: {
    message: '{file}의 텐서에 이름이 없습니다.',
    hint: '이름과 함께 저장하세요: torch.save(model.state_dict(), file).',
  },
  numpy: {
    message: '체크포인트 {file}에 PyTorch 텐서가 아니라 NumPy 배열이 들어 있습니다.',
    hint: '배열마다 torch.from_numpy로 텐서를 만들고 dict를 torch.save로 다시 저장하세요.',
  },
  'optimizer-only': {
    message: '파일 {file}에 옵티마이저의 상태만 있고 가중치가 없습니다.',
    hint: '가중치가 든 파일을 추가하세요. 대개 이 파일 옆에 저장됩니다.',
  },
  'lora-only': {
    message: '파일 {file}에 신경망 전체가 아니라 LoRA만 들어 있습니다.',
    hint: '학습할 때 쓴 모델에 합친 뒤(예: diffusers의 fuse_lora()) 모델 전체를 저장하세요.',
  },
  'no-weights': {
    message: '파일 {file}에 가중치가 없습니다.',
    hint: 'model.state_dict()로 얻은 가중치 파일을 추가하세요.',
  },

  'number-types': {
    message:
      '{file}에 {types} 형식의 수가 있습니다. float32, float16, bfloat16만 읽을 수 있습니다.',
    hint: 'model.float()로 바꾼 뒤 state_dict()를 다시 저장하세요.',
  },
  quantised: {
    message: '{file}의 가중치는 양자화되어 있습니다({types} 형식).',
    hint: '양자화하기 전의 가중치를 사용하세요.',
  },
  strided: {
    message:
      '{file}의 텐서 {tensor|이/가} 연속으로 놓여 있지 않습니다. 전치되었거나 확장되었거나 채널이 마지막에 있습니다.',
    hint: '이 텐서에 .contiguous()를 호출한 뒤 체크포인트를 다시 저장하세요.',
  },
  negated: {
    message: '{file}의 텐서 {tensor|은/는} 아직 계산하지 않은 음수입니다.',
    hint: '이 텐서에 .resolve_neg()를 호출한 뒤 체크포인트를 다시 저장하세요.',
  },
  'not-finite': {
    message: '{file}의 텐서 {tensor}에 NaN 또는 무한대가 있습니다.',
    hint: '이 체크포인트를 저장할 때 학습이 이미 발산한 것 같습니다. 그 전에 저장한 체크포인트를 사용하세요.',
  },
  'half-range': {
    message: '{file}의 텐서 {tensor}에 16비트 부동소수점의 최댓값 65504를 넘는 값이 있습니다.',
    hint: '정밀도로 32비트 부동소수점을 고른 뒤 다시 가져오세요.',
  },
  'large-tensor': {
    message: '{file}의 텐서 {tensor|은/는} {size|으로/로}, 한 파일에 담기에 너무 큽니다.',
    hint: '비트가 더 적은 정밀도를 고른 뒤 다시 가져오세요.',
  },

  'tensors-missing': {
    message: '{file}에 신경망의 텐서 {count}개가 없습니다. 첫째는 {tensor}입니다.',
    hint: '파일이 일부만 저장되었거나 신경망의 층이 다른 것 같습니다. model.state_dict() 전체를 저장하거나 원본 파일을 사용하세요.',
  },
  'tensors-reshaped': {
    message: '{file}에서 텐서 {count}개의 모양이 신경망과 다릅니다. 첫째는 {tensor}입니다.',
    hint: '가져올 수 없는 변형 신경망의 가중치인 것 같습니다. FaceLift나 LGM과 구조가 같은 가중치를 사용하세요.',
  },
  'config-of-others': {
    message:
      '{file} 옆의 config.json이 이 가중치와 맞지 않습니다. 텐서 {count}개가 없거나 모양이 다릅니다. 첫째는 {tensor}입니다.',
    hint: 'config.json이 다른 가중치에 속한 것 같습니다. 이 파일과 함께 저장된 것을 사용하세요.',
  },
  'config-value': {
    message: '{file}에 {field|이/가} 없거나 쓸 수 없는 값입니다.',
    hint: '이 가중치와 함께 저장된 파일을 사용하세요.',
  },
  'layers-missing': {
    message: '{file}의 층이 이어지지 않습니다. 없는 것: {missing}',
    hint: '파일이 일부만 저장된 것 같습니다. model.state_dict() 전체를 저장하거나 원본 파일을 사용하세요.',
  },
  'index-of-others': {
    message: '파일 {index}에 적힌 텐서 {tensor|이/가} 어느 부분에도 없습니다.',
    hint: '부분과 목록이 서로 다른 체크포인트에서 온 것 같습니다. 모두 한 폴더에서 다시 복사하세요.',
  },
  'not-one-model': {
    message: '파일 {file|와/과} {other|은/는} 서로 다른 모델의 것입니다.',
    hint: '한 모델의 파일만 추가하세요.',
  },
  'unsupported-network': {
    message: '{file}의 신경망은 가져올 수 없는 변형입니다.',
    hint: 'FaceLift나 LGM과 구조가 같은 가중치를 사용하세요. 폭, 깊이, 패치 크기는 달라도 됩니다.',
  },
};
