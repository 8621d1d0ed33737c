/**
 * Annotations (PEP 649): they are not evaluated where they stand, but in a function `__annotate__` of the module, class or function, when someone asks.
 * Under `from __future__ import annotations` they are strings.
 */
import type { AnnAssign, arg, arguments_ as Arguments, expr } from '../../ast/nodes.generated.ts';
import { CodeObject } from '../../code/code.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { FUNCTION_ATTRIBUTE, compareOparg } from '../../opcodes/index.ts';
import type { Scope } from '../../symtable/index.ts';
import { InstructionSequence } from '../instruction-sequence.ts';
import type { Location } from '../instruction-sequence.ts';
import { makeClosure } from './closures.ts';
import { locationOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { nameOp } from './names.ts';
import { annotationText } from './unparse.ts';

/** `annotationlib.Format.VALUE_WITH_FAKE_GLOBALS`: the last format that the compiled function can serve. */
const VALUE_WITH_FAKE_GLOBALS = 2;

const PY_GT = 4;

/** Opens a function of one parameter, the format, that refuses the formats it does not know. */
export function enterAnnotations(c: Compiler, loc: Location, scope: Scope, name: string): void {
  c.enterScope('annotations', scope, name, loc.lineno, { argcount: 0, posonlyargcount: 1, kwonlyargcount: 0 });
  c.opI(loc, op.LOAD_FAST, 0);
  c.loadConst(loc, VALUE_WITH_FAKE_GLOBALS);
  c.opI(loc, op.COMPARE_OP, compareOparg[PY_GT]);
  const body = c.newLabel();
  c.jump(loc, op.POP_JUMP_IF_FALSE, body);
  c.opI(loc, op.LOAD_COMMON_CONSTANT, 1); // NotImplementedError
  c.opI(loc, op.RAISE_VARARGS, 1);
  c.useLabel(body);
}

function leaveAnnotations(c: Compiler, loc: Location): void {
  c.op(loc, op.RETURN_VALUE);
  const code = c.finish(true);
  // While names were resolved the parameter was `.format`, so that an annotation can use the name `format`; in the signature it is `format`.
  const names = ['format', ...code.co_localsplusnames.slice(1)];
  makeClosure(c, loc, new CodeObject({ ...code, co_localsplusnames: names }), 0);
}

/** A variable's annotation in a module or class is kept for later; elsewhere it is only looked at. */
export function annAssign(c: Compiler, s: AnnAssign): void {
  const loc = locationOf(s);
  const { target } = s;
  const { unit } = c;
  const inNamespace = unit.type === 'module' || unit.type === 'class';
  if (s.value !== null) {
    c.expr(s.value);
    c.expr(target);
  }
  switch (target._type) {
    case 'Name':
      if (!s.simple || !inNamespace) break;
      if (c.futureAnnotations) {
        annotationString(c, s.annotation);
        c.opName(loc, op.LOAD_NAME, unit.nameTable, '__annotations__');
        c.loadMangled(loc, target.id, c.maybeMangle(target.id));
        c.op(loc, op.STORE_SUBSCR);
      } else {
        deferAnnotation(c, loc, s);
      }
      break;
    case 'Attribute':
      if (s.value === null) checkExpr(c, target.value);
      break;
    case 'Subscript':
      if (s.value === null) {
        checkExpr(c, target.value);
        checkSubscript(c, target.slice);
      }
      break;
    default:
      throw new Error(`invalid node type (${target._type}) for annotated assignment`);
  }
}

/** An annotation that may not be reached, and any of a module, notes at run time that it was. */
function deferAnnotation(c: Compiler, loc: Location, s: AnnAssign): void {
  const { unit } = c;
  const conditional = unit.type === 'module' || unit.inConditionalBlock;
  const index = conditional ? unit.nextConditionalAnnotation++ : -1;
  unit.deferredAnnotations.push({ statement: s, index });
  if (!conditional) return;
  if (unit.type === 'class') c.opName(loc, op.LOAD_DEREF, unit.cellvars, '__conditional_annotations__');
  else c.opName(loc, op.LOAD_NAME, unit.nameTable, '__conditional_annotations__');
  c.loadConst(loc, index);
  c.opI(loc, op.SET_ADD, 1);
  c.op(loc, op.POP_TOP);
}

/** An annotated target without a value still must be evaluable. */
function checkExpr(c: Compiler, e: expr): void {
  c.expr(e);
  c.op(locationOf(e), op.POP_TOP);
}

function checkSubscript(c: Compiler, e: expr): void {
  switch (e._type) {
    case 'Slice':
      for (const part of [e.lower, e.upper, e.step]) if (part !== null) checkExpr(c, part);
      return;
    case 'Tuple':
      for (const elt of e.elts) checkSubscript(c, elt);
      return;
    default:
      checkExpr(c, e);
  }
}

/** Makes and stores the `__annotate__` of a module or class whose body has just been generated. */
export function processDeferredAnnotations(c: Compiler, loc: Location): void {
  const { unit } = c;
  if (unit.deferredAnnotations.length === 0) return;
  const scope = unit.scope.annotationBlock;
  if (scope === null) throw new Error('invariant: annotations have a scope');
  // A module must have its function before its first statement runs: the instructions go to the placeholder at the start.
  const isModule = unit.type === 'module';
  const bodySequence = unit.sequence;
  if (isModule) unit.sequence = new InstructionSequence();
  enterAnnotations(c, loc, scope, scope.name);
  c.opI(loc, op.BUILD_MAP, 0);
  for (const { statement, index } of unit.deferredAnnotations) {
    if (statement.target._type !== 'Name') throw new Error('invariant: only names have deferred annotations');
    const here = locationOf(statement);
    const notSet = c.newLabel();
    if (index !== -1) {
      c.loadConst(here, index);
      if (isModule) c.opName(here, op.LOAD_GLOBAL, c.unit.nameTable, '__conditional_annotations__');
      else c.opName(here, op.LOAD_DEREF, c.unit.freevars, '__conditional_annotations__');
      c.opI(here, op.CONTAINS_OP, 0);
      c.jump(here, op.POP_JUMP_IF_FALSE, notSet);
    }
    c.expr(statement.annotation);
    c.opI(here, op.COPY, 2);
    c.loadMangled(here, statement.target.id, c.mangle(statement.target.id));
    c.op(loc, op.STORE_SUBSCR);
    c.useLabel(notSet);
  }
  leaveAnnotations(c, loc);
  nameOp(c, loc, unit.type === 'class' ? '__annotate_func__' : '__annotate__', 'Store');
  if (isModule) {
    bodySequence.annotationsCode = unit.sequence;
    unit.sequence = bodySequence;
  }
}

/** The `__annotate__` of a function, if it has annotations; says which attribute of the function it becomes. */
export function functionAnnotations(c: Compiler, loc: Location, args: Arguments, returns: expr | null): number {
  const scope = c.symtable.lookup(args);
  if (!scope.annotationsUsed) return 0;
  enterAnnotations(c, loc, scope, scope.name);
  let count = 0;
  const annotation = (name: string, e: expr | null): void => {
    if (e === null) return;
    c.loadMangled(loc, name, c.maybeMangle(name));
    if (c.futureAnnotations) annotationString(c, e);
    else starredOrPlain(c, loc, e);
    count++;
  };
  const annotations = (list: readonly arg[]): void => list.forEach(a => annotation(a.arg, a.annotation));
  annotations(args.args);
  annotations(args.posonlyargs);
  if (args.vararg !== null) annotation(args.vararg.arg, args.vararg.annotation);
  annotations(args.kwonlyargs);
  if (args.kwarg !== null) annotation(args.kwarg.arg, args.kwarg.annotation);
  annotation('return', returns);
  c.opI(loc, op.BUILD_MAP, count);
  leaveAnnotations(c, loc);
  return FUNCTION_ATTRIBUTE.ANNOTATE;
}

/** `*args: *Ts` and a type variable tuple's `= *Ts` mean the one item of `[*Ts]`. */
export function starredOrPlain(c: Compiler, loc: Location, e: expr): void {
  if (e._type === 'Starred') {
    c.expr(e.value);
    c.opI(loc, op.UNPACK_SEQUENCE, 1);
  } else {
    c.expr(e);
  }
}

function annotationString(c: Compiler, annotation: expr): void {
  c.loadConst(locationOf(annotation), annotationText(annotation));
}
