/** The interpreter's command line, with the native halves of what stands in for the C extensions of CPython's tests. */
import { fileURLToPath } from 'node:url';
import '../../interpreter/cli/at-once.ts';
import { main } from '../../interpreter/cli/main.ts';
import './native-modules/index.ts';

await main(process.argv.slice(2), fileURLToPath(import.meta.url));
