/**
 * The modules that CPython carries in itself, compiled: what it needs before it can look for files, and what every start imports (CPython:
 * Python/frozen.c, Lib/importlib/_bootstrap.py: FrozenImporter). Their source lies in the library, but their code says `<frozen os>` where another's
 * says its file, so tracebacks show no lines of it; and no file of a program hides them.
 */
import { setFilename, type CodeObject } from '../code/code.ts';
import { machine } from './machine.ts';
import { compiledModule, sysAttribute } from './module-code.ts';

/** Where the source of each is in the library, if not under the module's name. Packages end in `/__init__`. */
const FROZEN: ReadonlyMap<string, string> = new Map([
  ['_frozen_importlib', 'importlib/_bootstrap'],
  ['_frozen_importlib_external', 'importlib/_bootstrap_external'],
  ...[
    'zipimport',
    'abc',
    'codecs',
    'io',
    '_collections_abc',
    '_sitebuiltins',
    'genericpath',
    'ntpath',
    'posixpath',
    'os',
    'site',
    'stat',
  ].map(own),
  ...['importlib.util', 'importlib.machinery', 'runpy', '__hello__', '__phello__.spam'].map(own),
  ['__phello__', '__phello__/__init__'],
  ['__hello_alias__', '__hello__'],
  ['__phello_alias__', '__hello__'],
  ['__phello_alias__.spam', '__hello__'],
]);

function own(name: string): [string, string] {
  return [name, name.replaceAll('.', '/')];
}

/** Frozen though its code is that of a plain module. */
const ALIASED_PACKAGE = '__phello_alias__';

export interface Frozen {
  /** The module that the code was made from. */
  readonly origname: string;
  readonly isPackage: boolean;
  /** The file of the source. */
  readonly path: string;
}

const LIBRARY = (): string => String(sysAttribute('_stdlib_dir') ?? '/lib/python3.14');

export const frozenNames = (): string[] => [...FROZEN.keys()];

/** What is frozen under this name, if anything. */
export function findFrozen(name: string): Frozen | undefined {
  const stem = FROZEN.get(name);
  if (stem === undefined) return undefined;
  const path = `${LIBRARY()}/${stem}.py`;
  if (machine.host.files.stat(path) === undefined) return undefined;
  return {
    origname: stem.replace(/\/__init__$/, '').replaceAll('/', '.'),
    isPackage: stem.endsWith('/__init__') || name === ALIASED_PACKAGE,
    path,
  };
}

/** Its code: never optimized, since it is made when CPython is built. */
export function frozenCode({ origname, path }: Frozen): CodeObject {
  const code = compiledModule(path, 0, () => {});
  setFilename(code, `<frozen ${origname}>`);
  return code;
}
