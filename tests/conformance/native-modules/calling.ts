/** Of `_testcapi`: functions of every calling convention, in a module and in types, and functions that call (CPython: Modules/_testcapimodule.c, vectorcall.c). */
import { defineType } from '../../../interpreter/objects/core/define.ts';
import { PyDict } from '../../../interpreter/objects/core/dict.ts';
import type { NativeImplementation } from '../../../interpreter/objects/core/native.ts';
import { strText } from '../../../interpreter/objects/core/str.ts';
import { PyTuple } from '../../../interpreter/objects/core/tuple.ts';
import type { PyType } from '../../../interpreter/objects/core/type.ts';
import { PyObject, type MaybeValue, type Value } from '../../../interpreter/objects/core/value.ts';
import { callValue } from '../../../interpreter/objects/protocol/call.ts';
import { makeNew } from '../../../interpreter/objects/types/make.ts';

/** The parameters of each convention, and what the function gives: who it was called on, and with what. */
const CONVENTIONS: Readonly<Record<string, string>> = {
  meth_varargs: '*args',
  meth_varargs_keywords: '*args, **kwargs',
  meth_o: 'arg, /',
  meth_noargs: '',
  meth_fastcall: '*args',
  meth_fastcall_keywords: '*args, **kwargs',
};

function answer(name: string, self: Value, given: readonly MaybeValue[]): Value {
  if (name === 'meth_noargs') return self;
  if (name === 'meth_o') return new PyTuple([self, given[0] as Value]);
  const args = new PyTuple([...(given[0] as unknown as Value[])]);
  if (!name.endsWith('_keywords')) return new PyTuple([self, args]);
  return new PyTuple([self, args, given[1] ?? null]);
}

/** The functions for a class, by signature; `receiver` is what stands for self in the signature. */
const methods = (receiver: string, isStatic = false): Record<string, NativeImplementation> =>
  Object.fromEntries(
    Object.entries(CONVENTIONS).map(([name, parameters]) => [
      `${name}(${[receiver, receiver === '' ? '' : '/', parameters]
        .filter(part => part !== '')
        .join(', ')
        .replace('/, arg, /', 'arg, /')})`,
      (...given: MaybeValue[]): Value => (isStatic ? answer(name, null, given) : answer(name, given[0] as Value, given.slice(1))),
    ]),
  );

const constructor = (name: string): { tp_new: ReturnType<typeof makeNew> } => ({
  tp_new: makeNew(`${name}($type)`, (cls: PyType) => new PyObject(cls)),
});

const MethInstance = defineType('_testcapi.MethInstance', { slots: constructor('MethInstance'), methods: methods('$self') });
const MethClass = defineType('_testcapi.MethClass', { slots: constructor('MethClass'), classMethods: methods('$type') });
const MethStatic = defineType('_testcapi.MethStatic', { slots: constructor('MethStatic'), staticMethods: methods('', true) });

const names = (kwnames: MaybeValue): readonly string[] | null => {
  const { items } = kwnames instanceof PyTuple ? kwnames : { items: [] };
  return items.length === 0 ? null : items.map(name => strText(name)!);
};
const tupleItems = (args: MaybeValue): Value[] => (args instanceof PyTuple ? [...args.items] : []);

function callWithDict(callable: Value, args: Value, kwargs: MaybeValue): Value {
  if (!(kwargs instanceof PyDict) || kwargs.size === 0) return callValue(callable, tupleItems(args));
  const entries = [...kwargs.entries()];
  return callValue(callable, [...tupleItems(args), ...entries.map(entry => entry.value!)], entries.map(entry => strText(entry.key)!)); // prettier-ignore
}

export const CALLING: Readonly<Record<string, NativeImplementation>> = {
  'pyobject_vectorcall(func, args, kwnames, /)': (func: Value, args: Value, kwnames: Value) =>
    callValue(func, tupleItems(args), names(kwnames)),
  'pyobject_fastcalldict(func, args, kwargs, /)': callWithDict,
  'pyvectorcall_call(func, args, kwargs=None, /)': callWithDict,
  'pycfunction_call(func, args, kwargs=None, /)': callWithDict,
};

/** The functions of a module, which is what they were called on. */
export const conventions = (module: Value): Record<string, NativeImplementation> =>
  Object.fromEntries(
    Object.entries(CONVENTIONS).map(([name, parameters]) => [
      `${name}(${parameters})`,
      (...given: MaybeValue[]): Value => answer(name, module, given),
    ]),
  );

export const CALLING_TYPES = [MethInstance, MethClass, MethStatic];
