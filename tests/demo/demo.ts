import { runScript } from '../../build/plain-error.ts';
import { runDemo } from './run-demo.ts';

// `npm run demo`
await runScript(runDemo);
