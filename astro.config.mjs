import { defineConfig, fontProviders } from 'astro/config';
import mdx from '@astrojs/mdx';
import { codeTheme, styleToClass } from './src/styles/code-theme.mjs';

// The site is plain files: SITE and BASE say where they will be served from, and both may stay unset.
export default defineConfig({
  site: process.env.SITE,
  base: process.env.BASE ?? '/',
  trailingSlash: 'ignore',
  devToolbar: { enabled: false },
  integrations: [mdx()],
  markdown: {
    shikiConfig: { theme: codeTheme, transformers: [styleToClass] },
  },
  fonts: [
    {
      name: 'Newsreader',
      cssVariable: '--font-newsreader',
      provider: fontProviders.local(),
      fallbacks: ['Georgia', 'serif'],
      options: {
        variants: [
          { weight: '200 800', style: 'normal', src: ['./src/assets/fonts/newsreader-latin-wght-normal.woff2'] },
          { weight: '200 800', style: 'italic', src: ['./src/assets/fonts/newsreader-latin-wght-italic.woff2'] },
        ],
      },
    },
    {
      name: 'JetBrains Mono',
      cssVariable: '--font-jetbrains',
      provider: fontProviders.local(),
      fallbacks: ['ui-monospace', 'monospace'],
      options: {
        variants: [{ weight: '100 800', style: 'normal', src: ['./src/assets/fonts/jetbrains-mono-latin-wght-normal.woff2'] }],
      },
    },
  ],
  vite: {
    // The policy of the page allows scripts from files only, so none may be inlined.
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: {
        // Astro marks its modules by a directive of its own, which the bundler does not know.
        onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
      },
    },
    worker: {
      format: 'es',
      // What every program needs is one file; what is imported lazily stays apart.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [{ name: 'core', test: /interpreter[\\/](?!modules[\\/]|source[\\/]unicode-(?:data|names))/ }],
          },
        },
      },
    },
  },
});
