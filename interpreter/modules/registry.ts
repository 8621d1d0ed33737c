/**
 * Native modules: what CPython writes in C, by CPython's names.
 *
 * A module file calls `registerModule` when it is loaded; the import system asks for a module when a program imports it, and only then is it
 * made. Each run gets fresh module objects; functions and types are shared.
 */
import type { Value } from '../objects/core/value.ts';
import { PyModule } from '../objects/core/module.ts';
import { PyBuiltin, setShortcut, Signature, type NativeImplementation } from '../objects/core/native.ts';
import { T } from '../objects/core/registry.ts';
import { CodeOnItsWay } from '../host/run.ts';

export interface ModuleDefinition {
  readonly doc?: string;
  /** Functions by signature, each an implementation or an implementation and its docstring. */
  readonly functions?: Readonly<Record<string, NativeImplementation | readonly [NativeImplementation, string]>>;
  /** Constants and types. A function is called when the module is made: for what belongs to the run. */
  readonly attributes?: Readonly<Record<string, Value | (() => Value)>>;
  /** Anything else that has to be done with a new module. */
  readonly initialize?: (module: PyModule) => void;
}

const definitions = new Map<string, ModuleDefinition>();

export function registerModule(name: string, definition: ModuleDefinition): void {
  definitions.set(name, definition);
}

/** Modules whose code may not be there yet, and what loads it: at once, or with a promise. */
const lazy = new Map<string, (name: string) => Promise<unknown> | null>();

export function registerLazyModules(names: readonly string[], load: (name: string) => Promise<unknown> | null): void {
  for (const name of names) lazy.set(name, load);
}

/** `sys.builtin_module_names`, sorted. */
export function nativeModuleNames(): string[] {
  return [...new Set([...definitions.keys(), ...lazy.keys()])].filter(name => !name.includes('.')).sort();
}

/** A new module object; undefined where no native module has this name. */
export function makeNativeModule(name: string): PyModule | undefined {
  let definition = definitions.get(name);
  if (definition === undefined) {
    const load = lazy.get(name);
    if (load === undefined) return undefined;
    const arrival = load(name);
    if (arrival !== null) throw new CodeOnItsWay(name, arrival);
    definition = definitions.get(name)!;
  }
  const module = new PyModule(name, definition.doc ?? null);
  const scope = { qualname: name };
  for (const [declaration, entry] of Object.entries(definition.functions ?? {})) {
    const [implementation, doc] = typeof entry === 'function' ? [entry, null] : entry;
    const f = new PyBuiltin(T.builtin_function_or_method, new Signature(declaration), implementation, module, null, doc);
    f.module = name;
    if (name === 'builtins') setShortcut(f);
    else f.signature.scope = scope;
    module.dict.setStr(f.signature.name, f);
  }
  for (const [attribute, value] of Object.entries(definition.attributes ?? {})) {
    module.dict.setStr(attribute, typeof value === 'function' ? value() : value);
  }
  definition.initialize?.(module);
  return module;
}
