import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wideSums } from './wide-sums.ts';

/** A kernel of four columns, cut down to what is changed. */
const vector = (type: 'f16' | 'f32') => `
${type === 'f16' ? 'enable f16;' : ''}
alias x_element_t = ${type};
var<workgroup> mm_Asub: array<array<vec4<x_element_t>, 8>, 32>;
  var acc: array<vec4<x_element_t>, rowPerThread>;
      let BCached0 = mm_Bsub[k * innerElementSize][tileCol];
        let ACached = mm_Asub[tileRow + i][k];
        acc[i] = BCached0 * ACached.x + acc[i];
    acc[innerRow] = output_element_t(uniforms.alpha) * acc[innerRow];
    mm_write(batch, globalRow + innerRow, globalCol, acc[innerRow]);
    mm_write(batch, globalRow + innerRow, globalCol * innerElementSize + i, acc[innerRow][i]);
`;

describe('wideSums', () => {
  it('a kernel of four columns has products and sums in single precision', () => {
    expect(wideSums(vector('f16'))).toBe(`
enable f16;
alias x_element_t = f16;
var<workgroup> mm_Asub: array<array<vec4<x_element_t>, 8>, 32>;
  var acc: array<vec4<f32>, rowPerThread>;
      let BCached0 = vec4<f32>(mm_Bsub[k * innerElementSize][tileCol]);
        let ACached = vec4<f32>(mm_Asub[tileRow + i][k]);
        acc[i] = BCached0 * ACached.x + acc[i];
    acc[innerRow] = f32(uniforms.alpha) * acc[innerRow];
    mm_write(batch, globalRow + innerRow, globalCol, vec4<x_element_t>(acc[innerRow]));
    mm_write(batch, globalRow + innerRow, globalCol * innerElementSize + i, x_element_t(acc[innerRow][i]));
`);
  });

  it('pieces of three channels stay three', () => {
    const three = vector('f16').replace('mm_Asub: array<array<vec4', 'mm_Asub: array<array<vec3');
    expect(wideSums(three)).toContain('let ACached = vec3<f32>(mm_Asub[tileRow + i][k]);');
  });

  it('a kernel of one column has products and sums in single precision', () => {
    const wgsl = `enable f16;
alias output_element_t = f16;
 var acc: array<array<output_element_t, colPerThread>, rowPerThread>;
var BCached: array<output_element_t, colPerThread>;
      BCached[inner] = mm_Bsub[tileCol + inner][k];
      let ACached = mm_Asub[tileRow + innerRow][k];
        acc[innerRow][innerCol] = acc[innerRow][innerCol] + ACached * BCached[innerCol];
    mm_write(batch, globalRow + innerRow, globalCol + innerCol, acc[innerRow][innerCol]);
`;
    expect(wideSums(wgsl)).toBe(`enable f16;
alias output_element_t = f16;
 var acc: array<array<f32, colPerThread>, rowPerThread>;
var BCached: array<f32, colPerThread>;
      BCached[inner] = f32(mm_Bsub[tileCol + inner][k]);
      let ACached = f32(mm_Asub[tileRow + innerRow][k]);
        acc[innerRow][innerCol] = acc[innerRow][innerCol] + ACached * BCached[innerCol];
    mm_write(batch, globalRow + innerRow, globalCol + innerCol, output_element_t(acc[innerRow][innerCol]));
`);
  });

  it.each([
    ['a kernel in single precision', vector('f32')],
    ['another shader in half precision', 'enable f16;\nvar<workgroup> tile : array<f16, 64>;'],
  ])('%s stays as it is', (_, wgsl) => expect(wideSums(wgsl)).toBe(wgsl));
});

// If a new version of onnxruntime-web has other kernels, the changes do nothing, without an error. Then these fail.
it.each(['asyncify', 'jspi'])('the %s build has the kernels that are changed', (build) => {
  const file = `node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.${build}.wasm`;
  const binary = readFileSync(file);
  for (const piece of [
    '  var acc: array<vec4<',
    ' var acc: array<array<',
    'var BCached: array<',
    'let BCached0 = mm_Bsub[k * innerElementSize][tileCol];',
    'let BCached1 =  mm_Bsub[tileCol * innerElementSize + 1][k];',
    'BCached[inner] = mm_Bsub[tileCol + inner][k];',
    'let ACached = mm_Asub[tileRow + i][k];',
    'let ACached = mm_Asub[tileRow + innerRow][k];',
    'output_element_t(uniforms.alpha) * acc[innerRow]',
    'mm_write(batch, globalRow + innerRow, globalCol, acc[innerRow]);',
    'globalCol * innerElementSize + i, acc[innerRow][i]);',
    'mm_write(batch, globalRow + innerRow, globalCol + innerCol, acc[innerRow][innerCol]);',
  ])
    expect(binary.includes(piece), piece).toBe(true);
});
