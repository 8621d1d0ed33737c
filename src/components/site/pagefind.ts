/** As much of Pagefind's interface as the search page uses. */
export interface Pagefind {
  /** null when a later search has begun. */
  debouncedSearch(query: string, options: object, milliseconds: number): Promise<{ results: { data(): Promise<FoundPage> }[] } | null>;
}

export interface FoundPage {
  url: string;
  meta: { title?: string };
  sub_results: { title: string; url: string; excerpt: string }[];
}
