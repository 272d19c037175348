/**
 * Variable declarations without an initialiser (docs/known-issues.md, “Variables in loops keep their values”).
 *
 * By the WGSL specification `var x : T;` is zero each time that control reaches it. Tint's SPIR-V (Chromium 156, every
 * Vulkan driver) sets it once per call, so in a loop it keeps the value of the previous iteration. The attention of
 * onnxruntime 1.30 depends on that zero.
 */
const WITHOUT_INITIALISER = /\bvar\s+([A-Za-z_]\w*)\s*:\s*([^=;{}]+?)\s*;/g;

/** Types of module-scope bindings that cannot have an initialiser. */
const RESOURCE = /^(texture|sampler)/;

/** Returns the shader with an explicit zero for every variable: `var x : T;` becomes `var x : T = T();`. */
export const zeroVariables = (wgsl: string): string =>
  wgsl.replace(WITHOUT_INITIALISER, (declaration, name: string, type: string) =>
    RESOURCE.test(type) ? declaration : `var ${name} : ${type} = ${type}();`,
  );
