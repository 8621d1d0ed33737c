/** Loaded before `main` where nothing can be loaded later: every native module, and the names of characters. In the bundle that is otherwise. */
import '../index.ts';
import '../modules/all.ts';
import { setUnicodeNames } from '../parser/index.ts';
import { lookupUnicodeName } from '../source/unicode-names.ts';

setUnicodeNames(lookupUnicodeName);
