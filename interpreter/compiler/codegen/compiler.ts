/**
 * The state that all parts of code generation share: the stack of units, and the few verbs that emit instructions into the innermost one.
 *
 * The parts call one another in circles (a statement holds expressions, a lambda holds an expression, a class holds statements); those circles close
 * here, in `visitStmt` and `visitExpr`, which `index.ts` ties to their functions.
 */
import type { Attribute, Position, expr, stmt } from '../../ast/nodes.generated.ts';
import { CO } from '../../code/code.ts';
import type { CodeObject } from '../../code/code.ts';
import { strConstant, TupleConst } from '../../code/constant.ts';
import type { Constant } from '../../code/constant.ts';
import * as op from '../../opcodes/ids.generated.ts';
import { RESUME_AT } from '../../opcodes/index.ts';
import { CELL, GLOBAL_EXPLICIT, mangle, maybeMangle, syntaxErrorAt } from '../../symtable/index.ts';
import type { Scope, SymbolTable } from '../../symtable/index.ts';
import type { UnitMetadata } from '../assemble.ts';
import { Location, NO_LOCATION } from '../instruction-sequence.ts';
import type { InstructionSequence } from '../instruction-sequence.ts';
import { NameConstants } from '../name-constants.ts';
import { NO_ARGUMENTS, Unit } from '../unit.ts';
import type { ArgumentCounts, FrameBlock, NameTable, UnitType } from '../unit.ts';

/** A SyntaxWarning. Offsets are as in a SyntaxError. */
export interface CompileWarning {
  message: string;
  lineno: number;
  offset: number;
  end_lineno: number;
  end_offset: number;
}

export type WarningSink = (warning: CompileWarning) => void;

/** Turns a finished unit into a code object. */
export type Assemble = (unit: UnitMetadata, sequence: InstructionSequence, flags: number) => CodeObject;

export interface CompilerSetup {
  filename: string;
  symtable: SymbolTable;
  /** `CO.FUTURE_*` bits. */
  features: number;
  /** Those bits that every code object inherits. */
  inheritedFlags: number;
  optimize: number;
  interactive: boolean;
  warn: WarningSink;
  assemble: Assemble;
}

/** As deep as blocks may nest: CPython's `CO_MAXBLOCKS`. */
const MAX_BLOCKS = 21;

/** Longer displays and calls are built piece by piece, to keep the stack shallow. */
export const STACK_USE_GUIDELINE = 30;

export class Compiler {
  readonly symtable: SymbolTable;
  readonly features: number;
  readonly optimize: number;
  unit!: Unit;
  /** The units around `unit`, outermost first. */
  readonly stack: Unit[] = [];
  private readonly nameConstants = new NameConstants();
  private readonly setup: CompilerSetup;
  private quiet = false;
  readonly visitStmt: (c: Compiler, s: stmt) => void;
  readonly visitExpr: (c: Compiler, e: expr) => void;

  constructor(setup: CompilerSetup, visitStmt: (c: Compiler, s: stmt) => void, visitExpr: (c: Compiler, e: expr) => void) {
    this.setup = setup;
    this.symtable = setup.symtable;
    this.features = setup.features;
    this.optimize = setup.optimize;
    this.visitStmt = visitStmt;
    this.visitExpr = visitExpr;
  }

  // Walking

  stmt(s: stmt): void {
    this.visitStmt(this, s);
  }

  stmts(list: readonly stmt[]): void {
    for (const s of list) this.visitStmt(this, s);
  }

  expr(e: expr): void {
    this.visitExpr(this, e);
  }

  exprs(list: readonly expr[]): void {
    for (const e of list) this.visitExpr(this, e);
  }

  // Emitting

  get scope(): Scope {
    return this.unit.scope;
  }

  get futureAnnotations(): boolean {
    return (this.features & CO.FUTURE_ANNOTATIONS) !== 0;
  }

  /** `print` the value of an expression statement: only at the prompt, not in what is nested there. */
  get isInteractiveTopLevel(): boolean {
    return this.setup.interactive && this.stack.length === 0;
  }

  newLabel(): number {
    return this.unit.sequence.newLabel();
  }

  useLabel(label: number): void {
    this.unit.sequence.useLabel(label);
  }

  op(loc: Location, opcode: number): void {
    this.unit.sequence.addop(opcode, 0, loc);
  }

  opI(loc: Location, opcode: number, oparg: number): void {
    this.unit.sequence.addop(opcode, oparg, loc);
  }

  jump(loc: Location, opcode: number, label: number): void {
    this.unit.sequence.addop(opcode, label, loc);
  }

  loadConst(loc: Location, value: Constant): void {
    this.unit.sequence.addop(op.LOAD_CONST, this.unit.consts.add(value), loc);
  }

  /** A name as a str constant. */
  loadName(loc: Location, name: string): void {
    this.nameConstants.addName(name);
    this.loadConst(loc, strConstant(name));
  }

  /** A name that may have been mangled, which makes another string of it. */
  loadMangled(loc: Location, name: string, mangled: string): void {
    if (mangled === name) this.loadName(loc, name);
    else this.loadConst(loc, strConstant(mangled));
  }

  loadNames(loc: Location, names: readonly string[]): void {
    this.nameConstants.addTuple(names);
    this.loadConst(loc, new TupleConst(names.map(strConstant)));
  }

  /** An instruction on a name, as it stands in the source. */
  opName(loc: Location, opcode: number, table: NameTable, name: string): void {
    this.unit.sequence.addop(opcode, table.add(this.maybeMangle(name)), loc);
  }

  /** `LOAD_ATTR`, whose argument also says whether a method is wanted for a call. */
  loadAttr(loc: Location, name: string, method: boolean): void {
    const index = this.unit.nameTable.add(this.maybeMangle(name));
    this.unit.sequence.addop(op.LOAD_ATTR, (index << 1) | (method ? 1 : 0), loc);
  }

  maybeMangle(name: string): string {
    return maybeMangle(this.unit.private, this.unit.scope, name);
  }

  mangle(name: string): string {
    return mangle(this.unit.private, name);
  }

  // Messages

  error(message: string, loc: Position): Error {
    const error = syntaxErrorAt(message, this.setup.filename, loc);
    error.placeIsApart = false;
    return error;
  }

  warn(message: string, loc: Position): void {
    if (this.quiet) return;
    this.setup.warn({
      message,
      lineno: loc.lineno,
      offset: loc.col_offset + 1,
      end_lineno: loc.end_lineno,
      end_offset: loc.end_col_offset + 1,
    });
  }

  /** For code that is generated a second time. */
  withoutWarnings(generate: () => void): void {
    const before = this.quiet;
    this.quiet = true;
    generate();
    this.quiet = before;
  }

  // Units

  /** Opens a unit. `privateName` is a class's own name; other units inherit it. */
  enterScope(
    type: UnitType,
    scope: Scope,
    name: string,
    lineno: number,
    counts: ArgumentCounts = NO_ARGUMENTS,
    privateName: string | null = null,
  ): void {
    const outer = this.unit as Unit | undefined;
    const unit = new Unit(type, scope, name, privateName ?? outer?.private ?? null, lineno, counts, this.nameConstants);
    if (outer !== undefined) this.stack.push(outer);
    this.unit = unit;
    if (type === 'module') {
      unit.qualname = name;
      const loc = new Location(0, lineno, 0, 0);
      this.opI(loc, op.RESUME, RESUME_AT.FUNC_START);
      this.op(loc, op.ANNOTATIONS_PLACEHOLDER);
    } else {
      unit.qualname = this.qualname();
      this.opI(new Location(lineno, lineno, 0, 0), op.RESUME, RESUME_AT.FUNC_START);
    }
  }

  private qualname(): string {
    const { unit, stack } = this;
    const name = unit.name;
    if (stack.length <= 1) return name;
    let parent = stack[stack.length - 1];
    if (parent.type === 'annotations') {
      // Scopes that Python adds do not show in qualified names.
      if (stack.length === 2) return name;
      parent = stack[stack.length - 2];
    }
    if (unit.type === 'function' || unit.type === 'async function' || unit.type === 'class') {
      if (parent.scope.scopeOf(mangle(parent.private, name)) === GLOBAL_EXPLICIT) return name;
    }
    const inFunction = parent.type === 'function' || parent.type === 'async function' || parent.type === 'lambda';
    return `${parent.qualname}${inFunction ? '.<locals>' : ''}.${name}`;
  }

  /** Ends the innermost unit with a return and hands back its code object. */
  finish(addNone: boolean): CodeObject {
    if (addNone) this.loadConst(NO_LOCATION, null);
    this.op(NO_LOCATION, op.RETURN_VALUE);
    const unit = this.unit;
    const code = this.setup.assemble(unit.metadata(), unit.sequence, this.codeFlags());
    this.nameConstants.addNamesOf(code);
    const outer = this.stack.pop();
    if (outer !== undefined) {
      outer.sequence.addNested(unit.sequence);
      this.unit = outer;
    }
    return code;
  }

  private codeFlags(): number {
    const scope = this.unit.scope;
    let flags = this.setup.inheritedFlags;
    if (scope.isFunctionLike) {
      flags |= CO.NEWLOCALS | CO.OPTIMIZED;
      if (scope.nested) flags |= CO.NESTED;
      if (scope.generator) flags |= scope.coroutine ? CO.ASYNC_GENERATOR : CO.GENERATOR;
      if (scope.varargs) flags |= CO.VARARGS;
      if (scope.varkeywords) flags |= CO.VARKEYWORDS;
      if (scope.hasDocstring) flags |= CO.HAS_DOCSTRING;
      if (scope.method) flags |= CO.METHOD;
    }
    if (scope.coroutine && !scope.generator) flags |= CO.COROUTINE;
    return flags;
  }

  // Frame blocks

  pushBlock(block: FrameBlock): void {
    if (this.unit.blocks.length >= MAX_BLOCKS) throw this.error('too many statically nested blocks', block.loc);
    this.unit.blocks.push(block);
  }

  popBlock(): void {
    this.unit.blocks.pop();
  }

  // Names

  /** Whether a unit sees a name as a cell of its own or as free. */
  refType(name: string): number {
    if (this.unit.type === 'class' && (name === '__class__' || name === '__classdict__' || name === '__conditional_annotations__')) {
      return CELL;
    }
    return this.unit.scope.scopeOf(name);
  }

  /** The index by which this unit passes a variable on to a closure. */
  closureIndex(name: string): number {
    const table = this.refType(name) === CELL ? this.unit.cellvars : this.unit.freevars;
    const index = table.get(name);
    if (index === undefined) throw new Error(`invariant: the free variable ${name} of a closure is known around it`);
    return index;
  }

  /** `self.x = …` in a method tells its class that instances have an `x`. */
  noteStaticAttribute(e: Attribute): void {
    if (e.ctx !== 'Store' || e.value._type !== 'Name' || e.value.id !== 'self') return;
    for (let i = this.stack.length - 1; i >= 0; i--) {
      if (this.stack[i].type === 'class') {
        this.stack[i].staticAttributes.add(e.attr);
        return;
      }
    }
  }
}

/** Where a node stands, for the instructions made of it. */
export function locationOf(node: Position): Location {
  return new Location(node.lineno, node.end_lineno, node.col_offset, node.end_col_offset);
}
