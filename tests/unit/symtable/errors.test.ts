/** Names that are misused: message and range are CPython's. */
import { parseFuture } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { buildSymtable } from '../../../interpreter/symtable/index.ts';
import { syntaxErrorOf, testPairs } from '../compiler/pairs.ts';

testPairs(new URL('errors.txt', import.meta.url), program =>
  syntaxErrorOf(() => {
    const tree = parse(program);
    buildSymtable(tree, { filename: 'f', future: parseFuture(tree, 'f') });
  }),
);
