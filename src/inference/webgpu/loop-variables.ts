/**
 * Variable declarations without an initialiser (docs/known-issues.md, “Variables declared in a loop are not
 * reset”).
 *
 * By the WGSL specification, a variable declared by `var x : T;` is zero each time that the declaration is
 * executed. Tint's SPIR-V (Chromium 156, every Vulkan driver) sets the variable to zero only once per call. In
 * a loop the variable therefore keeps the value of the previous iteration. The attention of onnxruntime 1.30
 * depends on the zero.
 */
const WITHOUT_INITIALISER = /\bvar\s+([A-Za-z_]\w*)\s*:\s*([^=;{}]+?)\s*;/g;

/** Types of module-scope bindings that cannot have an initialiser. */
const RESOURCE = /^(texture|sampler)/;

/** Returns the shader, in which every variable gets an explicit zero: `var x : T;` becomes `var x : T = T();`. */
export const zeroVariables = (wgsl: string): string =>
  wgsl.replace(WITHOUT_INITIALISER, (declaration, name: string, type: string) =>
    RESOURCE.test(type) ? declaration : `var ${name} : ${type} = ${type}();`,
  );
