/**
 * Tests as pairs in a text file, a program and what CPython 3.14 makes of it:
 *
 *     # title
 *     program
 *     ==>
 *     result
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

/** Makes a test of each pair of the file beside `url`. */
export function testPairs(url: URL, result: (program: string) => string): void {
  for (const section of readFileSync(url, 'utf8').split(/^# /m).slice(1)) {
    const title = section.slice(0, section.indexOf('\n'));
    const [program, expected] = section.slice(title.length + 1).split('==>\n');
    test(title, () => assert.equal(result(program), expected.trimEnd()));
  }
}

/** The message and range of the SyntaxError that `run` throws. */
export function syntaxErrorOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    const { message, range } = error as { message: string; range?: Record<string, number> };
    if (range === undefined) throw error;
    return `${message}, ${range.lineno}:${range.offset} to ${range.end_lineno}:${range.end_offset}`;
  }
  return 'no error';
}
