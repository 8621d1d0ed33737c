/** module (CPython: Objects/moduleobject.c). */
import { T } from '../core/registry.ts';
import type { MaybeValue, Value } from '../core/value.ts';
import { PyDict } from '../core/dict.ts';
import { PyList } from '../core/tuple.ts';
import { PyInstance } from '../core/instance.ts';
import { PyModule } from '../core/module.ts';
import { defineType } from '../core/define.ts';
import { attributeError, typeError } from '../core/errors.ts';
import { typeOf } from '../core/type.ts';
import { strText, textOf } from '../core/str.ts';
import { findAttribute, genericFindAttribute, getAttribute, genericSetAttribute } from '../protocol/attribute.ts';
import { callValue, isCallable } from '../protocol/call.ts';
import { isTruthy } from '../protocol/truth.ts';
import { repr, str } from '../protocol/repr.ts';
import { toArray } from '../protocol/iterate.ts';
import { typeDisplayName } from './names.ts';

function moduleAnnotations(self: PyModule): Value {
  const known = self.dict.getStr('__annotations__');
  if (known !== undefined) return known;
  const annotate = self.dict.getStr('__annotate__') ?? null;
  const annotations = isCallable(annotate) ? callValue(annotate, [1]) : new PyDict();
  if (!(annotations instanceof PyDict)) throw typeError(`__annotate__ returned non-dict of type '${typeOf(annotations).name}'`);
  // While the module's code runs there may be more to come.
  const initializing = specField(self.dict.getStr('__spec__'), '_initializing');
  if (initializing === undefined || !isTruthy(initializing)) self.dict.setStr('__annotations__', annotations);
  return annotations;
}

/** An attribute of a spec: its own, so that looking does not disturb what makes specs. */
function specField(spec: MaybeValue, name: string): MaybeValue {
  if (spec === undefined || spec === null) return undefined;
  const own = spec instanceof PyInstance ? spec.getOwn(name) : undefined;
  return own === undefined ? findAttribute(spec, name) : own;
}

/** What the import system knows; set by it. */
export const moduleHooks: { mayShadow: (origin: string) => boolean; isStandard: (name: string) => boolean } = {
  mayShadow: () => false,
  isStandard: () => false,
};

/** The file that a spec names, if it names one. */
export function originOf(spec: MaybeValue): string | undefined {
  const located =
    specField(spec, '_set_fileattr') ?? (spec === undefined || spec === null ? undefined : findAttribute(spec, 'has_location'));
  return located !== undefined && isTruthy(located) ? strText(specField(spec, 'origin') ?? null) : undefined;
}

/** Why a module has no attribute of a name: most often it is not ready yet, or another module was meant. */
function absence(moduleName: string, name: string, spec: MaybeValue): string {
  const origin = originOf(spec);
  const shadows = origin !== undefined && moduleHooks.mayShadow(origin);
  const missing = `module '${moduleName}' has no attribute '${name}'`;
  if (shadows && moduleHooks.isStandard(moduleName))
    return `${missing} (consider renaming '${origin}' since it has the same name as the standard library module named '${moduleName}' and prevents importing that standard library module)`;
  const initializing = specField(spec, '_initializing');
  if (initializing !== undefined && isTruthy(initializing)) {
    if (shadows) return `${missing} (consider renaming '${origin}' if it has the same name as a library you intended to import)`;
    const from = origin === undefined ? '' : ` from '${origin}'`;
    return `partially initialized module '${moduleName}'${from} has no attribute '${name}' (most likely due to a circular import)`;
  }
  const pending = specField(spec, '_uninitialized_submodules');
  return pending instanceof PyList && pending.items.includes(name)
    ? `cannot access submodule '${name}' of module '${moduleName}' (most likely due to a circular import)`
    : missing;
}

/** As `importlib._bootstrap._module_repr` words it. */
function moduleRepr(self: PyModule): string {
  const shown = textOf(repr(self.dict.getStr('__name__') ?? '?'));
  const spec = self.dict.getStr('__spec__') ?? null;
  if (spec !== null) {
    const name = textOf(repr(specField(spec, 'name') ?? '?'));
    const origin = specField(spec, 'origin') ?? null;
    if (origin !== null)
      return originOf(spec) === undefined ? `<module ${name} (${textOf(str(origin))})>` : `<module ${name} from ${textOf(repr(origin))}>`;
    const loader = specField(spec, 'loader') ?? null;
    if (loader === null) return `<module ${name}>`;
    const path = typeOf(loader).name === 'NamespaceLoader' ? findAttribute(loader, '_path') : undefined;
    return path === undefined
      ? `<module ${name} (${textOf(repr(loader))})>`
      : `<module ${name} (namespace) from ${textOf(repr(new PyList(toArray(path))))}>`;
  }
  const file = self.dict.getStr('__file__');
  if (file !== undefined) return `<module ${shown} from ${textOf(repr(file))}>`;
  const loader = self.dict.getStr('__loader__') ?? null;
  return loader === null ? `<module ${shown}>` : `<module ${shown} (${textOf(repr(loader))})>`;
}

/** Makes the module's lazy attributes; false if that was done before. */
function fill(self: PyModule): boolean {
  if (self.lazy === null) return false;
  const { lazy } = self;
  self.lazy = null;
  lazy.fill();
  return true;
}

defineType('module', {
  hasDict: true,
  doc: 'Create a module object.\n\nThe name must be a string; the optional docstring can have any type.',
  slots: {
    tp_new: cls => {
      const module = new PyModule('', null, cls);
      module.dict.clear();
      return module;
    },
    tp_init: (value, args, kwnames) => {
      const self = value as PyModule;
      const positional = args.length - (kwnames?.length ?? 0);
      const byName = (name: string, position: number): Value | undefined => {
        const i = kwnames?.indexOf(name) ?? -1;
        return i >= 0 ? args[positional + i] : position < positional ? args[position] : undefined;
      };
      const name = byName('name', 0);
      if (name === undefined) throw typeError("module() missing required argument 'name' (pos 1)");
      if (strText(name) === undefined) throw typeError(`module() argument 'name' must be str, not ${typeOf(name).name}`);
      self.dict.setStr('__name__', name);
      self.dict.setStr('__doc__', byName('doc', 1) ?? null);
      for (const attribute of ['__package__', '__loader__', '__spec__']) self.dict.setStr(attribute, null);
    },
    tp_repr: value => {
      const self = value as PyModule;
      return moduleRepr(self);
    },
    tp_getattro: (value, name) => {
      const found = genericFindAttribute(value, name);
      if (found !== undefined) return found;
      const self = value as PyModule;
      if (self.lazy?.names.has(name) && fill(self)) return getAttribute(value, name);
      const getattr = self.dict.getStr('__getattr__');
      if (getattr !== undefined) return callValue(getattr, [name]);
      const moduleName = strText(self.dict.getStr('__name__') ?? null);
      if (moduleName === undefined) throw attributeError(`module has no attribute '${name}'`, name, value);
      const spec = self.dict.getStr('__spec__');
      throw attributeError(absence(moduleName, name, spec), name, value);
    },
    tp_setattro: genericSetAttribute,
  },
  methods: {
    '__dir__($self, /)': (self: PyModule) => {
      fill(self);
      if (!(getAttribute(self, '__dict__') instanceof PyDict)) throw typeError(`${typeDisplayName(self.cls)}.__dict__ is not a dictionary`);
      const dir = self.dict.getStr('__dir__');
      return dir === undefined ? new PyList([...self.dict.entries()].map(entry => entry.key)) : callValue(dir, []);
    },
  },
  getset: {
    __dict__: [(self: PyModule) => (fill(self), self.dict)],
    __annotations__: [
      moduleAnnotations,
      (self: PyModule, value) => {
        if (value !== undefined) self.dict.setStr('__annotations__', value);
        else if (!self.dict.deleteStr('__annotations__')) throw attributeError('__annotations__', '__annotations__', self);
        self.dict.deleteStr('__annotate__');
      },
    ],
    __annotate__: [
      (self: PyModule) => {
        const annotate = self.dict.getStr('__annotate__');
        if (annotate === undefined) self.dict.setStr('__annotate__', null);
        return annotate ?? null;
      },
      (self: PyModule, value) => {
        if (value === undefined) throw typeError('cannot delete __annotate__ attribute');
        if (value !== null && !isCallable(value)) throw typeError('__annotate__ must be callable or None');
        self.dict.setStr('__annotate__', value);
        if (value !== null) self.dict.deleteStr('__annotations__');
      },
    ],
  },
});

export const moduleType = T.module;
