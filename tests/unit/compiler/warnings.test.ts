/** SyntaxWarnings, in the order in which CPython gives them. */
import { compile } from '../../../interpreter/compiler/index.ts';
import { parse } from '../../../interpreter/parser/index.ts';
import { testPairs } from './pairs.ts';

testPairs(new URL('warnings.txt', import.meta.url), program => {
  const warnings: string[] = [];
  compile(parse(program), { filename: 'f', warn: ({ lineno, message }) => warnings.push(`${lineno}: ${message}`) });
  return warnings.join('\n') || 'no warnings';
});
