/** What a `.pyc` file says, field by field. */
import { loadsCode, MAGIC_NUMBER, PYC_FLAGS } from '../../interpreter/code/index.ts';
import { listCode } from './bytecode.ts';
import type { CodeListing, PycField } from './types.ts';

const HEADER = 16;

export function describePyc(data: Uint8Array): { fields: PycField[]; code: CodeListing[] | null } {
  if (data.length < HEADER) return { fields: [], code: null };
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const magic = view.getUint16(0, true);
  const flags = view.getUint32(4, true);
  const hashBased = (flags & PYC_FLAGS.HASH_BASED) !== 0;
  const field = (name: string, start: number, end: number, meaning: string): PycField => ({ name, bytes: data.slice(start, end), meaning });
  const fields = [
    field('magic number', 0, 4, magic === MAGIC_NUMBER ? `${magic}, CPython 3.14` : `${magic}, not CPython 3.14`),
    field('flags', 4, 8, flagsMeaning(flags)),
  ];
  if (hashBased) fields.push(field('source hash', 8, 16, ''));
  else {
    const date = new Date(view.getUint32(8, true) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    fields.push(field('source time', 8, 12, `${date} UTC`), field('source size', 12, 16, `${view.getUint32(12, true)} bytes`));
  }
  return { fields, code: codeIn(data) };
}

function flagsMeaning(flags: number): string {
  if ((flags & PYC_FLAGS.HASH_BASED) === 0) return 'check by time and size';
  return (flags & PYC_FLAGS.CHECK_SOURCE) === 0 ? 'believe it unchecked' : 'check by hash';
}

function codeIn(data: Uint8Array): CodeListing[] | null {
  try {
    return listCode(null, loadsCode(data.subarray(HEADER)));
  } catch {
    return null;
  }
}
