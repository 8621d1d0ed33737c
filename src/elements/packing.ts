/** Files as text short enough for a link: JSON, deflated, in the alphabet of URLs. */
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';

export function pack(files: Readonly<Record<string, string>>): string {
  const bytes = deflateSync(strToU8(JSON.stringify(files)), { level: 9 });
  return btoa(strFromU8(bytes, true)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The files that `pack` made the text from; null when it is not such a text. */
export function unpack(text: string): Record<string, string> | null {
  try {
    const bytes = strToU8(atob(text.replaceAll('-', '+').replaceAll('_', '/')), true);
    const files: unknown = JSON.parse(strFromU8(inflateSync(bytes)));
    if (typeof files !== 'object' || files === null || Object.values(files).some(file => typeof file !== 'string')) return null;
    return files as Record<string, string>;
  } catch {
    return null;
  }
}
