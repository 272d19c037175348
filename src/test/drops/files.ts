import type { FileKind } from '../../worker/dropped/kinds.ts';
import { weightFile } from '../example-checkpoint.ts';
import { bombs } from '../photos/bombs.ts';
import { mammalFile } from '../cameras/write-binary.ts';
import { dannceFile } from '../cameras/write-mat.ts';
import { zipFile } from '../zip-file.ts';

/** Text is written as UTF-8. */
export type Content = string | Uint8Array<ArrayBuffer>;

/** Characters up to U+00FF become bytes of the same value. */
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

export const bytesOf = (content: Content): Uint8Array<ArrayBuffer> =>
  typeof content === 'string' ? utf8(content) : content;

const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const json = (value: unknown) => JSON.stringify(value);
const zip = (...names: string[]) => zipFile(names.map((name) => ({ name, data: utf8('x') })));
const noise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * i * 31 + 7) % 256);
const box = (type: string) => `\0\0\0\x18${type}\0\0\0\0isommp42`;
const mark = (at: number, text: string) => latin1('\x01'.repeat(at) + text);
const safetensors = weightFile(new Map([['a', [2]]]));
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 34\n';

const plyHeader = (...properties: string[]) =>
  `ply\nformat binary_little_endian 1.0\nelement vertex 2\n${properties.map((p) => `property float ${p}\n`).join('')}end_header\n`;
const config = { _class_name: 'UNet2DConditionModel', in_channels: 8 };
const frames = { frames: [{ w: 1, h: 1, fx: 1, w2c: [] }] };
const run = { photo: 'a.jpg', pack: { id: 'mouse-demo' }, settings: { seed: 1 }, stageMs: {} };
const labelme = { version: '5', shapes: [], imagePath: 'a.png', imageData: 'AAAA' };

/** Names and contents of files of each kind. */
export const FILES: Record<Exclude<FileKind, 'unreadable'>, [name: string, content: Content][]> = {
  photo: [
    ['a.pgm', latin1('P5\n# made by hand\n4 4\n255\n\0\x01\x02')],
    ['a.ppm', 'P3 1 1 255 9 9 9'],
    ['a.tif', latin1('II*\0\x08\0\0\0')],
    ['stack', latin1('MM\0*\0\0\0\x08')],
    ...bombs(64).map(([format, bytes]): [string, Content] => [`a.${format}`, bytes]),
    ['a', bombs(64)[0][1]],
    ['png called.jpg', bombs(64)[0][1]],
    ['photo.pt', bombs(64)[0][1]],
    ['photo.json', bombs(64)[1][1]],
    ['cut off.jpg', latin1('\xff\xd8\xff\xe0')],
    ['phone.heic', latin1('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
  ],
  weights: [
    ['m.safetensors', safetensors],
    ['m.sft', safetensors],
    ['blob', safetensors],
    ['m.txt', safetensors],
    ['m.pt', zip('m/data.pkl', 'm/data/0')],
    ['m.pth.tar', zip('m.pth/data.pkl')],
    ['m.tar', zip('archive/data.pkl')],
    ['m.pkl', zip('archive/data.pkl')],
    ['0a1b2c', zip('archive/.format_version')],
    ['script', zip('net/constants.pkl')],
    ['old.pkl', latin1('\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20')],
    ['u2net.onnx', latin1('\x08\x07\x12\x07pytorch\x1a')],
  ],
  'named-weights': [
    ['m.pt', ''],
    ['m.safetensors', pointer],
    ['m.bin', '<!DOCTYPE html><title>Sign in</title>'],
    ['m.ckpt', noise(900)],
    ['m.pth', zip('photos/a.png')],
    ['m.pt', latin1('\x80\x04\x95\x10\0\0\0\0\0\0\0}.')],
    ['m.bin', 'these are no weights'],
  ],
  config: [
    ['config.json', json(config)],
    ['x.json', json({ architectures: ['CLIP'], hidden_size: 4 })],
    ['m.index.json', json({ metadata: {}, weight_map: { a: 'm-1' } })],
    ['scheduler_config.json', json({ beta_start: 0.1 })],
    ['config.json', '{"broken": '],
  ],
  cameras: [
    ['opencv_cameras.json', json(frames)],
    ['x.json', `\ufeff${json(frames)}`],
    ['x.json', utf16(json(frames))],
    ['x.json', json({ frames: {} })],
    ['x', json(frames)],
    ['a.json', json([{ id: 0, img_name: 'a', fx: 1, fy: 1 }])],
    ['a.json', json({ w2c: [], fx: 1 })],
    ['a.json', json({ cam0: { K: [[1]], R: [], t: [] } })],
    ['a.json', json({ camera_angle_x: 1, frames: [] })],
    ['a.json', `// made by hand\n${json(frames)}`],
    ['cut off.json', json(frames).slice(0, 30)],
    ['transforms.json', '[]'],
    ['calibration.toml', '[cam_0]\nname = "a"\nmatrix = [[1]]\ndistortions = [0]\n'],
    ['cam.yaml', '%YAML:1.0\n---\ncamera_matrix: !!opencv-matrix\n'],
    ['extri.yml', '%YAML:1.0\r\n---\r\nR_01: !!opencv-matrix\r\n   rows: 3\r\n'],
    ['Camera1.yaml', '%YAML:1.0\n---\nintrinsicMatrix: !!opencv-matrix\n'],
    ['new_cam.pkl', mammalFile()],
    ['rig', mammalFile('core')],
    ['label3d_dannce.mat', dannceFile()],
    ['hires_cam1_params.mat', 'MATLAB 5.0 MAT-file'],
    ['cameras.txt', '# Camera list with one line of data per camera:\n1 PINHOLE 4 4 1 1 2 2\n'],
    ['sparse/0/images.bin', noise(300)],
  ],
  run: [
    ['run.json', json(run)],
    ['renamed.json', json(run)],
    ['out/run.json', utf8('{"pack":{"id":')],
  ],
  result: [['pose.json', json({ format: 'mouse-facelift-pose', version: 1, keypoints: [] })]],
  splat: [
    ['gaussians.ply', plyHeader('x', 'y', 'z', 'f_dc_0', 'opacity', 'scale_0')],
    ['noending', plyHeader('x', 'opacity')],
    ['photo.jpg', plyHeader('x', 'rot_0')],
    ['crlf.ply', plyHeader('x', 'scale_0').replaceAll('\n', '\r\n')],
    ['bom.ply', utf8(`\ufeff${plyHeader('x', 'opacity')}`)],
    ['late.ply', plyHeader(...Array.from({ length: 2000 }, (_, i) => `other_${i}`), 'opacity')],
    ['small.compressed.ply', 'ply\nformat ascii 1.0\nproperty uint packed_position\nend_header\n'],
    ['a.splat', noise(640)],
    ['a.ksplat', noise(640)],
    ['a.ply.gz', latin1('\x1f\x8b\x08\0rest')],
    ['a.spz', latin1('\x1f\x8b\x08\0rest')],
    ['a.sog', zip('meta.json')],
    ['a', latin1('NGSP\x03\0\0\0')],
  ],
  mesh: [
    ['points.ply', plyHeader('x', 'y', 'z', 'red')],
    ['a.obj', '# Blender\nv 0 0 1\n'],
    ['a.stl', 'solid cube\nfacet normal 0 0 1\n'],
    ['a.stl', noise(400)],
    ['a.glb', latin1('glTF\x02\0\0\0')],
    ['a.gltf', json({ asset: { version: '2.0' } })],
    ['a.pcd', '# .PCD v.7\nVERSION .7\n'],
  ],
  video: [
    ['a.mp4', latin1(box('ftyp'))],
    ['noending', latin1(box('ftyp'))],
    ['a.jpg', latin1(box('ftyp'))],
    ['a.mov', latin1(box('moov'))],
    ['a.mov', latin1(box('wide'))],
    ['a.webm', latin1('\x1a\x45\xdf\xa3\x9f\x42\x86')],
    ['a.avi', latin1('RIFF\0\0\0\0AVI LIST')],
    ['a.wmv', latin1('\x30\x26\xb2\x75\x8e\x66\xcf\x11')],
    ['a.mpg', latin1('\0\0\x01\xba!')],
    ['a.flv', latin1('FLV\x01\x05')],
    ['a.ogv', latin1('OggS\0\x02')],
    ['damaged.mp4', noise(300)],
  ],
  archive: [
    ['a.zip', zip('photos/a.png')],
    ['a', zip('photos/a.png')],
    ['a.jpg', zip('data.pkl')],
    ['empty.zip', latin1('PK\x05\x06' + '\0'.repeat(18))],
    ['a.tar.gz', latin1('\x1f\x8b\x08\0rest')],
    ['a.7z', latin1("7z\xbc\xaf'\x1c\0\x04")],
    ['a.rar', latin1('Rar!\x1a\x07\x01\0')],
    ['a.xz', latin1('\xfd7zXZ\0')],
    ['a.bz2', latin1('BZh91AY&SY')],
    ['a.zst', latin1('\x28\xb5\x2f\xfd\x04')],
    ['a.tar', mark(257, 'ustar\x0000')],
  ],
  pickle: [
    ['new_cam.pkl', latin1('\x80\x04\x95\x10\0\0\0\0\0\0\0}.')],
    ['a.pickle', latin1('\x80\x05\x95\x10\0\0\0\0\0\0\0].')],
    ['noending', latin1('\x80\x03}q\0.')],
    ['a.pkl', latin1('\x80\x02]q\0.')],
    ['a.pkl', "(dp0\nS'a'\n."],
    ['a.jpg', latin1('\x80\x02c__main__\nNet\n')],
  ],
  picture: [
    ['a.jp2', latin1('\0\0\0\x0cjP  \r\n\x87\n')],
    ['a.j2k', latin1('\xff\x4f\xff\x51\0')],
    ['a.jxl', latin1('\xff\x0a\x01\x02')],
    ['a.jxl', latin1('\0\0\0\x0cJXL \r\n\x87\n')],
    ['a.psd', latin1('8BPS\0\x01')],
    ['a.exr', latin1('v/1\x01\x02\0\0\0')],
    ['a.cr3', latin1('\0\0\0\x18ftypcrx \0\0\0\x01')],
    ['a.raf', latin1('FUJIFILMCCD-RAW 0201')],
    ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
    ['a.svg', '<?xml version="1.0"?>\n<!-- drawn -->\n<svg width="1"></svg>'],
    ['a.pam', latin1('P7\nWIDTH 4\nHEIGHT 4\n\0')],
    ['a.ico', latin1('\0\0\x01\0\x01\0')],
    ['a.dcm', mark(128, 'DICM')],
    ['a.fits', 'SIMPLE  =                    T'],
  ],
  document: [
    ['a.pdf', '%PDF-1.7\n'],
    ['a.docx', zip('[Content_Types].xml')],
    ['a.odt', zip('mimetype')],
    ['a.rtf', '{\\rtf1 text}'],
    ['a.doc', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ],
  arrays: [
    ['a.npy', latin1('\x93NUMPY\x01\0')],
    ['cameras.npz', zip('K.npy')],
    ['DLC_mouse.h5', latin1('\x89HDF\r\n\x1a\n')],
    ['labels.slp', latin1('\x89HDF\r\n\x1a\n')],
    ['a.mat', 'MATLAB 5.0 MAT-file'],
  ],
  json: [
    ['a.json', json(labelme)],
    ['a.json', json({ ...labelme, imageData: 'A'.repeat(200_000) })],
    ['coco.json', json({ images: [], annotations: [], categories: [] })],
    ['list.json', '[1, 2, 3]'],
    ['noending', json({ mouse: 7 })],
    ['deep.json', '['.repeat(60_000)],
    ['nan.json', '{"loss": NaN}'],
  ],
  text: [
    ['labels.csv', 'scorer,DLC,DLC\nbodyparts,nose,tail\n'],
    ['notes.txt', 'cage 3, mouse 2'],
    ['notes.png', 'this is not a picture\n'.repeat(40)],
    ['한글.txt', utf8('생쥐 세 마리')],
    ['korean.csv', latin1('\xbb\xfd\xc1\xe3,1,2\n'.repeat(60))],
    ['windows.txt', utf16('mouse')],
    ['mice.txt', 'P5 mice were weighed'],
    ['README.md', '# Mouse'],
    ['settings.toml', '[mouse]\nname = "a"\n'],
    ['style.css', '{ color: red }'],
    ['The wide field.txt', 'The wide field of view'],
    ['voc.xml', '<?xml version="1.0"?><annotation></annotation>'],
    ['colours.txt', '\x1b[31mred\x1b[0m'],
    ['labels.ts', 'export const a = 1;'],
  ],
  'web-page': [
    ['photo.jpg', '\n<!DOCTYPE html><title>Sign in</title>'],
    ['a', '<html><body>'],
    ['a.json', '<html>'],
    ['photo.png', '<?xml version="1.0"?><Error><Code>AccessDenied'],
  ],
  pointer: [
    ['photo.jpg', pointer],
    ['gaussians.ply', pointer],
    ['config.json', pointer],
  ],
  empty: [
    ['photo.jpg', ''],
    ['a', ''],
    ['run.json', ''],
  ],
  unknown: [
    ['a', noise(900)],
    ['photo.jpg', noise(900)],
    ['a.dat', latin1('\x00')],
    ['sound.wav', latin1('RIFF\0\0\0\0WAVEfmt ')],
  ],
};
