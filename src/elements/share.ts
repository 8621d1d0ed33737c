/**
 * An example's state in a link: `#id?show=ast&at=12-20&item=4&file=prices.py&code=…`, the code deflated. Only what differs from the page is in it.
 */
export interface SharedState {
  readonly show: string | null;
  /** The chosen range of the source. */
  readonly at: { readonly start: number; readonly end: number } | null;
  /** Which of a panel's items was chosen: several may stand for one range. */
  readonly item: number | null;
  /** The open file, where it is not the first. */
  readonly file: string | null;
  /** Compressed files, for `unpack`; null when the link carries none. */
  readonly code: string | null;
}

/** The state that the address holds for an example, or null when it is about something else. */
export function stateInHash(hash: string, id: string): SharedState | null {
  const [target, query = ''] = decodeHash(hash).split('?', 2);
  if (target !== id) return null;
  const fields = new URLSearchParams(query);
  const at = /^(\d+)-(\d+)$/.exec(fields.get('at') ?? '');
  const item = /^\d+$/.exec(fields.get('item') ?? '');
  return {
    show: fields.get('show'),
    at: at === null ? null : { start: Number(at[1]), end: Number(at[2]) },
    item: item === null ? null : Number(item[0]),
    file: fields.get('file'),
    code: fields.get('code'),
  };
}

function decodeHash(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

export function hashOf(id: string, state: SharedState): string {
  const fields = new URLSearchParams();
  if (state.show !== null) fields.set('show', state.show);
  if (state.at !== null) fields.set('at', `${state.at.start}-${state.at.end}`);
  if (state.item !== null) fields.set('item', String(state.item));
  if (state.file !== null) fields.set('file', state.file);
  if (state.code !== null) fields.set('code', state.code);
  const query = fields.toString();
  return `#${id}${query === '' ? '' : `?${query}`}`;
}
