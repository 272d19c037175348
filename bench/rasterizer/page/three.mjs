import * as THREE from 'three';
import { eyeOf, UP } from './view.mjs';

/** Renderer, camera and scene on white, `size` pixels wide and high. For the two viewers that use three.js. */
export function makeStage({ size, fovDeg }) {
  const renderer = new THREE.WebGLRenderer({ antialias: false });
  renderer.setPixelRatio(1);
  renderer.setSize(size, size, false);
  renderer.setClearColor(0xffffff, 1);
  document.body.append(renderer.domElement);
  const camera = new THREE.PerspectiveCamera(fovDeg, 1, 0.05, 50);
  camera.up.set(...UP);
  const pointCamera = (shot) => {
    camera.position.set(...eyeOf(shot));
    camera.lookAt(0, 0, 0);
    camera.updateMatrixWorld();
  };
  return { renderer, camera, pointCamera, scene: new THREE.Scene(), gl: renderer.getContext() };
}
