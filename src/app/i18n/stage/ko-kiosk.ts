import type { Messages } from '../en.ts';

export const koKiosk: Messages['kiosk'] = {
  label: '전시용 생쥐 FaceLift',
  headline: '사진 한 장이 3D 생쥐가 됩니다',
  start: '터치하여 시작',
  show: '결과: {title}',
  photoOf: '사진: {title}',
  filmOf: '회전하는 3D 생쥐: {title}',
  turnThis: '이 생쥐 돌려 보기',
  made: '이 컴퓨터가 이 사진 한 장으로 3D 생쥐를 만들었습니다.',
  soon: '이 컴퓨터가 3D 생쥐를 만들고 있습니다. {count}마리 중 {done}마리 완료.',
  choose: '생쥐를 고르세요',
  chooseHow: '보시는 동안 이 컴퓨터가 3D로 만듭니다.',
  takePhoto: '사진 찍기',
  noPhoto: '이 파일 중에는 사진이 없습니다. 생쥐 사진 한 장을 고르세요.',
  another: '다른 생쥐',
  watch: '만드는 과정 보기',
  turnHint: '끌어서 생쥐를 돌려 보세요. 두 손가락이나 휠로 확대합니다.',
  starting: '시작하는 중…',
  ready: '3D 생쥐가 완성되었습니다. 돌려 보세요!',
  failedHint: '다른 생쥐로 해 보세요.',
  camera: {
    label: '생쥐 사진 찍기',
    picture: '카메라 화면',
    taken: '찍은 사진',
    opening: '카메라를 켜는 중…',
    aim: '옆에서 본 생쥐 전체를 윤곽선 안에 맞추세요.',
    shoot: '사진 찍기',
    count: '{left}초 뒤 촬영',
    retake: '다시 찍기',
    use: '3D로 만들기',
    again: '카메라 다시 시도',
    reasons: {
      denied: {
        message: '카메라를 사용할 수 없도록 설정되어 있습니다.',
        hint: '대신 생쥐를 하나 고르세요. 이 화면의 담당자가 이 페이지에 카메라를 허용할 수 있습니다.',
      },
      none: {
        message: '카메라를 찾지 못했습니다.',
        hint: '대신 생쥐를 하나 고르세요. 이 화면의 담당자가 카메라를 연결할 수 있습니다.',
      },
      busy: {
        message: '다른 프로그램이 카메라를 쓰고 있습니다.',
        hint: '대신 생쥐를 하나 고르거나, 다른 프로그램을 닫은 뒤 다시 시도하세요.',
      },
      insecure: {
        message: '이 페이지에서는 카메라를 쓸 수 없습니다.',
        hint: '대신 생쥐를 하나 고르세요. 브라우저는 https와 localhost에서만 카메라를 허용합니다.',
      },
      failed: {
        message: '카메라에서 영상이 오지 않습니다.',
        hint: '대신 생쥐를 하나 고르거나 다시 시도하세요.',
      },
    },
  },
};
