/**
 * Gives every variable of a shader its zero in writing (docs/known-issues.md, “Variables in loops keep their values”).
 *
 * By the WGSL specification `var x : T;` is zero each time that control reaches it. Tint's SPIR-V (Chromium
 * 156, every Vulkan driver) sets it once per call, so in a loop it keeps the value of the round before.
 * onnxruntime 1.30's attention counts on that zero.
 */
const WITHOUT_INITIALISER = /\bvar\s+([A-Za-z_]\w*)\s*:\s*([^=;{}]+?)\s*;/g;

/** Bindings of module scope that are no memory: they have no zero. */
const RESOURCE = /^(texture|sampler)/;

/** The same shader, with `var x : T;` as `var x : T = T();`. */
export const zeroVariables = (wgsl: string): string =>
  wgsl.replace(WITHOUT_INITIALISER, (whole, name: string, type: string) =>
    RESOURCE.test(type) ? whole : `var ${name} : ${type} = ${type}();`,
  );
