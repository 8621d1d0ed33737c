/** The files in which Unix keeps its users and groups, for `pwd` and `grp`. Where there are none, as on a page, there is one user. */
import { machine } from '../vm/machine.ts';
import { keyError, typeError, valueError } from '../objects/core/errors.ts';
import { strText, strValue } from '../objects/core/str.ts';
import { typeOf } from '../objects/core/type.ts';
import type { PyTuple } from '../objects/core/tuple.ts';
import type { Value } from '../objects/core/value.ts';
import { reprText } from '../objects/protocol/repr.ts';
import { decodeBytes } from '../objects/types/codecs.ts';

/** An entry as its fields, and how it is found. */
export interface Account {
  readonly name: Value;
  readonly id: number;
  readonly fields: PyTuple;
}

/** The lines of such a file, each in its fields; what is damaged is left out. */
export function accountLines(path: string, count: number, otherwise: readonly Value[]): Value[][] {
  const { files } = machine.host;
  if (files.stat(path)?.kind !== 'file') return [[...otherwise]];
  const lines: Value[][] = [];
  const bytes = files.read(path);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    start = end < 0 ? bytes.length : end + 1;
    const fields: Value[] = [];
    for (let from = 0; from <= line.length;) {
      const colon = line.indexOf(0x3a, from);
      const to = colon < 0 ? line.length : colon;
      fields.push(decodeBytes(line.subarray(from, to), 'utf-8', 'surrogateescape'));
      from = to + 1;
    }
    if (fields.length === count && line[0] !== 0x23) lines.push(fields);
  }
  return lines;
}

/** Numbers of users and groups are unsigned and of 32 bits; -1 stands for the greatest. */
export const asSigned = (id: number): number => (id === 0xffff_ffff ? -1 : id);

/** The entry of this name; KeyError without one. */
export function accountNamed(accounts: readonly Account[], name: Value, function_: string, argument: string): PyTuple {
  const text = strText(name);
  if (strValue(name) === undefined || text === undefined)
    throw typeError(`${function_}() argument ${argument}must be str, not ${typeOf(name).name}`);
  if (text.includes('\0')) throw valueError('embedded null byte');
  const found = accounts.find(account => strText(account.name) === text);
  if (found === undefined) throw keyError(`${function_}(): name not found: ${reprText(name)}`);
  return found.fields;
}

/** The entry of this number; KeyError without one. */
export function accountNumbered(accounts: readonly Account[], id: number, function_: string, kind: 'uid' | 'gid'): PyTuple {
  const found = accounts.find(account => account.id === id);
  if (found === undefined) throw keyError(`${function_}(): ${kind} not found: ${asSigned(id)}`);
  return found.fields;
}
