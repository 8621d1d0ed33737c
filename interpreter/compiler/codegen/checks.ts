/** The SyntaxWarnings about expressions whose types are plain to see. */
import type { Compare, expr } from '../../ast/nodes.generated.ts';
import type { Constant } from '../../code/constant.ts';
import type { Compiler } from './compiler.ts';

/** The name of a constant's Python type. */
export function constantTypeName(value: Constant): string {
  if (value === null) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
    default:
      return value.kind;
  }
}

/** The type of an expression that can have no other, by name. */
function inferType(e: expr): string | null {
  switch (e._type) {
    case 'Tuple':
      return 'tuple';
    case 'List':
    case 'ListComp':
      return 'list';
    case 'Dict':
    case 'DictComp':
      return 'dict';
    case 'Set':
    case 'SetComp':
      return 'set';
    case 'GeneratorExp':
      return 'generator';
    case 'Lambda':
      return 'function';
    case 'TemplateStr':
    case 'Interpolation':
      return 'string.templatelib.Template';
    case 'JoinedStr':
    case 'FormattedValue':
      return 'str';
    case 'Constant':
      return constantTypeName(e.value);
    default:
      return null;
  }
}

/** Whether `is` may be meant: not with a number or str, but with None, True, False, `...`. */
function isIdentityArgument(e: expr): boolean {
  if (e._type === 'Tuple') return !e.elts.every(elt => elt._type === 'Constant');
  if (e._type !== 'Constant') return true;
  const value = e.value;
  return value === null || typeof value === 'boolean' || (typeof value === 'object' && value.kind === 'ellipsis');
}

export function checkCompare(c: Compiler, e: Compare): void {
  let left = e.left;
  let leftFits = isIdentityArgument(left);
  for (let i = 0; i < e.ops.length; i++) {
    const operator = e.ops[i];
    const right = e.comparators[i];
    const rightFits = isIdentityArgument(right);
    if ((operator === 'Is' || operator === 'IsNot') && !(leftFits && rightFits)) {
      const type = inferType(leftFits ? right : left);
      const hint =
        operator === 'Is' ? `"is" with '${type}' literal. Did you mean "=="?` : `"is not" with '${type}' literal. Did you mean "!="?`;
      return c.warn(hint, e);
    }
    left = right;
    leftFits = rightFits;
  }
}

export function checkCaller(c: Compiler, e: expr): void {
  if (e._type === 'Lambda') return;
  const type = inferType(e);
  if (type !== null) c.warn(`'${type}' object is not callable; perhaps you missed a comma?`, e);
}

export function checkSubscripter(c: Compiler, e: expr): void {
  switch (e._type) {
    case 'Constant': {
      const type = constantTypeName(e.value);
      if (type === 'str' || type === 'bytes' || type === 'tuple' || type === 'slice' || type === 'code') return;
      break;
    }
    case 'Set':
    case 'SetComp':
    case 'GeneratorExp':
    case 'TemplateStr':
    case 'Interpolation':
    case 'Lambda':
      break;
    default:
      return;
  }
  c.warn(`'${inferType(e)}' object is not subscriptable; perhaps you missed a comma?`, e);
}

export function checkIndex(c: Compiler, e: expr, index: expr): void {
  const indexType = inferType(index);
  if (indexType === null || indexType === 'int' || indexType === 'bool' || indexType === 'slice') return;
  switch (e._type) {
    case 'Constant': {
      const type = constantTypeName(e.value);
      if (type !== 'str' && type !== 'bytes' && type !== 'tuple') return;
      break;
    }
    case 'Tuple':
    case 'List':
    case 'ListComp':
    case 'JoinedStr':
    case 'FormattedValue':
      break;
    default:
      return;
  }
  c.warn(`${inferType(e)} indices must be integers or slices, not ${indexType}; perhaps you missed a comma?`, e);
}
