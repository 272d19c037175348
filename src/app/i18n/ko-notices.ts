import type { enNotices } from './en-notices.ts';

/** The notices, in Korean. */
export const koNotices: Record<keyof typeof enNotices, string> = {
  'mask-touches-border':
    '생쥐가 사진 가장자리에 닿아 있습니다. 사진 밖으로 나간 부분은 3D에 나타나지 않습니다.',
  'mask-unsure':
    '생쥐를 제대로 오려냈는지 확실하지 않습니다. 배경이 더 단순하면 더 잘 오려낼 수 있습니다.',
  'several-animals':
    '사진에 동물이 여러 마리 있습니다. 그중 한 마리를 사용했습니다. 다른 동물을 고르려면 그 동물만 남도록 사진을 자르세요.',
  'few-pixels':
    '생쥐가 몇 픽셀 크기밖에 되지 않아 세부가 나타나지 않습니다. 더 크게 나온 사진을 사용하세요.',
  'nearly-black': '사진이 너무 어둡습니다. 더 밝은 사진을 사용하세요.',
  'not-a-mouse': '생쥐처럼 보이지 않습니다. 결과가 틀릴 수 있습니다.',
  'frame-left-out': '사진 둘레의 테두리는 제외했습니다.',
  'alpha-ignored':
    '사진의 투명한 부분이 생쥐의 윤곽과 다릅니다. 투명도를 무시하고 생쥐를 다시 오려냈습니다.',
  'range-stretched':
    '파일이 밝기 범위의 일부만 사용합니다. 전체 범위를 사용하도록 사진을 밝게 했습니다.',
  'photo-cut-off': '이 JPEG 파일은 중간에서 잘렸습니다. 남아 있는 부분을 사용했습니다.',
  'views-disagree':
    '사진들이 3D에서 서로 맞지 않습니다. 각 사진에 맞는 카메라가 쓰였는지, 마스크가 맞는지 확인하세요.',
  'views-background':
    '배경이 흰색이 아닌 사진이 있습니다. 생쥐를 오려내거나 마스크(mask_path)를 지정하세요.',
  'mask-parts-left-out':
    '생쥐 외에 다른 것이 함께 나온 마스크가 있어, 그 부분은 제외했습니다. 생쥐의 일부가 빠졌다면 그 마스크를 확인하세요.',
  'first-page': '파일에 페이지가 여러 개 있습니다. 첫 페이지를 사용했습니다.',
  'single-precision':
    'WebGPU가 이 GPU에서 반정밀도를 제공하지 않습니다(shader-f16 없음). 큰 신경망은 단정밀도로 계산하므로 메모리와 시간이 더 듭니다.',
  'single-precision-nvidia':
    'Chromium은 리눅스의 NVIDIA GPU에서 반정밀도(shader-f16)를 제공하지 않아 큰 신경망을 단정밀도로 계산합니다. --enable-dawn-features=vulkan_enable_f16_on_nvidia 플래그로 켤 수 있습니다.',
  'video-vp9': '이 브라우저는 H.264로 인코딩할 수 없어 회전 영상을 WebM으로 만들었습니다.',
};
