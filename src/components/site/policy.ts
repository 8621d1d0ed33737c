import { createHash } from 'node:crypto';

/** Runs before the first paint, so that the remembered theme never flashes, and what needs a script or is embedded is laid out for it. */
export const themeScript =
  "(function(d){d.classList.add('js');if(/[?&]embed\\b/.test(location.search))d.classList.add('embed');try{var t=localStorage.getItem('theme');if(t==='dark'||t==='light')d.dataset.theme=t}catch(e){}})(document.documentElement)";

const themeHash = createHash('sha256').update(themeScript).digest('base64');

/**
 * The policy every page carries. Scripts come from files of the site alone, the one above excepted by its hash; nothing may
 * eval. ('wasm-unsafe-eval' lets the search index compile its WebAssembly, and nothing else.) Styles may be inline because
 * the editor writes its own. The interpreter's worker is a file with a policy of its own.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'wasm-unsafe-eval' 'sha256-${themeHash}'`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ');
