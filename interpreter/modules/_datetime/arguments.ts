/** Arguments as `PyArg_ParseTupleAndKeywords` takes them, which has words of its own. */
import type { KwNames } from '../../objects/core/slots.ts';
import { typeError } from '../../objects/core/errors.ts';
import type { MaybeValue, Value } from '../../objects/core/value.ts';

export interface Parameters {
  /** Shown with `()` behind it; null for the nameless. */
  readonly function: string | null;
  readonly names: readonly string[];
  readonly required: number;
  /** What is done with each argument that comes before a missing one: their errors come first. */
  readonly convert?: (value: Value) => unknown;
  /** How many may be given by position; all by default. */
  readonly positional?: number;
}

/** One value for each name. */
export function parseArguments(parameters: Parameters, args: readonly Value[], kwnames: KwNames): MaybeValue[] {
  const { names, required } = parameters;
  const most = parameters.positional ?? names.length;
  const shown = parameters.function === null ? 'function' : `${parameters.function}()`;
  const given = args.length - (kwnames?.length ?? 0);
  const s = (n: number): string => (n === 1 ? '' : 's');
  if (args.length > names.length)
    throw typeError(`${shown} takes at most ${names.length} argument${s(names.length)} (${args.length} given)`);
  if (given > most) throw typeError(`${shown} takes at most ${most} positional argument${s(most)} (${given} given)`);
  const values: MaybeValue[] = names.map((_, i) => (i < given ? args[i] : undefined));
  kwnames?.forEach((name, i) => {
    const at = names.indexOf(name);
    if (at < 0) throw typeError(`${parameters.function === null ? 'this function' : shown} got an unexpected keyword argument '${name}'`);
    if (at < given) throw typeError(`argument for ${shown} given by name ('${name}') and position (${at + 1})`);
    values[at] = args[given + i];
  });
  const missing = values.findIndex((value, i) => i < required && value === undefined);
  if (missing >= 0) {
    for (const value of values.slice(0, missing)) parameters.convert?.(value!);
    throw typeError(`${shown} missing required argument '${names[missing]}' (pos ${missing + 1})`);
  }
  return values;
}
