import { getEntry, render } from 'astro:content';

let slugs: Promise<Set<string>> | undefined;

async function readSlugs(): Promise<Set<string>> {
  const entry = await getEntry('references', 'glossary');
  if (entry === undefined) throw new Error('content/glossary.mdx is missing');
  const { headings } = await render(entry);
  return new Set(headings.map(heading => heading.slug));
}

/** The glossary's entry for a term, in the singular or the plural; null where it has none. */
export async function glossarySlug(term: string): Promise<string | null> {
  slugs ??= readSlugs();
  const slug = term.trim().toLowerCase().replaceAll(' ', '-');
  const known = await slugs;
  return [slug, slug.replace(/s$/, ''), slug.replace(/-files?$/, '')].find(candidate => known.has(candidate)) ?? null;
}
