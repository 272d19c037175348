import type { Messages } from './en.ts';

export const koLife: {
  texts: Messages['life'];
  errors: Pick<
    Messages['errors'],
    | 'worker-missing'
    | 'worker-died'
    | 'worker-stuck'
    | 'runtime-missing'
    | 'runtime-crashed'
    | 'device-lost'
  >;
} = {
  texts: {
    healed: {
      'worker-died':
        '페이지의 작업 스레드가 멈춰 다시 시작했습니다. 마지막으로 끝난 단계부터 이어갑니다.',
      'worker-stuck':
        '페이지의 작업 스레드가 응답하지 않아 다시 시작했습니다. 마지막으로 끝난 단계부터 이어갑니다.',
      'worker-missing': '페이지의 스크립트를 불러오지 못해 다시 불러왔습니다.',
      'runtime-missing':
        '런타임(onnxruntime) 파일을 불러오지 못해 새 작업 스레드에서 다시 불러왔습니다.',
      'runtime-crashed':
        '런타임(onnxruntime)이 멈췄습니다. 새 작업 스레드에서 마지막으로 끝난 단계부터 이어갑니다.',
      'device-lost': 'GPU가 응답하지 않아 다시 연결했습니다. 마지막으로 끝난 단계부터 이어갑니다.',
    },

    quiet: '{seconds}초 동안 진행이 없습니다. 이 컴퓨터에서 큰 신경망은 이만큼 걸리기도 합니다.',
    restartStage: '이 단계 다시 시작',

    waysOut: {
      'run-again': '다시 실행',
      'use-cpu': 'CPU로 실행',
      'less-memory': '메모리를 적게 쓰며 다시 실행',
      reload: '페이지 새로 고침',
    },
  },

  errors: {
    'worker-missing': {
      message: '페이지의 스크립트를 불러올 수 없습니다.',
      hint: '페이지를 새로 고치세요. 그래도 안 되면 서버가 켜져 있는지 확인하세요.',
    },
    'worker-died': {
      message: '페이지의 작업 스레드가 멈췄습니다.',
      hint: '다시 실행하세요. 끝난 단계는 그대로 있습니다. 문제가 되풀이되면 다른 탭과 프로그램을 닫으세요.',
    },
    'worker-stuck': {
      message: '페이지의 작업 스레드가 응답하지 않습니다.',
      hint: '다시 실행하세요. 끝난 단계는 그대로 있습니다. 문제가 되풀이되면 CPU를 쓰거나 스텝 수를 줄이세요.',
    },
    'runtime-missing': {
      message: '런타임(onnxruntime) 파일을 불러올 수 없습니다.',
      hint: '서버가 켜져 있고 페이지의 파일이 모두 있는지 확인한 뒤 다시 실행하세요.',
    },
    'runtime-crashed': {
      message: '런타임(onnxruntime)이 멈췄습니다.',
      hint: '다시 실행하세요. 끝난 단계는 그대로 있습니다. 문제가 되풀이되면 CPU를 쓰거나 스텝 수를 줄이세요.',
    },
    'device-lost': {
      message: 'GPU가 응답하지 않습니다.',
      hint: '다시 실행하세요. 끝난 단계는 그대로 있습니다. 문제가 되풀이되면 CPU를 쓰세요.',
    },
  },
};
