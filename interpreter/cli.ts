#!/usr/bin/env node
/**
 * `python` for Node, run from its sources. The launcher beside this file (`interpreter/python`) starts the same from a snapshot, many times faster.
 */
import { fileURLToPath } from 'node:url';
import { main } from './cli/main.ts';
import './modules/all.ts';
import { setUnicodeNames } from './parser/index.ts';
import { lookupUnicodeName } from './source/unicode-names.ts';

setUnicodeNames(lookupUnicodeName);
await main(process.argv.slice(2), fileURLToPath(import.meta.url));
