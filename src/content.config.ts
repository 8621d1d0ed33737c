import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

const stage = z.enum(['source', 'tokens', 'ast', 'scopes', 'bytecode', 'vm', 'jit']);

/** A chapter of the guide: one MDX file. `stages` are the stops of the pipeline it tells of, in order, and `colour` is the one it is written in. */
const chapters = defineCollection({
  loader: glob({ pattern: '*.mdx', base: './content/chapters' }),
  schema: z.object({
    number: z.number(),
    title: z.string(),
    short: z.string(),
    description: z.string(),
    question: z.string(),
    colour: stage,
    stages: z.array(stage).min(1),
  }),
});

/** Pages to look things up in. */
const references = defineCollection({
  loader: glob({ pattern: '*.mdx', base: './content' }),
  schema: z.object({ title: z.string(), description: z.string() }),
});

export const collections = { chapters, references };
