import type { Messages } from '../en.ts';

/** The Korean sentences about the history of runs, and about files of earlier runs. */
export const koHistory: Messages['history'] = {
  label: '기록',
  list: '보관된 실행',
  rename: '이름 바꾸기',
  renameLabel: '{name}의 새 이름',
  save: '저장',
  back: '취소',
  remove: '삭제',
  goOn: '이어서 하기',
  meta: '{date} · 시드\u00a0{seed}',
  metaPosed: '{date} · 여러 시점의 사진 {count}장',
  unfinished: '끝나지 않음 · {date}',

  figures: '{used} 사용 중, {free} 남음.',
  persisted: '지우기 전까지 브라우저가 보관합니다.',
  notPersisted: '디스크가 거의 차면 브라우저가 지울 수 있습니다.',

  clear: '모두 삭제',
  clearAsk: '실행 {count}개를 모두 삭제할까요? 사진과 결과를 되돌릴 수 없습니다.',
  clearYes: '모든 실행 삭제',
  clearNo: '그대로 두기',
  deleted: '{name|을/를} 삭제했습니다.',
  undo: '되돌리기',

  halts: {
    closed:
      '실행하는 동안 페이지가 닫혔습니다. “이어서 하기”를 누르면 마지막으로 끝난 단계부터 계속합니다.',
    crashed:
      '실행의 같은 단계에서 페이지가 두 번 닫혀서 자동으로 계속하지 않습니다. “이어서 하기”로 다시 해 보거나 실행을 삭제하세요.',
  },
  unkept:
    '브라우저의 저장 공간이 가득 차서 마지막 결과가 메모리에만 있습니다. 파일을 저장하거나, 실행을 삭제한 뒤 “보관하기”를 누르세요.',
  keepAgain: '보관하기',
  elsewhere: '기록이 이 페이지의 다른 탭에 있습니다. 이 탭의 실행은 보관되지 않습니다.',
  notKept:
    '이 브라우저는 페이지에 저장 공간을 주지 않습니다. 탭을 닫거나 새로 고치면 실행이 사라지니 필요한 것을 저장하세요.',

  resetSettings: '기본값으로 되돌리기',

  record: {
    restored: '{file}의 설정을 되살렸습니다.',
    started: 'run.json의 설정으로 {file} 실행을 시작합니다.',
    waits: '이제 사진 {photo|을/를} 놓으세요.',
    waitsForSample: '이제 사진들을 카메라 파일과 함께 놓으세요.',
    otherPhoto: 'run.json은 다른 사진({photo})의 것입니다.',
    ofPosedViews:
      '이 run.json은 여러 시점의 사진으로 만든 것입니다. 이 사진만 그 설정으로 실행합니다. 그 실행을 되풀이하려면 사진들을 카메라 파일과 함께 놓으세요.',
    ofPhoto:
      '이 run.json은 사진 한 장({photo})의 것입니다. 여러 시점의 사진을 그 설정으로 실행합니다.',
    packMissing: '여기에 {pack} 팩이 없습니다. 지금 고른 팩을 그대로 씁니다.',
    packChanged: '여기 있는 {pack} 팩은 가중치가 다릅니다: {files}.',
    version: '앱 버전 {theirs}에서 만든 파일입니다. 지금은 버전 {ours}입니다.',
    backend: '{theirs|으로/로} 계산했습니다. 이 페이지는 {ours|으로/로} 계산합니다.',
    refused: '이 페이지가 받지 않는 설정: {names}.',
    damaged: {
      message: '{file|은/는} 손상되었거나 이 앱의 run.json이 아닙니다.',
      hint: '실행 결과에서 다시 복사하세요.',
    },
  },
};
