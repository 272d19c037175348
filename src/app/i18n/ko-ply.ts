/** The Korean sentences about splat files that cannot be read. */
export const koPly = {
  errors: {
    'ply-zero-bytes': {
      message: '{file}: 파일이 비어 있습니다.',
      hint: '복사나 다운로드가 실패했습니다. 원래 위치에서 파일을 다시 받으세요.',
    },
    'ply-too-large': {
      message: '{file}: 파일이 너무 큽니다.',
      hint: 'SuperSplat 같은 편집기에서 가우시안을 줄이거나 compressed.ply로 변환하세요.',
    },
    'ply-pointer': {
      message: '{file}: 스플랫이 아니라 Git LFS 포인터입니다.',
      hint: 'git lfs pull로 스플랫을 받으세요.',
    },
    'ply-web-page': {
      message: '{file}: 스플랫 대신 웹 페이지가 저장되었습니다.',
      hint: '브라우저에서 주소를 열고, 필요하면 로그인한 뒤 그곳에서 스플랫을 내려받으세요.',
    },
    'ply-packed': {
      message: '{file}: {format} 형식으로 압축되어 있습니다.',
      hint: '압축을 풀고 안에 있는 PLY 파일을 사용하세요.',
    },
    'ply-other-splat': {
      message: '{file}: {format} 형식의 스플랫이며, 이 형식은 읽을 수 없습니다.',
      hint: 'PLY로 변환하세요. SuperSplat(superspl.at/editor)에서 열어 PLY로 내보내거나 splat-transform을 사용하세요.',
    },
    'ply-unknown': {
      message: '{file}: 읽을 수 있는 스플랫이 아닙니다.',
      hint: '가우시안이 들어 있는 PLY, .spz, .sog, .splat, .ksplat 또는 .glb 파일을 사용하세요. 스플랫을 학습하거나 편집하는 프로그램에서 내보낼 수 있습니다.',
    },
    'ply-no-end': {
      message: '{file}: 헤더에 끝이 없습니다.',
      hint: '파일이 잘렸거나 다른 프로그램이 바꾸었습니다. 원래 위치에서 다시 복사하거나 다시 내보내세요.',
    },
    'ply-line-ends': {
      message: '{file}: 옮기는 도중 줄 끝 문자가 변환되면서 숫자도 손상되었습니다.',
      hint: '원본을 바이너리로 다시 전송하세요. Git을 쓴다면 .gitattributes에 “*.ply binary”를 적으세요.',
    },
    'ply-cut': {
      message: '{file}: 파일이 중간에서 끝납니다.',
      hint: '복사나 다운로드가 중단되었습니다. 원래 위치에서 파일을 다시 받으세요.',
    },
    'ply-left-over': {
      message: '{file}: 헤더에 적힌 것보다 데이터가 많습니다.',
      hint: '다른 프로그램이 덧붙였습니다. 처음 {size}바이트만 남기거나 스플랫을 다시 내보내세요.',
    },
    'ply-count': {
      message: '{file}: 헤더에 적힌 가우시안 수가 맞지 않습니다({count}).',
      hint: '파일이 온전하다면 헤더의 “element vertex” 줄에 맞는 수를 적으세요. 그렇지 않으면 원래 위치에서 다시 복사하세요.',
    },
    'ply-text': {
      message: '{file}: {line}번째 줄이 잘못되었습니다.',
      hint: '이 줄을 고치거나, 스플랫을 되도록 바이너리 PLY로 다시 내보내세요.',
    },
    'ply-points': {
      message: '{file}: 가우시안이 아니라 점이 들어 있습니다.',
      hint: '점에서 스플랫을 학습하세요. 3DGS 학습은 스플랫을 point_cloud/iteration_…/point_cloud.ply에 저장합니다.',
    },
    'ply-mesh': {
      message: '{file}: 스플랫이 아니라 메시입니다.',
      hint: '메시를 만들 때 쓴, 가우시안이 들어 있는 PLY 파일을 사용하세요.',
    },
    'ply-columns': {
      message: '{file}: 가우시안에 필요한 열이 모자랍니다. 없는 열: {missing}.',
      hint: '스플랫을 3DGS의 PLY로 다시 내보내세요. 필요한 열: x y z, f_dc_0~2 또는 red green blue, opacity, scale_0~2, rot_0~3.',
    },
    'ply-colours': {
      message: '{file}: 색 값의 범위가 확실하지 않습니다.',
      hint: 'red, green, blue는 바이트, 0부터 255까지의 정수, 또는 0부터 1까지의 소수여야 합니다. f_dc 열이 있는 스플랫으로 내보내도 됩니다.',
    },
    'ply-degree': {
      message: '{file}: 구면 조화 함수를 읽을 수 없습니다(f_rest 열 {count}개).',
      hint: '차수 0, 1, 2, 3 가운데 하나로 스플랫을 학습하거나 내보내세요. 열은 각각 0, 9, 24, 45개입니다.',
    },
    'ply-no-gaussians': {
      message: '{file}: 가우시안이 없어서 그릴 것이 없습니다.',
      hint: '파일을 쓴 프로그램이 가우시안을 모두 없앴습니다. 필터를 바꾸어 스플랫을 다시 내보내세요.',
    },
    'ply-all-broken': {
      message: '{file}: 가우시안 {count}개가 모두 깨져 있어서 그릴 것이 없습니다.',
      hint: '가우시안을 만든 학습이 실패했습니다. 더 이른 단계의 스플랫을 쓰거나 다시 학습하세요.',
    },
    'ply-invalid': {
      message: '{file}: 파일이 손상되었거나 PLY 규칙에 맞지 않습니다.',
      hint: '원래 위치에서 다시 복사하거나, 파일을 쓴 프로그램에서 다시 내보내세요.',
    },
    'splat-damaged': {
      message: '{file}: 손상되었거나 {format} 형식의 규칙에 맞지 않습니다.',
      hint: '원래 위치에서 다시 복사하거나, 파일을 만든 프로그램에서 다시 내보내세요.',
    },
    'export-failed': {
      message: '{file}: 파일을 만들지 못했습니다.',
      hint: 'gaussians.ply를 저장한 뒤 SuperSplat 같은 다른 프로그램으로 변환하세요.',
    },
  },
};
