// npm run faults: runs the fault table. README.md has the options.
import { runnerImport } from 'vite';

const { module } = await runnerImport('./e2e/faults/main.ts', {
  configFile: false,
  logLevel: 'error',
});
process.exitCode = await module.main(process.argv.slice(2));
