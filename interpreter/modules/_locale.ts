/**
 * `_locale` (CPython: Modules/_localemodule.c): the C library's locales, of which there are those that every system has: `C`, which is also called
 * `POSIX`, and `C.UTF-8`. They differ in nothing but their names: text is UTF-8 in any case.
 */
import { registerModule } from './registry.ts';
import { defineType } from '../objects/core/define.ts';
import { PyDict } from '../objects/core/dict.ts';
import { raise, typeError, valueError } from '../objects/core/errors.ts';
import { T } from '../objects/core/registry.ts';
import { compareStr, strText } from '../objects/core/str.ts';
import { PyList } from '../objects/core/tuple.ts';
import { typeOf } from '../objects/core/type.ts';
import type { MaybeValue, Value } from '../objects/core/value.ts';
import { toCInt } from '../objects/protocol/index.ts';

const ALL = 6;

/** The categories by number, as glibc lists them in the name of a mixed locale. */
const CATEGORIES: readonly (readonly [number: number, name: string])[] = [
  [0, 'LC_CTYPE'],
  [1, 'LC_NUMERIC'],
  [2, 'LC_TIME'],
  [3, 'LC_COLLATE'],
  [4, 'LC_MONETARY'],
  [5, 'LC_MESSAGES'],
  [7, 'LC_PAPER'],
  [8, 'LC_NAME'],
  [9, 'LC_ADDRESS'],
  [10, 'LC_TELEPHONE'],
  [11, 'LC_MEASUREMENT'],
  [12, 'LC_IDENTIFICATION'],
];

/** What Python's names are for, of those. */
const NAMED = new Set(['LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES']);

const KNOWN: ReadonlyMap<string, string> = new Map([
  ['', 'C.UTF-8'],
  ['C', 'C'],
  ['POSIX', 'C'],
  ['C.UTF-8', 'C.UTF-8'],
  ['C.utf8', 'C.UTF-8'],
]);

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(' ');
const short = (name: string): string => name.slice(0, 3);

/** `nl_langinfo` by name: glibc's number and the text. */
const LANGINFO: ReadonlyMap<string, readonly [key: number, text: string]> = new Map([
  ['CODESET', [14, 'UTF-8']],
  ...[...numbered('ABDAY_', 0x20000, days.map(short)), ...numbered('DAY_', 0x20007, days)],
  ...[...numbered('ABMON_', 0x2000e, months.map(short)), ...numbered('MON_', 0x2001a, months)],
  ['AM_STR', [0x20026, 'AM']],
  ['PM_STR', [0x20027, 'PM']],
  ['D_T_FMT', [0x20028, '%a %b %e %H:%M:%S %Y']],
  ['D_FMT', [0x20029, '%m/%d/%y']],
  ['T_FMT', [0x2002a, '%H:%M:%S']],
  ['T_FMT_AMPM', [0x2002b, '%I:%M:%S %p']],
  ['ERA', [0x2002c, '']],
  ['ERA_D_FMT', [0x2002e, '']],
  ['ALT_DIGITS', [0x2002f, '']],
  ['ERA_D_T_FMT', [0x20030, '']],
  ['ERA_T_FMT', [0x20031, '']],
  ['_DATE_FMT', [0x2006c, '%a %b %e %H:%M:%S %Z %Y']],
  ['RADIXCHAR', [0x10000, '.']],
  ['THOUSEP', [0x10001, '']],
  ['YESEXPR', [0x50000, '^[yY]']],
  ['NOEXPR', [0x50001, '^[nN]']],
  ['CRNCYSTR', [0x4000f, '-']],
]);

function numbered(prefix: string, first: number, texts: readonly string[]): [string, [number, string]][] {
  return texts.map((text, i) => [`${prefix}${i + 1}`, [first + i, text]]);
}

const UNSPECIFIED = 127;
const MONEY_TEXTS = 'int_curr_symbol currency_symbol mon_decimal_point mon_thousands_sep'.split(' ');
const MONEY_NUMBERS = 'int_frac_digits frac_digits p_cs_precedes p_sep_by_space n_cs_precedes n_sep_by_space p_sign_posn n_sign_posn'.split(
  ' ',
);

const LocaleError = defineType('locale.Error', { module: 'locale', base: T.Exception, solid: false, hasDict: true });
LocaleError.name = LocaleError.qualname = 'Error';

/** The locale of each category in this run. */
let current = new Map<number, string>();
let textDomain = 'messages';
let domainFolders = new Map<string, string>();

const fresh = (): Map<number, string> => new Map(CATEGORIES.map(([category, name]) => [category, name === 'LC_CTYPE' ? 'C.UTF-8' : 'C']));

function localeName(category: number): string {
  if (category !== ALL) return current.get(category)!;
  const names = new Set(current.values());
  return names.size === 1 ? [...names][0] : CATEGORIES.map(([number, name]) => `${name}=${current.get(number)}`).join(';');
}

/** The locale that each category gets from a name for all of them, which may be a list; undefined where one is unknown. */
function localesOf(text: string): Map<string, string | undefined> {
  if (!text.includes('=')) return new Map(CATEGORIES.map(([, name]) => [name, KNOWN.get(text)]));
  return new Map(text.split(';').map(part => [part.slice(0, part.indexOf('=')), KNOWN.get(part.slice(part.indexOf('=') + 1))]));
}

function setLocale(category: Value, locale: MaybeValue): Value {
  const number = toCInt(category);
  const isKnown = number === ALL || current.has(number);
  if (locale === undefined || locale === null) {
    if (!isKnown) throw raise(LocaleError, 'locale query failed');
    return localeName(number);
  }
  const text = argument(locale, 'setlocale() argument 2 must be str or None');
  const given = localesOf(text);
  const changed = CATEGORIES.filter(([each]) => number === ALL || each === number);
  if (!isKnown || changed.some(([, name]) => given.get(name) === undefined)) throw raise(LocaleError, 'unsupported locale setting');
  for (const [each, name] of changed) current.set(each, given.get(name)!);
  return localeName(number);
}

function argument(value: Value, what: string): string {
  const text = strText(value);
  if (text === undefined) throw typeError(`${what}, not ${typeOf(value).name}`);
  if (text.includes('\0')) throw valueError('embedded null character');
  return text;
}

function localeconv(): Value {
  const result = new PyDict();
  const set = (names: readonly string[], value: () => Value): void => names.forEach(name => result.setStr(name, value()));
  set(MONEY_TEXTS, () => '');
  set(['mon_grouping'], () => new PyList([]));
  set(['positive_sign', 'negative_sign'], () => '');
  set(MONEY_NUMBERS, () => UNSPECIFIED);
  set(['decimal_point'], () => '.');
  set(['thousands_sep'], () => '');
  set(['grouping'], () => new PyList([]));
  return result;
}

function langinfo(key: Value): Value {
  const number = toCInt(key);
  for (const [known, text] of LANGINFO.values()) if (known === number) return text;
  throw valueError('unsupported langinfo constant');
}

function bindTextDomain(domain: Value, folder: Value): Value {
  const name = argument(domain, 'bindtextdomain() argument 1 must be str');
  if (name === '') throw raise(LocaleError, 'domain must be a non-empty string');
  if (folder !== null) domainFolders.set(name, argument(folder, 'bindtextdomain() argument 2 must be str'));
  return domainFolders.get(name) ?? '/usr/share/locale';
}

function setTextDomain(domain: Value): Value {
  if (domain !== null) textDomain = argument(domain, 'textdomain() argument must be str or None') || 'messages';
  return textDomain;
}

registerModule('_locale', {
  doc: 'Support for POSIX locales.',
  functions: {
    'setlocale(category, locale=None, /)': setLocale,
    'localeconv()': localeconv,
    'strcoll(os1, os2, /)': (a: Value, b: Value) =>
      compareStr(argument(a, 'strcoll() argument 1 must be str'), argument(b, 'strcoll() argument 2 must be str')),
    'strxfrm(string, /)': (string: Value) => argument(string, 'strxfrm() argument must be str'),
    'nl_langinfo(key, /)': langinfo,
    'getencoding()': () => 'UTF-8',
    // There are no catalogues: every message is its own translation.
    'gettext(msg, /)': (message: Value) => argument(message, 'gettext() argument must be str'),
    'dgettext(domain, msg, /)': (_domain: Value, message: Value) => argument(message, 'dgettext() argument 2 must be str'),
    'dcgettext(domain, msg, category, /)': (_domain: Value, message: Value) => argument(message, 'dcgettext() argument 2 must be str'),
    'textdomain(domain, /)': setTextDomain,
    'bindtextdomain(domain, dir, /)': bindTextDomain,
    'bind_textdomain_codeset(domain, codeset, /)': (_domain: Value, codeset: Value) => codeset,
  },
  attributes: {
    ...Object.fromEntries(CATEGORIES.filter(([, name]) => NAMED.has(name)).map(([number, name]) => [name, number])),
    LC_ALL: ALL,
    CHAR_MAX: UNSPECIFIED,
    ...Object.fromEntries([...LANGINFO].map(([name, [key]]) => [name, key])),
    Error: LocaleError,
  },
  initialize: () => {
    current = fresh();
    textDomain = 'messages';
    domainFolders = new Map();
  },
});
