import {
  BufferAttribute,
  BufferGeometry,
  GLSL3,
  Matrix3,
  Mesh,
  RawShaderMaterial,
  Vector2,
  Vector3,
  Vector4,
} from 'three';
import type { Camera } from '../../core/camera/camera.ts';
import {
  isAboveFloor,
  RING_COLOUR,
  TICK_DEG,
  type FloorRing,
} from '../../core/gaussians/floor-ring.ts';
import { OVER } from './splat-mesh.ts';

/** A triangle that covers the picture. */
const COVER = new Float32Array([-1, -1, 3, -1, -1, 3]);

const VERTEX = `
in vec2 corner;
void main() { gl_Position = vec4(corner, 0.0, 1.0); }`;

/** Meets the floor along the ray of each pixel. Lines are about a pixel wide, and thinner than that they fade. */
const FRAGMENT = `
precision highp float;
uniform mat3 turn;
uniform vec3 eye;
uniform vec4 lens;
uniform vec2 size;
uniform vec3 centre;
uniform vec3 ring;
uniform vec4 colour;
out vec4 result;

float line(float distance, float width) {
  return clamp(1.0 - distance / width, 0.0, 1.0);
}

/** Distance from the nearest of the ticks, world units. */
float from_tick(float degrees, float step, float radius) {
  float off = mod(degrees - 270.0 + 0.5 * step, step) - 0.5 * step;
  return abs(radians(off)) * radius;
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, size.y - gl_FragCoord.y);
  vec3 ray = vec3((pixel - lens.zw) / lens.xy, 1.0) * turn;
  float along = (centre.z - eye.z) / ray.z;
  if (!(along > 0.0)) discard;
  vec2 spot = eye.xy + along * ray.xy - centre.xy;
  float radius = length(spot);
  if (radius < 0.9 * ring.x || radius > 1.1 * ring.x + ring.z) discard;
  // World units per pixel at this place, along the floor's two directions in the picture.
  float across = along / lens.x;
  float grazing = abs(ray.z) / length(ray);
  vec2 outwards = spot / radius;
  vec2 seen = normalize(ray.xy + vec2(1e-9));
  float facing = dot(outwards, seen);
  float radial = across * mix(1.0, 1.0 / max(grazing, 0.02), facing * facing) * 1.1;
  float round_about = across * mix(1.0 / max(grazing, 0.02), 1.0, facing * facing) * 1.1;
  float shown = line(abs(radius - ring.x), radial);
  float degrees_of = degrees(atan(spot.y, spot.x));
  float outside = radius - ring.x;
  float short_tick = line(from_tick(degrees_of, ${TICK_DEG.short.toFixed(1)}, radius), round_about)
    * step(0.0, outside) * step(outside, ring.y);
  float long_tick = line(from_tick(degrees_of, ${TICK_DEG.long.toFixed(1)}, radius), round_about)
    * step(0.0, outside) * step(outside, ring.z);
  // In a coarse picture, a pixel is wider than the line should be.
  float alpha = colour.a * clamp(size.y / 500.0, 0.35, 1.0) * max(shown, max(short_tick, long_tick));
  if (alpha < 0.004) discard;
  result = vec4(colour.rgb * alpha, alpha);
}`;

/** The ring on the floor, for three.js. */
export class Floor {
  readonly mesh: Mesh;
  private readonly geometry = new BufferGeometry();
  private readonly material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    ...OVER,
    uniforms: {
      turn: { value: new Matrix3() },
      eye: { value: new Vector3() },
      lens: { value: new Vector4() },
      size: { value: new Vector2() },
      centre: { value: new Vector3() },
      ring: { value: new Vector3() },
      colour: { value: new Vector4(...RING_COLOUR) },
    },
  });

  constructor() {
    this.geometry.setAttribute('corner', new BufferAttribute(COVER, 2));
    this.geometry.setIndex([0, 1, 2]);
    this.mesh = new Mesh(this.geometry, this.material);
    this.mesh.frustumCulled = false;
  }

  /** @param eye the camera's centre */
  aim({ w2c, fx, fy, cx, cy, width, height }: Camera, eye: readonly number[], ring: FloorRing) {
    const { uniforms } = this.material;
    const [a, b, c, , d, e, f, , g, h, i] = w2c;
    uniforms.turn.value.set(a, b, c, d, e, f, g, h, i);
    uniforms.eye.value.set(...eye);
    uniforms.lens.value.set(fx, fy, cx, cy);
    uniforms.size.value.set(width, height);
    uniforms.centre.value.set(ring.x, ring.y, ring.z);
    uniforms.ring.value.set(ring.radius, ring.tick, ring.longTick);
    this.mesh.renderOrder = isAboveFloor(eye, ring.z) ? -1 : 1;
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}
