/**
 * Native modules that not every program needs: their code is loaded when one does. An import cannot wait, so whoever starts programs asks beforehand
 * for what they import (`loadLazyModules`), or has them all from the beginning (`all.ts`). In the command line's bundle (`tools/bundle.ts`) nobody
 * has to: there `load` is done when it returns.
 */
import { registerLazyModules } from './registry.ts';

interface LazyModule {
  /** Native modules that the file registers. */
  readonly names: readonly string[];
  /** Modules of the library that need it without naming it in an import statement of their own. */
  readonly for?: readonly string[];
  readonly load: () => unknown;
}

/** What `usual.ts` registers: most of the library leads to it. */
export const USUAL = ['_abc', '_collections', '_functools', '_locale', '_operator', '_stat', '_types', 'itertools'];
const DIGESTS = ['_blake2', '_hashlib', '_hmac', '_md5', '_sha1', '_sha3'];

const LAZY: readonly LazyModule[] = [
  { names: USUAL, load: () => import('./usual.ts') },
  { names: DIGESTS, for: ['hashlib'], load: () => import('./digests.ts') },
  { names: ['_bisect'], load: () => import('./_bisect.ts') },
  { names: ['_csv'], load: () => import('./_csv.ts') },
  { names: ['_datetime'], load: () => import('./_datetime/index.ts') },
  { names: ['_decimal'], load: () => import('./_decimal/index.ts') },
  { names: ['_heapq'], load: () => import('./_heapq.ts') },
  { names: ['_json'], load: () => import('./_json.ts') },
  { names: ['_lsprof'], load: () => import('./_lsprof.ts') },
  {
    names: ['_multibytecodec', '_codecs_jp', '_codecs_kr', '_codecs_cn', '_codecs_tw'],
    load: () => import('./_multibytecodec.ts'),
  },
  { names: ['_opcode'], load: () => import('./_opcode.ts') },
  { names: ['_pickle'], load: () => import('./_pickle/index.ts') },
  { names: ['_queue'], load: () => import('./_queue.ts') },
  { names: ['_random'], load: () => import('./_random.ts') },
  { names: ['_sha2'], load: () => import('./_sha2.ts') },
  { names: ['_socket'], load: () => import('./_socket.ts') },
  { names: ['_sre'], load: () => import('./_sre/index.ts') },
  { names: ['_statistics'], load: () => import('./_statistics.ts') },
  { names: ['_struct'], load: () => import('./_struct.ts') },
  { names: ['_suggestions'], load: () => import('./_suggestions.ts') },
  { names: ['_symtable'], load: () => import('./_symtable.ts') },
  { names: ['_sysconfig'], load: () => import('./_sysconfig.ts') },
  { names: ['_sysconfigdata__linux_javascript'], for: ['sysconfig'], load: () => import('./_sysconfigdata.ts') },
  { names: ['_tokenize'], load: () => import('./_tokenize.ts') },
  { names: ['_uuid'], load: () => import('./_uuid.ts') },
  { names: ['_zoneinfo'], for: ['zoneinfo'], load: () => import('./_zoneinfo.ts') },
  { names: ['array'], load: () => import('./array.ts') },
  { names: ['binascii'], load: () => import('./binascii.ts') },
  { names: ['cmath'], load: () => import('./cmath.ts') },
  { names: ['dbm', 'dbm.dumb'], load: () => import('./dbm.ts') },
  { names: ['faulthandler'], load: () => import('./faulthandler.ts') },
  { names: ['grp'], load: () => import('./grp.ts') },
  { names: ['marshal'], load: () => import('./marshal.ts') },
  { names: ['math'], load: () => import('./math.ts') },
  { names: ['posix'], load: () => import('./posix.ts') },
  { names: ['pwd'], load: () => import('./pwd.ts') },
  { names: ['pyexpat'], load: () => import('./pyexpat/index.ts') },
  { names: ['resource'], load: () => import('./resource.ts') },
  { names: ['select'], load: () => import('./select.ts') },
  { names: ['unicodedata'], load: () => import('./unicodedata.ts') },
  { names: ['zlib'], load: () => import('./zlib.ts') },
];

const byName = new Map(LAZY.flatMap(module => module.names.map(name => [name, module] as const)));
const loading = new Map<LazyModule, Promise<unknown> | null>();

/** Begins to load a module's code, or goes on; null when it is there. */
function load(module: LazyModule): Promise<unknown> | null {
  const known = loading.get(module);
  if (known !== undefined) return known;
  const result = module.load();
  if (!(result instanceof Promise)) {
    loading.set(module, null);
    return null;
  }
  const arrival = result.then(
    () => loading.set(module, null),
    (error: unknown) => {
      loading.delete(module);
      throw error;
    },
  );
  loading.set(module, arrival);
  return arrival;
}

registerLazyModules([...byName.keys()], name => load(byName.get(name)!));

/** Loads what an import of these modules will need; null where nothing is missing. */
export function loadLazyModules(names: Iterable<string>): Promise<void> | null {
  const wanted = new Set(names);
  const missing = LAZY.filter(module => [...module.names, ...(module.for ?? [])].some(name => wanted.has(name))).flatMap(
    module => load(module) ?? [],
  );
  return missing.length === 0 ? null : Promise.all(missing).then(() => {});
}

export const lazyModuleNames: readonly string[] = [...byName.keys()];
