import type { Messages } from '../en.ts';

/** The Korean sentences about fetching ahead, the time that is left, visits without a network, and new versions. */
export const koOffline: Messages['offline'] = {
  starting: '시작하는 중',

  missing: '처음 실행할 때 {size|을/를} 내려받습니다.',
  missingEachVisit:
    '처음 실행할 때 {size|을/를} 내려받습니다. 이 브라우저는 파일을 보관하지 않습니다.',
  fetching: '모델을 미리 내려받는 중: {total} 중 {loaded}',
  failed: '모델을 미리 내려받지 못했습니다. 실행할 때 다시 시도합니다.',
  here: '모두 준비되었습니다. 인터넷 연결 없이도 쓸 수 있습니다.',
  fetchNow: '지금 내려받기',
  stop: '중지',
  takes: '실행에 {time} 걸립니다.',

  left: '{time} 남음',
  times: {
    few: '몇 초',
    seconds: '약 {count}초',
    minutes: '약 {count}분',
  },

  install: '설치',
  installHint:
    '이 페이지를 앱으로 설치합니다. 그러면 바탕화면의 사진과 PLY 파일을 바로 열 수 있습니다.',

  update: {
    message: '새 버전이 있습니다.',
    hint: '새로 고침하면 새 버전을 씁니다. 저장하지 않은 결과는 사라집니다.',
  },
  taken: {
    message: '다른 탭이 이 페이지의 새 버전을 쓰고 있습니다.',
    hint: '이 탭도 새로 고침하세요. 저장하지 않은 결과는 사라집니다.',
  },
  stale: {
    message: '이 페이지의 일부를 불러오지 못했습니다.',
    hint: '서버에 새 버전이 있을 수 있습니다. 연결을 확인한 다음 페이지를 새로 고침하세요.',
  },
  reload: '새로 고침',
  moreThreads: '페이지를 한 번 새로 고침하면 CPU가 여러 스레드를 씁니다.',
};
