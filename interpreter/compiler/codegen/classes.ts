/** Classes: `__build_class__(body function, name, *bases, **keywords)`. */
import type { ClassDef } from '../../ast/nodes.generated.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { INTRINSIC_1 } from '../../opcodes/index.ts';
import { Location, NO_LOCATION } from '../instruction-sequence.ts';
import { compareCodePoints } from '../unit.ts';
import { body } from './body.ts';
import { callArguments } from './calls.ts';
import { makeClosure } from './closures.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { applyDecorators, decorators, firstLine, typeParams } from './functions.ts';
import { nameOp } from './names.ts';

export function classDef(c: Compiler, s: ClassDef): void {
  const loc = locationOf(s);
  const firstlineno = firstLine(s);
  const generic = s.type_params.length > 0;
  decorators(c, s.decorator_list);
  if (generic) {
    c.enterScope('annotations', c.symtable.lookup(s.type_params), `<generic parameters of ${s.name}>`, firstlineno, undefined, s.name);
    typeParams(c, s.type_params);
    nameOp(c, loc, '.type_params', 'Store');
  }
  classBody(c, s, firstlineno);
  if (generic) {
    // The class gets `Generic[T, …]` as its last base.
    nameOp(c, loc, '.type_params', 'Load');
    c.opI(loc, op.CALL_INTRINSIC_1, INTRINSIC_1.SUBSCRIPT_GENERIC);
    nameOp(c, loc, '.generic_base', 'Store');
    callArguments(c, loc, 2, s.bases, s.keywords, '.generic_base');
    makeClosure(c, loc, c.finish(false), 0);
    c.op(loc, op.PUSH_NULL);
    c.opI(loc, op.CALL, 0);
  } else {
    callArguments(c, loc, 2, s.bases, s.keywords);
  }
  applyDecorators(c, s.decorator_list);
  nameOp(c, loc, s.name, 'Store');
}

/** Pushes `__build_class__`, the function of the body, and the name. */
function classBody(c: Compiler, s: ClassDef, firstlineno: number): void {
  c.enterScope('class', c.symtable.lookup(s), s.name, firstlineno, undefined, s.name);
  const { unit } = c;
  const { scope } = unit;
  const start = new Location(firstlineno, firstlineno, 0, 0);
  nameOp(c, start, '__name__', 'Load');
  nameOp(c, start, '__module__', 'Store');
  c.loadName(start, unit.qualname);
  nameOp(c, start, '__qualname__', 'Store');
  c.loadConst(start, unit.firstlineno);
  nameOp(c, start, '__firstlineno__', 'Store');
  if (s.type_params.length > 0) {
    nameOp(c, start, '.type_params', 'Load');
    nameOp(c, start, '__type_params__', 'Store');
  }
  if (scope.needsClassdict) {
    c.op(start, op.LOAD_LOCALS);
    c.opI(start, op.STORE_DEREF, unit.cellvars.add('__classdict__'));
  }
  if (scope.hasConditionalAnnotations) {
    c.opI(start, op.BUILD_SET, 0);
    c.opI(start, op.STORE_DEREF, unit.cellvars.add('__conditional_annotations__'));
  }
  body(c, start, s.body, false);

  // What follows stands in no line.
  c.loadNames(NO_LOCATION, [...unit.staticAttributes].sort(compareCodePoints));
  nameOp(c, NO_LOCATION, '__static_attributes__', 'Store');
  if (scope.needsClassdict) {
    c.opI(NO_LOCATION, op.LOAD_CLOSURE, unit.cellvars.add('__classdict__'));
    nameOp(c, NO_LOCATION, '__classdictcell__', 'Store');
  }
  if (scope.needsClassClosure) {
    // Whoever builds the class fills this cell, and methods find their class in it.
    c.opI(NO_LOCATION, op.LOAD_CLOSURE, unit.cellvars.add('__class__'));
    c.opI(NO_LOCATION, op.COPY, 1);
    nameOp(c, NO_LOCATION, '__classcell__', 'Store');
  } else {
    c.loadConst(NO_LOCATION, null);
  }
  c.op(NO_LOCATION, op.RETURN_VALUE);
  const code = c.finish(true);

  const loc = locationOf(s);
  c.op(loc, op.LOAD_BUILD_CLASS);
  c.op(loc, op.PUSH_NULL);
  makeClosure(c, loc, code, 0);
  c.loadName(loc, s.name);
}
