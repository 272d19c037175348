import {
  AddEquation,
  BufferAttribute,
  CustomBlending,
  DataTexture,
  DoubleSide,
  FloatType,
  GLSL3,
  InstancedBufferGeometry,
  Matrix3,
  Mesh,
  OneFactor,
  OneMinusSrcAlphaFactor,
  RawShaderMaterial,
  RedIntegerFormat,
  RGBAFormat,
  UnsignedIntType,
  Vector2,
  Vector3,
  Vector4,
} from 'three';
import type { GaussianCloud } from '../../core/gaussians/gaussian-cloud.ts';
import { shBasis, shSum } from '../../core/gaussians/spherical-harmonics.ts';
import { DepthOrder } from '../../core/rasterize/depth-order.ts';
import { prepare, type PreparedCloud } from '../../core/rasterize/prepare.ts';
import { RULES } from '../../core/rasterize/rules.ts';
import { viewOf, type View } from '../../core/rasterize/view.ts';
import type { Shot } from './protocol.ts';
import { FRAGMENT_SHADER, ROW, SHAPE_TEXELS, VERTEX_SHADER } from './splat-shader.ts';

/** Radius of a point, as a part of the picture's shorter side. */
const POINT_RADIUS = 0.0014;

const floatTexture = (data: Float32Array, width: number, height: number) => {
  const texture = new DataTexture(data, width, height, RGBAFormat, FloatType);
  texture.needsUpdate = true;
  return texture;
};

/** Gaussians of one step, and most steps of a picture. */
const STEP_COUNT = 8000;
const STEPS_MAX = 24;

/** The blending of a premultiplied colour over what is there. */
export const OVER = {
  transparent: true,
  side: DoubleSide,
  depthTest: false,
  depthWrite: false,
  blending: CustomBlending,
  blendEquation: AddEquation,
  blendSrc: OneFactor,
  blendDst: OneMinusSrcAlphaFactor,
} as const;

/**
 * The Gaussians of one cloud, for three.js. They follow the rules of the rasterizer (docs/rasterizer.md), except those
 * about tiles and about pixels that are full.
 */
export class SplatMesh {
  readonly mesh: Mesh;
  private readonly cloud: PreparedCloud;
  private readonly geometry = new InstancedBufferGeometry();
  private readonly material: RawShaderMaterial;
  private readonly shapes: DataTexture;
  private readonly paints: DataTexture;
  private readonly paint: Float32Array;
  private readonly order: Uint32Array;
  private readonly orders: DataTexture;
  private drawn = 0;
  private readonly depths: Float32Array<ArrayBuffer>;
  private readonly near: Uint32Array;
  private readonly sorter = new DepthOrder();

  constructor(cloud: GaussianCloud) {
    const prepared = prepare(cloud);
    const { count } = prepared;
    this.cloud = prepared;
    const rows = Math.max(1, Math.ceil(count / ROW));
    this.shapes = floatTexture(shapesOf(prepared, rows), SHAPE_TEXELS * ROW, rows);
    this.paint = new Float32Array(4 * ROW * rows);
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < 3; k++) this.paint[4 * i + k] = Math.max(0, prepared.colour[3 * i + k]);
      this.paint[4 * i + 3] = prepared.opacity[i];
    }
    this.paints = floatTexture(this.paint, ROW, rows);
    this.depths = new Float32Array(count);
    this.near = new Uint32Array(count);
    this.order = new Uint32Array(ROW * rows);
    this.orders = new DataTexture(this.order, ROW, rows, RedIntegerFormat, UnsignedIntType);
    this.orders.internalFormat = 'R32UI';
    const corners = new Float32Array([-1, -1, 1, -1, 1, 1, -1, 1]);
    this.geometry.setAttribute('corner', new BufferAttribute(corners, 2));
    this.geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: VERTEX_SHADER,
      fragmentShader: FRAGMENT_SHADER,
      ...OVER,
      uniforms: {
        shapes: { value: this.shapes },
        paints: { value: this.paints },
        orders: { value: this.orders },
        first: { value: 0 },
        turn: { value: new Matrix3() },
        shift: { value: new Vector3() },
        lens: { value: new Vector4() },
        size: { value: new Vector2() },
        limit: { value: new Vector2() },
        dot_radius: { value: 0 },
      },
    });
    this.mesh = new Mesh(this.geometry, this.material);
    this.mesh.frustumCulled = false;
  }

  /** Prepares the Gaussians for a picture: their order, and the colours that this direction gives them. */
  aim({ camera, style }: Shot): void {
    const view = viewOf(camera);
    const { uniforms } = this.material;
    const [a, b, c, x, d, e, f, y, g, h, i, z] = view.w2c;
    uniforms.turn.value.set(a, b, c, d, e, f, g, h, i);
    uniforms.shift.value.set(x, y, z);
    uniforms.lens.value.set(view.fx, view.fy, view.cx, view.cy);
    uniforms.size.value.set(view.width, view.height);
    uniforms.limit.value.set(view.limitX, view.limitY);
    uniforms.dot_radius.value =
      style === 'points' ? Math.max(1, POINT_RADIUS * Math.min(view.width, view.height)) : 0;
    this.sort(view);
    if (this.cloud.sh) this.shade(view);
  }

  /** The number of steps in which a picture is drawn, so that no step takes long, even if software draws. */
  get steps(): number {
    return Math.min(STEPS_MAX, Math.max(1, Math.ceil(this.drawn / STEP_COUNT)));
  }

  /** Draws only the Gaussians of one of several steps from now on. The farthest are the first. */
  take(step: number, steps: number): void {
    const first = Math.floor((this.drawn * step) / steps);
    this.material.uniforms.first.value = first;
    this.geometry.instanceCount = Math.floor((this.drawn * (step + 1)) / steps) - first;
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
    this.shapes.dispose();
    this.paints.dispose();
    this.orders.dispose();
  }

  /** Farthest first. Gaussians that the rules do not draw are left out. */
  private sort({ w2c: m }: View): void {
    const { xyz, count, opacity } = this.cloud;
    const { depths, near } = this;
    let drawn = 0;
    for (let i = 0; i < count; i++) {
      if (opacity[i] < RULES.MIN_ALPHA) continue;
      const z = m[8] * xyz[3 * i] + m[9] * xyz[3 * i + 1] + m[10] * xyz[3 * i + 2] + m[11];
      if (z <= RULES.NEAR) continue;
      near[drawn] = i;
      depths[drawn++] = z;
    }
    const sorted = this.sorter.sort(depths, drawn);
    for (let i = 0; i < drawn; i++) this.order[i] = near[sorted[drawn - 1 - i]];
    this.orders.needsUpdate = true;
    this.drawn = drawn;
  }

  private shade({ eye }: View): void {
    const { xyz, colour, count, sh } = this.cloud;
    if (!sh) return;
    const basis = new Float64Array(15);
    for (let i = 0; i < count; i++) {
      const [x, y, z] = [0, 1, 2].map((axis) => xyz[3 * i + axis] - eye[axis]);
      shBasis(sh.degree, x, y, z, basis);
      for (const channel of [0, 1, 2] as const)
        this.paint[4 * i + channel] = Math.max(
          0,
          colour[3 * i + channel] + shSum(sh, i, channel, basis),
        );
    }
    this.paints.needsUpdate = true;
  }
}

/** Centre and axes of each Gaussian: x y z, then the three axes one after the other. */
function shapesOf({ xyz, axes, count }: PreparedCloud, rows: number): Float32Array {
  const stride = 4 * SHAPE_TEXELS;
  const shapes = new Float32Array(stride * ROW * rows);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < 3; k++) shapes[stride * i + k] = xyz[3 * i + k];
    for (let axis = 0; axis < 3; axis++)
      for (let k = 0; k < 3; k++)
        shapes[stride * i + 3 + 3 * axis + k] = axes[9 * i + 3 * k + axis];
  }
  return shapes;
}
