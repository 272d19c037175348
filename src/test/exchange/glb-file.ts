/** The description of a .glb file, to be changed. */
type Json = Record<string, unknown>;

const pad = (bytes: Uint8Array, filler: number) =>
  Uint8Array.from([...bytes, ...new Array<number>(-bytes.length & 3).fill(filler)]);

/** The file with another description. @param change gets the description, and returns the new one */
export function withDescription(
  glb: Uint8Array,
  change: (description: Json) => Json,
): Uint8Array<ArrayBuffer> {
  const length = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true);
  const old = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length))) as Json;
  const json = pad(new TextEncoder().encode(JSON.stringify(change(old))), 32);
  const rest = glb.subarray(20 + length);
  const out = new Uint8Array(20 + json.length + rest.length);
  out.set(glb.subarray(0, 20));
  const view = new DataView(out.buffer);
  view.setUint32(8, out.length, true);
  view.setUint32(12, json.length, true);
  out.set(json, 20);
  out.set(rest, 20 + json.length);
  return out;
}
