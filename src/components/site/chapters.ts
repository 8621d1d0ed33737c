import { getCollection, type CollectionEntry } from 'astro:content';
import { url } from './url.ts';

export type Chapter = CollectionEntry<'chapters'> & { href: string };

/** The chapters in reading order, each with the address of its page. */
export async function chapters(): Promise<Chapter[]> {
  const entries = await getCollection('chapters');
  return entries.sort((a, b) => a.data.number - b.data.number).map(entry => ({ ...entry, href: url(`chapters/${entry.id}/`) }));
}
