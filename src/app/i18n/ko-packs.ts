/** The Korean sentences about weight files: errors, downloads that do not flow, and the check of stored packs. */
export const koPacks = {
  connection: {
    stalled: '{file}: {seconds}초 동안 데이터가 오지 않습니다.',
    waiting: '연결이 끊겼습니다. {seconds}초 뒤에 다시 시도합니다({file}).',
    connecting: '{file}: 다시 연결하는 중…',
    retry: '지금 다시 시도',
    again: '손상되어 다시 받은 파일: {file}',
  },

  check: {
    button: '{name}의 파일 검사',
    short: '파일 검사',
    running: '검사 중: {percent}%',
    whole: '모든 파일이 온전합니다.',
    damaged: '손상됨: {files}. 같은 체크포인트 파일을 다시 놓으세요. 손상된 것을 다시 씁니다.',
  },

  errors: {
    'storage-full': {
      message: '이 팩을 저장할 공간이 부족합니다. {needed|이/가} 필요한데 {free|이/가} 남았습니다.',
      hint: '쓰지 않는 팩을 삭제하거나 디스크 공간을 확보한 뒤 다시 가져오세요.',
    },
    'storage-filled': {
      message:
        '이 팩의 나머지를 저장할 공간이 부족합니다. {needed|이/가} 필요한데 {free|이/가} 남았습니다.',
      hint: '저장이 끝난 파일은 그대로 둡니다({total} 중 {kept}). 쓰지 않는 팩을 삭제하거나 디스크 공간을 확보한 뒤 같은 파일을 다시 가져오면 거기서부터 이어서 가져옵니다.',
    },
    'storage-unavailable': {
      message: '이 브라우저는 이 페이지에 팩을 저장할 공간을 주지 않습니다.',
      hint: '개인 정보 보호 창이 아닌 일반 창에서, https나 localhost 주소로 여세요.',
    },
    'pack-busy': {
      message: '{pack} 팩이 사용 중입니다.',
      hint: '다른 탭에서 이 팩의 가져오기가 끝날 때까지 기다리거나 그 탭을 닫으세요.',
    },
    'weights-invalid': {
      message: '이 모델 팩의 가중치가 설명과 맞지 않거나 손상되었습니다.',
      hint: '팩을 다시 설치하세요. 가져온 팩이라면 원본 파일에서 다시 가져오세요.',
    },
    'weights-key-unknown': {
      message: '키가 {key}인 모델이 어느 파일에도 없습니다.',
      hint: '있는 키: {keys}',
    },
    'checkpoint-incomplete': {
      message: '{file}의 일부가 없습니다. 없는 것: {missing}',
      hint: '.index.json을 포함해 이 파일의 모든 부분을 추가해 함께 가져오세요.',
    },
    'checkpoint-invalid': {
      message: '체크포인트 {file|을/를} 읽을 수 없습니다.',
      hint: '이유는 “자세히”에 있습니다.',
    },
    'checkpoint-unfit': {
      message: '{file}의 가중치가 가져올 수 있는 신경망과 맞지 않습니다.',
      hint: '이유는 “자세히”에 있습니다.',
    },
    'checkpoint-unsafe': {
      message:
        '체크포인트 {file}에 함수나 클래스 {global|을/를} 호출하라는 내용이 있어 열지 않았습니다.',
      hint: '가중치에는 둘 다 필요하지 않습니다. 공격일 수 있으니 PyTorch에서도 열지 마세요. 믿을 수 있는 출처의 가중치를, 되도록 safetensors로 사용하세요.',
    },
    'file-missing': {
      message: '가중치 파일 {file|이/가} 서버에 없습니다.',
      hint: '설정에서 다른 팩을 고르거나, 이 팩의 pack.json 옆에 파일을 두세요.',
    },
    'file-size': {
      message:
        '가중치 파일 {file|이/가} 손상되었습니다. 크기가 {expected}바이트여야 하는데 {found}바이트입니다.',
      hint: '이 파일을 서버에 다시 복사한 뒤 다시 실행하세요. 이 파일만 다시 받습니다.',
    },
    'file-damaged': {
      message: '가중치 파일 {file|이/가} 손상되었습니다. 내용이 pack.json과 다릅니다.',
      hint: '이 파일을 서버에 다시 복사한 뒤 다시 실행하세요. 이 파일만 다시 받습니다.',
    },
    'stored-file-damaged': {
      message: '가져온 팩 {pack}의 가중치 파일 {file|이/가} 손상되었습니다.',
      hint: '같은 체크포인트 파일을 다시 가져오세요. 손상된 파일만 다시 씁니다.',
    },
    'download-failed': {
      message: '서버가 더 이상 응답하지 않아 {file|을/를} 받지 못했습니다.',
      hint: '연결과 서버를 확인한 뒤 다시 실행하세요. 이미 받은 것은 남아 있습니다.',
    },
  },
};
