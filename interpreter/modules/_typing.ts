/** `_typing` (CPython: Modules/_typingmodule.c): the types behind type parameters, which the machine itself makes. */
import { registerModule } from './registry.ts';
import type { Value } from '../objects/core/value.ts';
import { T } from '../objects/core/registry.ts';
import { noDefault } from '../objects/types/typing.ts';

registerModule('_typing', {
  doc: 'Primitives and accelerators for the typing module.\n',
  functions: { '_idfunc(x, /)': (x: Value) => x },
  attributes: {
    TypeVar: () => T.TypeVar,
    ParamSpec: () => T.ParamSpec,
    ParamSpecArgs: () => T.ParamSpecArgs,
    ParamSpecKwargs: () => T.ParamSpecKwargs,
    TypeVarTuple: () => T.TypeVarTuple,
    TypeAliasType: () => T.TypeAliasType,
    Generic: () => T.Generic,
    Union: () => T.Union,
    NoDefault: () => noDefault.value,
  },
});
