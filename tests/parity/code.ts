/** Code objects as JSON: every `co_` field, recursively, constants with their types. */
import { loadsCode } from '../../interpreter/code/marshal.ts';
import type { CodeObject } from '../../interpreter/code/code.ts';
import {
  BytesConst,
  ComplexConst,
  EllipsisConst,
  FloatConst,
  FrozensetConst,
  OpaqueConst,
  SliceConst,
  TupleConst,
  WideStr,
  type Constant,
} from '../../interpreter/code/constant.ts';

/** Field names in the order in which they are compared: the first that differs names the difference. */
export const CODE_FIELDS = [
  'co_name',
  'co_qualname',
  'co_flags',
  'co_argcount',
  'co_posonlyargcount',
  'co_kwonlyargcount',
  'co_names',
  'co_localsplusnames',
  'co_localspluskinds',
  'co_code',
  'co_consts',
  'co_stacksize',
  'co_exceptiontable',
  'co_linetable',
  'co_firstlineno',
] as const;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A float by its bits, so that -0.0 and each NaN count. */
function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return hex(new Uint8Array(view.buffer));
}

const points = (text: string | WideStr): number[] =>
  text instanceof WideStr ? [...text.codePoints] : Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

function constantJson(value: Constant): unknown {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return ['bool', value];
  if (typeof value === 'number' || typeof value === 'bigint') return ['int', String(value)];
  if (typeof value === 'string') return ['str', value.isWellFormed() ? value : points(value)];
  if (value instanceof WideStr) return ['str', value.text.isWellFormed() ? value.text : points(value)];
  if (value instanceof FloatConst) return ['float', bits(value.value)];
  if (value instanceof ComplexConst) return ['complex', bits(value.real), bits(value.imag)];
  if (value instanceof BytesConst) return ['bytes', hex(value.value)];
  if (value instanceof TupleConst) return ['tuple', ...value.items.map(constantJson)];
  if (value instanceof FrozensetConst) return ['frozenset', ...value.items.map(item => JSON.stringify(constantJson(item))).sort()];
  if (value instanceof SliceConst) return ['slice', constantJson(value.start), constantJson(value.stop), constantJson(value.step)];
  if (value instanceof EllipsisConst) return 'Ellipsis';
  if (value instanceof OpaqueConst) throw new TypeError('invariant: no compiler makes such a constant');
  return codeJson(value);
}

export function codeJson(code: CodeObject): unknown {
  return [
    'code',
    code.co_name,
    code.co_qualname,
    code.co_flags,
    code.co_argcount,
    code.co_posonlyargcount,
    code.co_kwonlyargcount,
    code.co_names,
    code.co_localsplusnames,
    hex(code.co_localspluskinds),
    hex(code.co_code),
    code.co_consts.map(constantJson),
    code.co_stacksize,
    hex(code.co_exceptiontable),
    hex(code.co_linetable),
    code.co_firstlineno,
  ];
}

/** CPython's code object, from what its `marshal.dumps` gives: our reader is held to marshal by tests of its own. */
export function theirCodeJson(marshalled: Uint8Array): unknown {
  return codeJson(loadsCode(marshalled));
}

/** Where two code objects first differ, in words. */
export function explainCode(ours: unknown, theirs: unknown): string {
  const a = ours as unknown[];
  const b = theirs as unknown[];
  for (let i = 0; i < CODE_FIELDS.length; i++) {
    if (JSON.stringify(a[i + 1]) === JSON.stringify(b[i + 1])) continue;
    if (CODE_FIELDS[i] !== 'co_consts') return CODE_FIELDS[i];
    const ourConstants = a[i + 1] as unknown[];
    const theirConstants = b[i + 1] as unknown[];
    for (let k = 0; k < Math.max(ourConstants.length, theirConstants.length); k++) {
      const x = ourConstants[k];
      const y = theirConstants[k];
      if (JSON.stringify(x) === JSON.stringify(y)) continue;
      const isCode = (value: unknown): boolean => Array.isArray(value) && value[0] === 'code';
      if (isCode(x) && isCode(y)) return explainCode(x, y);
      return 'co_consts';
    }
  }
  return 'nothing';
}
