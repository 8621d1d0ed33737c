/** How types are named in messages. */
import type { Value } from '../core/value.ts';
import type { PyType } from '../core/type.ts';
import { str } from '../protocol/repr.ts';
import { toArray } from '../protocol/iterate.ts';
import { strText } from '../core/str.ts';

/** `__name__`: the name of a built-in type may begin with its module's. */
export function bareName(type: PyType): string {
  return type.isHeapType ? type.name : type.name.slice(type.name.lastIndexOf('.') + 1);
}

/** `module.qualname`, or the bare name of a built-in. */
export function typeDisplayName(type: PyType): string {
  const module = type.isHeapType ? type.namespace.getStr('__module__') : type.module;
  if (module === undefined || module === 'builtins') return type.qualname;
  const text = strText(module);
  return text === undefined ? type.qualname : `${text}.${type.qualname}`;
}

/** The same without the module `__main__`, for messages (`%T` in CPython's formats). */
export function fullyQualifiedName(type: PyType): string {
  const name = typeDisplayName(type);
  return name.startsWith('__main__.') ? name.slice('__main__.'.length) : name;
}

/** The strings of an iterable, sorted. */
export function sortedNames(iterable: Value): string[] {
  return toArray(iterable)
    .map(name => strText(name) ?? String(str(name)))
    .sort();
}
