/** Code objects that CPython compiled, for the tests of this folder. */
import { ask, libraryFiles, oracle } from '../../parity/oracle.ts';

/** A few modules with much variety in them, none of which the reference has loaded itself (its strings would be interned already). */
export const MODULES = ['asyncio/taskgroups.py', 'configparser.py', 'statistics.py', '_strptime.py'];

/** `marshal.dumps(compile(source))`, the code object held by a variable. */
export async function compiled(source: string | Uint8Array, filename = 'example.py'): Promise<Uint8Array> {
  const py = await oracle();
  py.globals.set('_source', typeof source === 'string' ? source : py.toPy(source));
  py.globals.set('_filename', filename);
  const hex = py.runPython(`
import marshal
_code = compile(_source if isinstance(_source, str) else bytes(_source), _filename, 'exec', dont_inherit=True)
marshal.dumps(_code).hex()`) as string;
  return fromHex(hex);
}

export async function compiledModules(): Promise<[name: string, marshalled: Uint8Array][]> {
  const files = libraryFiles().filter(({ name }) => MODULES.includes(name));
  const result: [string, Uint8Array][] = [];
  for (const { name, bytes } of files) result.push([name, await compiled(bytes, name)]);
  return result;
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export { ask };
