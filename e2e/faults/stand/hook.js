/* global self, XMLHttpRequest, GPUAdapter, GPUDevice, GPUBuffer, GPUTexture */
/**
 * The first import of each worker's script. It brings faults into the worker, and keeps a ledger of the memory that it
 * uses. `worker-scripts.ts` puts it there, and `hook.ts` describes the orders. The app's own code is not changed.
 */
const worker = self.name;
const devices = [];
let stage = 'idle';
let orders = [];

/** Synchronous, so that the message arrives although the worker ends in the next moment. */
function ask(path, body) {
  const request = new XMLHttpRequest();
  request.open(body ? 'POST' : 'GET', path, false);
  request.send(body && JSON.stringify(body));
  return request.responseText;
}

const actions = {
  close: () => self.close(),
  loop() {
    for (;;);
  },
  throw: () => {
    throw new Error('a fault outside a call');
  },
  reject: () => void Promise.reject(new Error('a rejection that nobody handles')),
  destroyDevice: () => devices.at(-1).destroy(),
  /** Needs Chromium's flag --js-flags=--expose-gc. */
  collect: () => void setInterval(() => self.gc({ type: 'major', execution: 'async' }), 200),
};

function act(action) {
  if (action === 'destroyDevice' && devices.length === 0) return false;
  ask('/faults/fired', { worker, action, stage, atMs: Date.now() });
  actions[action]();
  return true;
}

function enter(next) {
  stage = next;
  const order = orders.find((each) => each.stage === next);
  if (!order || --order.nth > 0) return;
  orders = orders.filter((each) => each !== order);
  setTimeout(() => act(order.action), order.delayMs);
}

/** The stage of an event that the worker sends to the page, at any depth of the message. */
function startedStage(message, depth = 0) {
  if (typeof message !== 'object' || message === null || depth > 5) return null;
  if (message.type === 'stage' && message.state === 'running') return message.stage;
  if (ArrayBuffer.isView(message) || message instanceof Blob) return null;
  for (const value of Object.values(message)) {
    const found = startedStage(value, depth + 1);
    if (found) return found;
  }
  return null;
}

const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (message, ...more) {
  post.call(this, message, ...more);
  const next = startedStage(message);
  if (next) enter(next);
};
self.addEventListener('message', ({ data }) => {
  const call = data?.path?.[0];
  if (call === 'render' || call === 'renderBytes') enter('draw');
  else if (call === 'run' || call === 'survey') enter(call);
});

/** Bytes of the GPU buffers and textures that exist. Those that were collected count as freed. */
const gpu = { bytes: 0, count: 0 };
const live = new WeakMap();
const collected = new FinalizationRegistry((entry) => free(entry));
function free(entry) {
  if (!entry || entry.freed) return;
  entry.freed = true;
  gpu.bytes -= entry.bytes;
  gpu.count -= 1;
}
function wrapMaker(prototype, name, bytesOf) {
  const make = prototype[name];
  prototype[name] = function (descriptor) {
    const made = make.call(this, descriptor);
    const entry = { bytes: bytesOf(descriptor), freed: false };
    gpu.bytes += entry.bytes;
    gpu.count += 1;
    live.set(made, entry);
    collected.register(made, entry);
    return made;
  };
}
if (self.GPUDevice) {
  const request = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await request.call(this, descriptor);
    devices.push(device);
    enter('device');
    return device;
  };
  wrapMaker(GPUDevice.prototype, 'createBuffer', ({ size }) => size);
  wrapMaker(GPUDevice.prototype, 'createTexture', ({ size }) => {
    const [width, height = 1] = Symbol.iterator in size ? size : [size.width, size.height];
    return 4 * width * height;
  });
  for (const kind of [GPUBuffer, GPUTexture]) {
    const destroy = kind.prototype.destroy;
    kind.prototype.destroy = function () {
      free(live.get(this));
      return destroy.call(this);
    };
  }
}

/** The WASM heaps of this worker. */
const heaps = [];
const Memory = WebAssembly.Memory;
WebAssembly.Memory = new Proxy(Memory, {
  construct(target, args) {
    const memory = Reflect.construct(target, args);
    heaps.push(new WeakRef(memory));
    return memory;
  },
});
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const made = await instantiate(...args);
  for (const value of Object.values((made.instance ?? made).exports))
    if (value instanceof Memory) heaps.push(new WeakRef(value));
  return made;
};

/** What Playwright calls in the worker. */
self.faults = {
  act,
  ledger: () => ({
    gpuBytes: gpu.bytes,
    gpuCount: gpu.count,
    wasmBytes: [...new Set(heaps.map((heap) => heap.deref()))].reduce(
      (sum, memory) => sum + (memory?.buffer.byteLength ?? 0),
      0,
    ),
  }),
};
orders = JSON.parse(ask(`/faults/orders?worker=${encodeURIComponent(worker)}`));
enter('start');
