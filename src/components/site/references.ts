/** Pages to look things up in. */
export const references: readonly { path: string; short: string; title: string; about: string }[] = [
  { path: 'glossary/', short: 'Glossary', title: 'Glossary', about: 'Every term in two sentences' },
  { path: 'instructions/', short: 'Instructions', title: 'Every instruction', about: 'What each takes, and what it leaves' },
  { path: 'examples/', short: 'Examples', title: 'All examples', about: 'Every program of the guide, alone on its page' },
];
