/**
 * Writes objects/documentation.json: the docstrings and signatures of built-in types and functions in CPython 3.14's own words, where they
 * are not written beside the implementation. Programs see them in `help()`, `__doc__` and `inspect.signature`.
 *
 *     node interpreter/tools/documentation.ts
 */
import { writeFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';
import { NodeHost } from '../host/node.ts';
import { Interpreter } from '../index.ts';
import '../modules/all.ts';
import { nativeModuleNames } from '../modules/registry.ts';
import { DESCRIBE } from './describe.ts';

interface Description {
  readonly __doc__?: string | null;
  readonly __text_signature__?: string | null;
}

const MODULES = nativeModuleNames();
const PROGRAM = `${DESCRIBE}
import importlib
documentation = {}

def note(key, description):
    if '__doc__' in description or '__text_signature__' in description:
        documentation[key] = {name: description[name] for name in ('__doc__', '__text_signature__') if name in description}

def note_type(key, description):
    note(key, description)
    for name, attribute in description['own'].items():
        if attribute['kind'] in ('method_descriptor', 'classmethod_descriptor', 'getset_descriptor', 'member_descriptor', 'builtin_function_or_method'):
            note(f'{key}.{name}', attribute)

for key, description in answer['types'].items():
    if key != 'ERRORS': note_type(key, description)
for cls in found_types():
    if isinstance(cls, type):
        for name, value in vars(cls).items():
            if isinstance(value, staticmethod): note(f'{cls.__module__}.{cls.__qualname__}.{name}', describe(value.__func__))
for name in ${JSON.stringify(MODULES)}:
    try:
        module = importlib.import_module(name)
    except Exception:
        continue
    for value in list(vars(module).values()):
        if isinstance(value, type) and type(note) not in map(type, vars(value).values()):
            key = value.__module__ + '.' + value.__qualname__
            if key not in documentation and hasattr(value, '__text_signature__') : note_type(key, describe_type(value))
        elif type(value) is type(len):
            note(f'{value.__module__}.{value.__qualname__}', describe(value))
documentation.pop('builtins.type.__doc__', None)
`;

/** What the interpreter here says without the data file. */
function ours(): Record<string, Description> {
  let text = '';
  const decoder = new TextDecoder();
  class Recorder extends NodeHost {
    override write(fd: 1 | 2, bytes: Uint8Array): void {
      if (fd === 1) text += decoder.decode(bytes);
    }
    override documentation(): null {
      return null;
    }
  }
  const run = new Interpreter(new Recorder()).start(`${PROGRAM}\nprint(json.dumps(documentation))`);
  while (run.advance(Infinity).state !== 'done');
  return JSON.parse(text) as Record<string, Description>;
}

const python = await loadPyodide({ env: { PYTHONHASHSEED: '0', HOME: '/home/pyodide' }, stderr: () => {} });
const theirs = JSON.parse(python.runPython(`${PROGRAM}\njson.dumps(documentation)`) as string) as Record<string, Description>;
const here = ours();
const rows: string[] = [];
for (const key of Object.keys(theirs).sort()) {
  const doc = theirs[key].__doc__ ?? null;
  const signature = theirs[key].__text_signature__;
  const own = here[key];
  const docDiffers = doc !== null && (own?.__doc__ ?? null) !== doc;
  const signatureDiffers = signature !== undefined && own?.__text_signature__ !== signature;
  if (!docDiffers && !signatureDiffers) continue;
  const row: (string | number | null)[] = [docDiffers ? doc : 0];
  if (signatureDiffers) row.push(signature);
  rows.push(`${JSON.stringify(key)}:${JSON.stringify(row)}`);
}
writeFileSync(new URL('../objects/documentation.json', import.meta.url), `{\n${rows.join(',\n')}\n}\n`);
console.log(`${rows.length} entries`);
process.exit(0);
