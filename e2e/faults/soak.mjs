// npm run soak: does the same many times in one tab, and measures memory. README.md has the options.
import { runnerImport } from 'vite';

const { module } = await runnerImport('./e2e/faults/soak/main.ts', {
  configFile: false,
  logLevel: 'error',
});
process.exitCode = await module.main(process.argv.slice(2));
