import { describe, expect, it } from 'vitest';
import { chooseBackend, isSoftware, type AdapterFacts } from './backend.ts';

const adapter = (facts: Partial<AdapterFacts & { half: boolean }>) => ({
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  isFallbackAdapter: false,
  half: false,
  ...facts,
});

const hardware = adapter({ vendor: 'nvidia', architecture: 'ampere' });
const swiftshader = adapter({ vendor: 'google', architecture: 'swiftshader' });

describe('chooseBackend', () => {
  it.each([
    ['auto', hardware, 'webgpu', 'hardware-adapter'],
    ['auto', swiftshader, 'wasm', 'software-adapter'],
    ['auto', 'no-webgpu', 'wasm', 'no-webgpu'],
    ['auto', 'no-adapter', 'wasm', 'no-adapter'],
    ['webgpu', hardware, 'webgpu', 'forced'],
    ['webgpu', swiftshader, 'webgpu', 'forced'],
    ['wasm', hardware, 'wasm', 'forced'],
    ['wasm', 'no-webgpu', 'wasm', 'forced'],
  ] as const)('%s with %o: %s, because %s', (preference, probe, backend, reason) => {
    const choice = chooseBackend(preference, probe, 2);
    expect(choice).toMatchObject({ backend, reason, threads: 2 });
    expect(choice.rasterizer).toBe(backend === 'webgpu' ? 'webgpu' : 'cpu');
  });

  it.each(['no-webgpu', 'no-adapter'] as const)('throws for webgpu with %s', (probe) => {
    expect(() => chooseBackend('webgpu', probe, 1)).toThrow(
      expect.objectContaining({ code: 'backend-unavailable' }) as Error,
    );
  });

  it('says whether the adapter has half precision', () => {
    expect(chooseBackend('auto', hardware, 1).half).toBe(false);
    expect(chooseBackend('auto', adapter({ vendor: 'apple', half: true }), 1).half).toBe(true);
    expect(chooseBackend('wasm', hardware, 1)).not.toHaveProperty('half');
  });

  it('names the adapter', () => {
    expect(chooseBackend('auto', hardware, 1).adapter).toBe('nvidia ampere');
    expect(chooseBackend('auto', 'no-adapter', 1).adapter).toBe('');
  });
});

describe('isSoftware', () => {
  it.each([
    [{ isFallbackAdapter: true, vendor: 'intel' }, true],
    [{ description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }, true],
    [{ vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }, true],
    [{ vendor: 'google', architecture: 'swiftshader' }, true],
    [{ vendor: 'apple', architecture: 'metal-3' }, false],
    [{ vendor: 'qualcomm', architecture: 'adreno-7xx' }, false],
    [{ vendor: 'intel', architecture: 'gen-12lp', description: 'Intel Iris Xe' }, false],
  ])('%o: %s', (facts, software) => expect(isSoftware(adapter(facts))).toBe(software));
});
