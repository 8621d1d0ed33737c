/** What native CPython makes of each test file: `native.json`, made by `run.ts --native PYTHON`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './process.ts';

const PATH = join(import.meta.dirname, 'native.json');

/** The methods that pass, by what stands before the last dot, separated by blanks; and how many do not. */
interface Row {
  readonly python: string;
  readonly skipped: number;
  readonly failed: number;
  readonly passed: Readonly<Record<string, string>>;
}

export interface Native {
  readonly passed: ReadonlySet<string>;
  readonly skipped: number;
}

const readRows = (): Record<string, Row> => JSON.parse(readFileSync(PATH, 'utf8')) as Record<string, Row>;

let rows = readRows();

export const nativeFiles = (): string[] => Object.keys(rows);

export function nativeResult(file: string): Native | null {
  const row = rows[file];
  if (row === undefined) return null;
  const passed = Object.entries(row.passed).flatMap(([owner, names]) =>
    names.split(' ').map(name => (owner === '' ? name : `${owner}.${name}`)),
  );
  return { passed: new Set(passed), skipped: row.skipped };
}

export function keepNative(file: string, python: string, result: Result): void {
  const passed: Record<string, string> = {};
  let skipped = 0;
  let failed = 0;
  for (const { test, status } of result.methods) {
    if (status === 'skipped') skipped++;
    else if (status !== 'passed') failed++;
    else {
      // A doctest's name, and that of a method that was made for a parameter, may hold anything.
      const dot = /^[\w.]+$/.test(test) ? test.lastIndexOf('.') : -1;
      if (/\s/.test(test)) continue;
      const owner = dot < 0 ? '' : test.slice(0, dot);
      passed[owner] = passed[owner] === undefined ? test.slice(dot + 1) : `${passed[owner]} ${test.slice(dot + 1)}`;
    }
  }
  // Another process may have added to it.
  rows = readRows();
  rows[file] = { python, skipped, failed, passed };
  const lines = Object.keys(rows)
    .sort()
    .map(name => `${JSON.stringify(name)}: ${JSON.stringify(rows[name])}`);
  writeFileSync(PATH, `{\n${lines.join(',\n')}\n}\n`);
}
