/**
 * Native modules that are large or rare: their code is loaded when a program is about to need it. An import cannot wait, so whoever starts
 * programs asks beforehand for what they import (`loadLazyModules`), or has them all from the beginning (`all.ts`).
 */
import { registerLazyModules } from './registry.ts';

interface LazyModule {
  /** Native modules that the file registers. */
  readonly names: readonly string[];
  /** Modules of the library that need it without naming it in an import statement of their own. */
  readonly for?: readonly string[];
  readonly load: () => Promise<unknown>;
}

const DIGESTS = ['_blake2', '_hashlib', '_hmac', '_md5', '_sha1', '_sha3'];

const LAZY: readonly LazyModule[] = [
  { names: ['_datetime'], load: () => import('./_datetime/index.ts') },
  { names: ['_zoneinfo'], for: ['zoneinfo'], load: () => import('./_zoneinfo.ts') },
  { names: ['_decimal'], load: () => import('./_decimal/index.ts') },
  { names: ['_sha2'], load: () => import('./_sha2.ts') },
  { names: DIGESTS, for: ['hashlib'], load: () => import('./digests.ts') },
  { names: ['array'], load: () => import('./array.ts') },
  { names: ['cmath'], load: () => import('./cmath.ts') },
  { names: ['unicodedata'], load: () => import('./unicodedata.ts') },
  { names: ['zlib'], load: () => import('./zlib.ts') },
];

registerLazyModules(LAZY.flatMap(({ names }) => names));

const loaded = new Set<LazyModule>();

/** Loads what an import of these modules will need; null where nothing is missing. */
export function loadLazyModules(names: Iterable<string>): Promise<void> | null {
  const wanted = new Set(names);
  const missing = LAZY.filter(module => !loaded.has(module) && [...module.names, ...(module.for ?? [])].some(name => wanted.has(name)));
  if (missing.length === 0) return null;
  return Promise.all(missing.map(async module => loaded.add(await module.load().then(() => module)))).then(() => {});
}

/** Loads all of them, for programs that import what no import statement names. */
export function loadAllLazyModules(): Promise<void> | null {
  return loadLazyModules(LAZY.flatMap(({ names }) => names));
}

export const lazyModuleNames: readonly string[] = LAZY.flatMap(({ names }) => names);
