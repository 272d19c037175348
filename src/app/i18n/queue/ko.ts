import type { Messages } from '../en.ts';

/** The Korean sentences about the queue. */
export const koQueue: {
  texts: Messages['queue'];
  errors: Pick<
    Messages['errors'],
    'brought-lost' | 'queue-file-lost' | 'queue-full' | 'queue-elsewhere'
  >;
} = {
  texts: {
    label: '대기열',
    list: '대기열의 항목',

    counts: {
      running: '{count}개 실행 중',
      waiting: '{count}개 대기',
      done: '{count}개 완료',
      doubtful: '{count}개 확인 필요',
      failed: '{count}개 실패',
      cancelled: '{count}개 취소',
    },
    over: '대기열: {counts}',
    states: {
      running: '실행 중',
      waiting: '대기 중',
      done: '완료',
      doubtful: '확인 필요',
      failed: '실패',
      cancelled: '취소됨',
    },
    posed: '{state} · 여러 시점의 사진 {count}장',
    made: '가우시안 {count}개 · {seconds}초',
    progress: '{stage} · {percent}%',

    show: '{file}의 결과 보기',
    showRun: '{file}의 실행 보기',
    cancel: '{file} 취소',
    retry: '{file} 다시 실행',
    remove: '{file} 빼기',

    resume: '계속',
    cancelAll: '모두 취소',
    retryFailed: '실패한 항목 다시 실행',
    saveZip: '모두 저장 (.zip)',
    saveFolder: '폴더에 저장',
    clear: '비우기',
    clearAsk: '대기열의 항목과 결과를 모두 지울까요? 저장하지 않은 결과는 사라집니다.',
    clearYes: '모두 지우기',
    clearNo: '그대로 두기',

    adding: '사진과 샘플 복사 중: {total}개 중 {done}개',
    saving: '결과 저장 중: {total}개 중 {done}개',
    saved: '항목 {count}개의 결과를 폴더에 저장했습니다.',

    halts: {
      closed:
        '모든 항목이 끝나기 전에 페이지가 닫혔습니다. “계속”을 누르면 기다리는 항목을 실행합니다.',
      crashed:
        '같은 항목을 실행하는 동안 페이지가 두 번 닫혔습니다. 이 항목을 취소하거나 “계속”으로 다시 해 보세요.',
      unstored:
        '마지막 결과를 저장 공간에 넣지 못해 메모리에만 있습니다. 모두 저장하고, 끝난 항목을 빼서 공간을 확보한 뒤 계속하세요.',
      'same-error':
        '항목 두 개가 같은 이유로 연달아 실패했습니다. 다른 항목도 실패할 것이므로 대기열을 멈췄습니다.',
      problem: '대기열이 멈췄습니다.',
    },

    notKept:
      '이 브라우저는 페이지에 저장 공간을 주지 않습니다. 이 탭을 닫거나 새로 고치면 대기열이 사라집니다.',
    notFitting:
      '브라우저의 저장 공간이 가득 찼습니다. 대기열에 넣지 못한 것: {files}. 끝난 항목을 뺀 뒤 다시 놓으세요.',
    elsewhere: '대기열이 이 페이지의 다른 탭에 있습니다.',
  },

  errors: {
    'queue-file-lost': {
      message: '{photo}의 파일 {file|이/가} 브라우저에 더 이상 없습니다.',
      hint: '목록에서 뺀 뒤 다시 놓으세요.',
    },
    'queue-full': {
      message: '브라우저의 저장 공간이 가득 찼습니다.',
      hint: '결과를 저장한 뒤 끝난 항목을 대기열에서 빼거나 기록에서 실행을 삭제하거나 디스크 공간을 확보하세요.',
    },
    'brought-lost': {
      message: '다른 프로그램의 파일이 이 페이지에 도착하지 않았습니다.',
      hint: '다시 공유하거나 여기에서 선택하세요.',
    },
    'queue-elsewhere': {
      message: '대기열이 이 페이지의 다른 탭에 있어서 아무것도 추가하지 않았습니다.',
      hint: '그 탭에 놓거나, 그 탭을 닫고 여기에 다시 놓으세요.',
    },
  },
};
