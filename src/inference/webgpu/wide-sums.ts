/**
 * Half precision: onnxruntime's kernels for Conv, Gemm and MatMul add up their products in half precision
 * (docs/known-issues.md, "Sums in half precision"). Here the shader text of onnxruntime 1.30 is changed, so that the
 * products and sums are in single precision. Inputs, outputs and shared memory stay in half precision.
 *
 * A shader without such a sum stays unchanged.
 */
type Rule = readonly [pattern: RegExp, replacement: string];

/** Kernels that compute four columns at a time. `T` is the name of the element type, `W` the width of a piece of A. */
const vectorRules = (T: string, W: string): readonly Rule[] => [
  [new RegExp(`(var acc: array<vec4<)${T}(>, rowPerThread>;)`, 'g'), '$1f32$2'],
  [/(let BCached\d =\s+)(mm_Bsub\[[^;]+\]);/g, '$1vec4<f32>($2);'],
  [/(let ACached\d? =\s+)(mm_Asub\[[^;]+\]);/g, `$1vec${W}<f32>($2);`],
  [/(, )(acc\[innerRow\])\);/g, `$1vec4<${T}>($2));`],
  [/(, )(acc\[innerRow\]\[i\])\);/g, `$1${T}($2));`],
];

/** Kernels that compute one column at a time. */
const scalarRules = (T: string): readonly Rule[] => [
  [new RegExp(`(var acc: array<array<)${T}(, colPerThread>, rowPerThread>;)`, 'g'), '$1f32$2'],
  [new RegExp(`(var BCached: array<)${T}(, colPerThread>;)`, 'g'), '$1f32$2'],
  [/(BCached\[inner\] = )(mm_Bsub\[[^;]+\]);/g, '$1f32($2);'],
  [/(let ACached = )(mm_Asub\[[^;]+\]);/g, '$1f32($2);'],
  [/(, )(acc\[innerRow\]\[innerCol\])\);/g, `$1${T}($2));`],
];

const ALPHA: Rule = [/output_element_t\(uniforms\.alpha\) \* acc/g, 'f32(uniforms.alpha) * acc'];

/** Applies rules, one after the other. */
const apply = (wgsl: string, rules: readonly Rule[]): string =>
  rules.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), wgsl);

/** Whether a name of the shader stands for half precision. */
const isHalf = (wgsl: string, name: string) =>
  name === 'f16' || new RegExp(`alias ${name} = f16;`).test(wgsl);

/** Returns the shader, in which matrix products and convolutions in half precision have sums in single precision. */
export function wideSums(wgsl: string): string {
  if (!/^\s*enable f16;/m.test(wgsl)) return wgsl;
  const vector = /var acc: array<vec4<(\w+)>, rowPerThread>;/.exec(wgsl)?.[1];
  const width = /mm_Asub: array<array<vec(\d)</.exec(wgsl)?.[1];
  if (vector && width && isHalf(wgsl, vector))
    return apply(wgsl, [...vectorRules(vector, width), ALPHA]);
  const scalar = /var acc: array<array<(\w+), colPerThread>, rowPerThread>;/.exec(wgsl)?.[1];
  if (scalar && isHalf(wgsl, scalar)) return apply(wgsl, [...scalarRules(scalar), ALPHA]);
  return wgsl;
}
