/**
 * `_abc` (CPython: Modules/_abc.c): what abstract base classes remember.
 *
 * Each class has a registry of virtual subclasses and two caches of answers. Registering a class anywhere makes all negative answers stale: a
 * counter tells.
 */
import { registerModule } from './registry.ts';
import { PyObject, type Value } from '../objects/core/value.ts';
import { PyTuple } from '../objects/core/tuple.ts';
import { PySet } from '../objects/core/set.ts';
import { NotImplemented } from '../objects/core/singletons.ts';
import { T } from '../objects/core/registry.ts';
import { defineType } from '../objects/core/define.ts';
import { runtimeError, typeError } from '../objects/core/errors.ts';
import { PyType, typeOf } from '../objects/core/type.ts';
import { callValue } from '../objects/protocol/call.ts';
import { findAttribute, getAttribute, setAttribute } from '../objects/protocol/attribute.ts';
import { forEach, toArray } from '../objects/protocol/iterate.ts';
import { isTruthy } from '../objects/protocol/truth.ts';
import { frozenset } from '../objects/types/set.ts';
import { isSubclass, setTypeAttribute } from '../objects/types/type.ts';

const AbcData = defineType('_abc_data', { module: '_abc', final: true });

/** A set of classes that does not keep them alive, in the order in which they were added. */
class WeakClasses {
  private readonly refs = new Map<WeakRef<PyType>, true>();
  private readonly known = new WeakSet<PyType>();
  has(cls: PyType): boolean {
    return this.known.has(cls);
  }
  add(cls: PyType): void {
    if (this.known.has(cls)) return;
    this.known.add(cls);
    this.refs.set(new WeakRef(cls), true);
  }
  values(): PyType[] {
    return [...this.refs.keys()].flatMap(ref => ref.deref() ?? []);
  }
}

class PyAbcData extends PyObject {
  registry = new WeakClasses();
  cache = new WeakClasses();
  negativeCache = new WeakClasses();
  negativeVersion = invalidation;
}

let invalidation = 0;

function dataOf(cls: Value): PyAbcData {
  const data = cls instanceof PyType ? cls.lookup('_abc_impl') : undefined;
  if (!(data instanceof PyAbcData)) throw typeError('_abc_impl is set to a wrong type');
  return data;
}

const isAbstract = (value: Value): boolean => isTruthy(findAttribute(value, '__isabstractmethod__') ?? false);

/** `__abstractmethods__`: the class's own abstract attributes, and inherited ones that it does not override. */
function collectAbstract(cls: PyType): Value {
  const names = new Set<Value>();
  for (const entry of [...cls.namespace.entries()]) if (isAbstract(entry.value!)) names.add(entry.key);
  for (const base of cls.bases) {
    const inherited = findAttribute(base, '__abstractmethods__');
    if (inherited === undefined) continue;
    forEach(inherited, name => {
      const value = findAttribute(cls, name as string);
      if (value !== undefined && isAbstract(value)) names.add(name);
    });
  }
  return frozenset([...names]);
}

const TPFLAGS_SEQUENCE = 1 << 5;
const TPFLAGS_MAPPING = 1 << 6;

function initialize(self: Value): Value {
  const cls = self as PyType;
  setAttribute(cls, '__abstractmethods__', collectAbstract(cls));
  setTypeAttribute(cls, '_abc_impl', new PyAbcData(AbcData));
  const flags = cls.namespace.getStr('__abc_tpflags__');
  if (typeof flags === 'number') {
    if ((flags & (TPFLAGS_SEQUENCE | TPFLAGS_MAPPING)) === (TPFLAGS_SEQUENCE | TPFLAGS_MAPPING))
      throw typeError('__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING');
    if ((flags & TPFLAGS_SEQUENCE) !== 0) cls.patternKind = 'sequence';
    if ((flags & TPFLAGS_MAPPING) !== 0) cls.patternKind = 'mapping';
    setTypeAttribute(cls, '__abc_tpflags__', undefined);
  }
  return null;
}

/** Classes registered as sequences or mappings match such patterns, and so do their subclasses. */
function givePatternKind(cls: PyType, kind: 'sequence' | 'mapping'): void {
  if (cls.patternKind === kind || !cls.isHeapType) return;
  cls.patternKind = kind;
  for (const ref of cls.subclasses) {
    const subclass = ref.deref();
    if (subclass !== undefined) givePatternKind(subclass, kind);
  }
}

function register(self: Value, subclass: Value): Value {
  if (!(subclass instanceof PyType)) throw typeError('Can only register classes');
  const cls = self as PyType;
  if (issubclass(subclass, cls)) return subclass;
  if (issubclass(cls, subclass)) throw runtimeError('Refusing to create an inheritance cycle');
  dataOf(cls).registry.add(subclass);
  invalidation++;
  if (cls.patternKind !== null) givePatternKind(subclass, cls.patternKind);
  return subclass;
}

/** `issubclass(cls, parent)`, `__subclasscheck__` included. */
function issubclass(cls: Value, parent: Value): boolean {
  if (typeOf(parent) === T.type) return isSubclass(cls, parent);
  return isTruthy(callValue(getAttribute(parent, '__subclasscheck__'), [cls]));
}

function instanceCheck(self: Value, instance: Value): Value {
  const data = dataOf(self);
  const subclass = findAttribute(instance, '__class__') ?? typeOf(instance);
  if (subclass instanceof PyType && data.cache.has(subclass)) return true;
  const subtype = typeOf(instance);
  const check = (cls: Value): Value => callValue(getAttribute(self, '__subclasscheck__'), [cls]);
  if (subtype === subclass) {
    if (data.negativeVersion === invalidation && data.negativeCache.has(subtype)) return false;
    return check(subclass);
  }
  return isTruthy(check(subclass)) ? true : check(subtype);
}

function subclassCheck(self: Value, subclass: Value): Value {
  if (!(subclass instanceof PyType)) throw typeError('issubclass() arg 1 must be a class');
  const cls = self as PyType;
  const data = dataOf(cls);
  if (data.cache.has(subclass)) return true;
  if (data.negativeVersion < invalidation) {
    data.negativeCache = new WeakClasses();
    data.negativeVersion = invalidation;
  } else if (data.negativeCache.has(subclass)) return false;
  const hook = callValue(getAttribute(cls, '__subclasshook__'), [subclass]);
  if (hook === true || hook === false) {
    (hook ? data.cache : data.negativeCache).add(subclass);
    return hook;
  }
  if (hook !== NotImplemented) throw runtimeError('__subclasshook__ must return either False, True, or NotImplemented');
  const found =
    subclass.mro.includes(cls) ||
    data.registry.values().some(registered => issubclass(subclass, registered)) ||
    toArray(callValue(getAttribute(cls, '__subclasses__'), [])).some(direct => issubclass(subclass, direct));
  (found ? data.cache : data.negativeCache).add(subclass);
  return found;
}

function weakSet(classes: WeakClasses): Value {
  const set = new PySet();
  for (const cls of classes.values()) set.add(cls);
  return set;
}

registerModule('_abc', {
  doc: 'Module contains faster C implementation of abc.ABCMeta',
  functions: {
    'get_cache_token()': () => invalidation,
    '_abc_init(self, /)': initialize,
    '_abc_register(self, subclass, /)': register,
    '_abc_instancecheck(self, instance, /)': instanceCheck,
    '_abc_subclasscheck(self, subclass, /)': subclassCheck,
    '_reset_registry(self, /)': (self: Value) => ((dataOf(self).registry = new WeakClasses()), null),
    '_reset_caches(self, /)': (self: Value) => {
      const data = dataOf(self);
      data.cache = new WeakClasses();
      data.negativeCache = new WeakClasses();
      return null;
    },
    '_get_dump(self, /)': (self: Value) => {
      const data = dataOf(self);
      return new PyTuple([weakSet(data.registry), weakSet(data.cache), weakSet(data.negativeCache), data.negativeVersion]);
    },
  },
});
