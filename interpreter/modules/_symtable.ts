/** `_symtable` (CPython: Modules/symtablemodule.c): the compiler's scopes, for the module `symtable`. */
import { registerModule } from './registry.ts';
import { pathText } from './_io/fileio.ts';
import { machine } from '../vm/machine.ts';
import { PyObject, type Value } from '../objects/core/value.ts';
import { PyDict } from '../objects/core/dict.ts';
import { defineType } from '../objects/core/define.ts';
import { typeError, valueError } from '../objects/core/errors.ts';
import { strOf, strText } from '../objects/core/str.ts';
import { PyList } from '../objects/core/tuple.ts';
import { typeOf } from '../objects/core/type.ts';
import { bytesLike } from '../objects/protocol/buffer.ts';
import { idOf } from '../objects/core/identity.ts';
import * as scopes from '../symtable/scope.ts';

/** Numbers of the kinds of scope. */
const TYPES: Readonly<Record<scopes.ScopeType, number>> = {
  function: 0,
  class: 1,
  module: 2,
  annotation: 3,
  'type alias': 4,
  'type parameters': 5,
  'type variable': 6,
};

class PyEntry extends PyObject {
  readonly scope: scopes.Scope;
  readonly symbols = new PyDict();
  readonly varnames: PyList;
  readonly children: PyList;

  constructor(scope: scopes.Scope) {
    super(Entry);
    this.scope = scope;
    for (const [name, flags] of scope.symbols) this.symbols.set(strOf(name), flags);
    this.varnames = new PyList(scope.varnames.map(strOf));
    this.children = new PyList(scope.children.map(child => new PyEntry(child)));
  }
}

const Entry = defineType('symtable entry', {
  final: true,
  slots: {
    tp_repr: self => {
      const { scope } = self as PyEntry;
      return `<symtable entry ${scope.name}(${idOf(self)}), line ${scope.location.lineno}>`;
    },
  },
  getset: {
    id: [(self: PyEntry) => idOf(self)],
    name: [(self: PyEntry) => strOf(self.scope.name)],
    symbols: [(self: PyEntry) => self.symbols],
    varnames: [(self: PyEntry) => self.varnames],
    children: [(self: PyEntry) => self.children],
    nested: [(self: PyEntry) => (self.scope.nested ? 1 : 0)],
    type: [(self: PyEntry) => TYPES[self.scope.type]],
    lineno: [(self: PyEntry) => self.scope.location.lineno],
  },
});

const MODES = ['exec', 'eval', 'single'] as const;

function symtable(source: Value, filename: Value, startstr: Value): Value {
  const text = strText(source) ?? bytesLike(source);
  if (text === undefined) throw typeError('symtable() arg 1 must be a string or bytes');
  const mode = strText(startstr);
  if (mode === undefined) throw typeError(`symtable() argument 3 must be str, not ${typeOf(startstr).name}`);
  const file = pathText(filename);
  const kind = MODES.find(known => known === mode);
  if (kind === undefined) throw valueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'");
  return new PyEntry(machine.symtable(text, file, kind));
}

registerModule('_symtable', {
  functions: {
    'symtable(source, filename, startstr, /)': [symtable, 'Return symbol and scope dictionaries used internally by compiler.'],
  },
  attributes: {
    USE: scopes.USE,
    DEF_GLOBAL: scopes.DEF_GLOBAL,
    DEF_NONLOCAL: scopes.DEF_NONLOCAL,
    DEF_LOCAL: scopes.DEF_LOCAL,
    DEF_PARAM: scopes.DEF_PARAM,
    DEF_TYPE_PARAM: scopes.DEF_TYPE_PARAM,
    DEF_FREE_CLASS: scopes.DEF_FREE_CLASS,
    DEF_IMPORT: scopes.DEF_IMPORT,
    DEF_BOUND: scopes.DEF_LOCAL | scopes.DEF_PARAM | scopes.DEF_IMPORT,
    DEF_ANNOT: scopes.DEF_ANNOT,
    DEF_COMP_ITER: scopes.DEF_COMP_ITER,
    DEF_COMP_CELL: scopes.DEF_COMP_CELL,
    ...Object.fromEntries(Object.entries(TYPES).map(([name, number]) => [`TYPE_${name.toUpperCase().replace(' ', '_')}`, number])),
    LOCAL: scopes.LOCAL,
    GLOBAL_EXPLICIT: scopes.GLOBAL_EXPLICIT,
    GLOBAL_IMPLICIT: scopes.GLOBAL_IMPLICIT,
    FREE: scopes.FREE,
    CELL: scopes.CELL,
    SCOPE_OFF: scopes.SCOPE_OFFSET,
    SCOPE_MASK: 15,
  },
});
