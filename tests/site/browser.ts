/** Finds a Chromium to test with: CHROMIUM, then Playwright's own, then the system's, then Debian's package, which it installs. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';

const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** The browser's program, or undefined where this machine has none. */
export function findChromium(): string | undefined {
  const candidates = [
    process.env.CHROMIUM,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find(path => path !== undefined && path !== '' && existsSync(path));
}

/** Installs Debian's Chromium where that can be done without asking anyone: as root, with apt. */
function installChromium(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.error('No Chromium found: installing the package chromium');
  const apt = (...args: string[]) =>
    execFileSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
  return findChromium();
}

export async function launch(): Promise<Browser> {
  const executablePath = findChromium() ?? installChromium();
  if (!executablePath) throw new Error('No Chromium found. Install one with `npx playwright install chromium`, or name one in CHROMIUM.');
  return chromium.launch({ executablePath, args });
}

// `node tests/site/browser.ts`: makes sure that there is one, before tests that run side by side need it.
if (import.meta.main) await (await launch()).close();
