/** What only the code generator finds wrong: message and range are CPython's. */
import { compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { syntaxErrorOf, testPairs } from './pairs.ts';

testPairs(new URL('errors.txt', import.meta.url), program => syntaxErrorOf(() => compile(parse(program), { filename: 'f' })));
