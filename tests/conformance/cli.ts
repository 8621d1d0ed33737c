/** The interpreter's command line, with the native halves of what stands in for the C extensions of CPython's tests. */
import { fileURLToPath } from 'node:url';
import '../../interpreter/cli/at-once.ts';
import { main } from '../../interpreter/cli/main.ts';
import '../../interpreter/modules/all.ts';
import { setUnicodeNames } from '../../interpreter/parser/index.ts';
import { lookupUnicodeName } from '../../interpreter/source/unicode-names.ts';
import './native-modules/index.ts';

setUnicodeNames(lookupUnicodeName);
await main(process.argv.slice(2), fileURLToPath(import.meta.url));
