import type { NetworkName } from '../../core/networks.ts';

/** The Korean names of networks, and the sentences of errors that name a network and its stage. */
export const koNetworks = {
  names: {
    'background remover': '배경 제거 모델',
    'pose network': '골격 신경망',
    'image encoder': '이미지 인코더',
    'view embeddings': '시점 임베딩',
    encoder: '오토인코더의 인코더',
    'multi-view model': '다시점 모델',
    decoder: '오토인코더의 디코더',
    autoencoder: '오토인코더',
    reconstructor: '복원기',
  } satisfies Record<NetworkName, string>,

  errors: {
    'numbers-invalid': {
      message:
        '신경망이 잘못된 수(NaN 또는 무한대)를 계산했습니다. 신경망: {network}. 단계: {stage}.',
      hint: '사진 때문이 아닙니다. 가중치가 손상되었을 수 있으니 모델 팩을 다시 설치하거나 다시 가져오세요. 그래도 안 되면 주소에 ?backend=wasm을 붙이세요.',
    },
    'weights-not-finite': {
      message:
        '가중치 파일 {file|이/가} 손상되었습니다. NaN 또는 무한대가 들어 있습니다. 신경망: {network}. 단계: {stage}.',
      hint: '모델 팩을 다시 설치하거나 원본 파일에서 다시 가져오세요.',
    },
    'half-overflow': {
      message: '수가 반정밀도의 범위를 넘었습니다. 신경망: {network}. 단계: {stage}.',
      hint: '모델을 32비트 부동소수점으로 다시 가져오세요. 또는 주소에 ?backend=wasm을 붙이면 CPU가 단정밀도로 계산합니다.',
    },
    'views-blank': {
      message: '모든 시점이 비어 있습니다. 신경망: {network}. 단계: {stage}.',
      hint: '다른 시드나 다른 사진으로 해 보세요. 계속 비어 있으면 가중치가 손상되었을 수 있으니 모델 팩을 다시 설치하거나 다시 가져오세요.',
    },
    'splat-empty': {
      message: '스플랫에 보이는 가우시안이 없습니다. 신경망: {network}. 단계: {stage}.',
      hint: '설정에서 가우시안을 더 많이 남기거나, 다른 시드나 다른 사진으로 해 보세요. 그래도 안 되면 모델 팩을 다시 설치하거나 다시 가져오세요.',
    },
  },
};
