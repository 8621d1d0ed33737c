/** A reader's edits, kept by page and example until they are restored. */
export type EditedFiles = Record<string, string>;

const key = (id: string): string => `example:${location.pathname}#${id}`;

export function storedEdits(id: string): EditedFiles | null {
  try {
    const text = localStorage.getItem(key(id));
    return text === null ? null : (JSON.parse(text) as EditedFiles);
  } catch {
    return null;
  }
}

/** Keeps edits; an empty record forgets them. Where storage is forbidden, edits last as long as the page. */
export function storeEdits(id: string, files: EditedFiles): void {
  try {
    if (Object.keys(files).length === 0) localStorage.removeItem(key(id));
    else localStorage.setItem(key(id), JSON.stringify(files));
  } catch {
    return;
  }
}
